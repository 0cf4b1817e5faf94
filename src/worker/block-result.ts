/** What one block gave, cut to what an entry can carry and without secrets. */
import type { BlockResult, ErrorRecord } from '../run/order.ts'
import type { Mask } from './mask.ts'
import type { KeptRows } from './row-sink.ts'

/** Bytes of rows of one order together. An entry holds 16 KB; one that captures 64 KB, and what is captured stands in it twice. */
export const ROWS_BUDGET = 8_000
export const CAPTURED_ROWS_BUDGET = 24_000
const MESSAGES = 12
const ERRORS = 5
const TEXT = 300

export interface BlockAnswer {
  ok: boolean
  rows: KeptRows
  messages: string[]
  errors: ErrorRecord[]
  ranIn?: string
  tookMs: number
}

/** `of` is the block's index in the step. */
export function blockResult(of: { block: number; target: string }, answer: BlockAnswer, mask: Mask): BlockResult {
  return {
    ...of,
    ok: answer.ok,
    ...answer.rows,
    messages: cutList(answer.messages, MESSAGES, (count) => `… and ${count} more messages`).map((text) => cutText(mask(text))),
    errors: answer.errors.slice(0, ERRORS).map((error) => ({ ...error, message: cutText(mask(error.message)) })),
    ...(answer.ranIn === undefined ? {} : { ranIn: answer.ranIn }),
    tookMs: answer.tookMs,
  }
}

/** A block that was not sent, or whose answer cannot be used. */
export function blockFault(of: { block: number; target: string }, message: string, mask: Mask, place?: string): BlockResult {
  const errors = [{ message, ...(place === undefined ? {} : { place }) }]
  return blockResult(of, { ok: false, rows: { rows: [], rowCount: 0 }, messages: [], errors, tookMs: 0 }, mask)
}

/** The first and the last are worth the most. */
function cutList(texts: string[], most: number, rest: (count: number) => string): string[] {
  if (texts.length <= most) return texts
  const head = Math.ceil(most / 2)
  return [...texts.slice(0, head), rest(texts.length - most), ...texts.slice(texts.length - (most - head))]
}

export function cutText(text: string): string {
  return text.length <= TEXT ? text : `${text.slice(0, TEXT)}… (${text.length} characters)`
}
