/** What one block gave, cut to what an entry can carry and without secrets. */
import type { BlockResult } from '../../run/order.ts'
import type { Told } from '../../run/facts/worker-fault.ts'
import { type Mask, maskDeep } from '../mask.ts'
import type { KeptRows } from './row-sink.ts'
import { LONGEST_ERROR, type Words } from './word-sink.ts'
import { cutText } from './cut-text.ts'

/** `not-sent`: nothing of it ran. The others as the server or the shell ended it; `lost`: nobody knows. */
export interface BlockEnding {
  how: 'done' | 'error' | 'stopped' | 'lost' | 'not-sent'
  result: BlockResult
}

/** Bytes of rows of one role together. A worker's entry holds 32 KB; one that captures 96 KB, and what is captured stands in it twice. */
export const ROWS_BUDGET = 8_000
export const CAPTURED_ROWS_BUDGET = 24_000

export interface BlockAnswer {
  ok: boolean
  rows: KeptRows
  words: Words
  ranIn?: string
  tookMs: number
}

/** `of` is the block's index in the step. */
export function blockResult(of: { block: number; target: string }, { ok, rows, words, ranIn, tookMs }: BlockAnswer): BlockResult {
  return { ...of, ok, ...rows, ...words, ...(ranIn === undefined ? {} : { ranIn }), tookMs }
}

/** A block of which nothing reached the target. */
export function blockFault(of: { block: number; target: string }, message: Told, mask: Mask, place?: string): BlockResult {
  const errors = [{ message: maskTold(mask, message, LONGEST_ERROR), ...(place === undefined ? {} : { place }) }]
  return { ...blockResult(of, { ok: false, rows: { rows: [], rowCount: 0 }, words: { messages: [], errors }, tookMs: 0 }), notSent: true }
}

/** Without secrets, and each text in it at most so long. */
function maskTold(mask: Mask, told: Told, most: number): Told {
  return maskDeep((text) => cutText(mask, text, most), told)
}
