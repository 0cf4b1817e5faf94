/** Runs one PowerShell block of a document on its target. */
import { acts } from '../../procedure/acts.ts'
import type { PlannedBlock } from '../../procedure/plan-types.ts'
import type { Cell, ErrorRecord, Row } from '../../run/order.ts'
import type { BlockContext } from '../context.ts'
import type { BlockError, BlockOutcome, PlainValue, ShellIdentity, ShellValue } from './outcome.ts'
import { blockFault, blockResult, type BlockEnding } from '../block/block-result.ts'
import type { ShellTarget } from '../options.ts'
import { RowSink } from '../block/row-sink.ts'
import { WordSink } from '../block/word-sink.ts'

export interface ShellBlock {
  index: number
  block: PlannedBlock
  file: string
  values: Record<string, ShellValue>
  captures: string[]
  rowsBudget: number
  files: string
  timeoutMs: number
  signal: AbortSignal
  onProgress?: (progress: { percent?: number; text: string }) => void
}

export async function runShellBlock(
  context: Pick<BlockContext, 'shells' | 'mask'>,
  target: ShellTarget,
  sent: ShellBlock,
): Promise<BlockEnding> {
  const of = { block: sent.index, target: sent.block.target }
  const place = `${sent.file}:${sent.block.line}`
  const purpose = acts(sent.block.role) ? 'act' : 'look'
  const shell = context.shells.of(target, purpose)
  if ('refusal' in shell) return { how: 'not-sent', result: blockFault(of, shell.refusal.why, context.mask, place) }
  const rows = new RowSink({ budget: sent.rowsBudget, whole: sent.captures }, sent.files, context.mask)
  const words = new WordSink(sent.files, context.mask)
  const outcome = await shell.runBlock({
    purpose,
    text: sent.block.text,
    values: sent.values,
    firstLine: sent.block.line,
    timeoutMs: sent.timeoutMs,
    signal: sent.signal,
    onObject: (object) => rows.add(rowOf(object)),
    onMessage: ({ kind, text }) => words.message(kind === 'information' ? text : `${kind}: ${text}`),
    onError: (error) => words.error(recordOf(error, sent)),
    onProgress: ({ activity, status, percent }) =>
      sent.onProgress?.({ text: [activity, status].filter((text) => text !== '').join(': '), ...(percent < 0 ? {} : { percent }) }),
  })
  if (outcome.type === 'not-started') return { how: 'not-sent', result: blockFault(of, outcome.why, context.mask, place) }
  const kept = rows.end()
  if (outcome.dropped > 0) words.message({ is: 'objects-left', dropped: outcome.dropped, outputs: outcome.outputs })
  if (rows.unkept !== undefined) words.message(rows.unkept)
  for (const error of endingError(outcome, sent, place)) words.error(error)
  if (rows.fault !== undefined) words.error({ message: rows.fault, place })
  const answer = {
    ok: outcome.type === 'completed' && rows.fault === undefined,
    // What the host counted but did not send is cut too.
    rows: { ...kept, rowCount: Math.max(outcome.outputs, kept.rowCount) },
    words: words.end(),
    ...(outcome.shell === undefined ? {} : { ranIn: nameOf(outcome.shell) }),
    tookMs: outcome.tookMs,
  }
  return { how: howOf(outcome), result: blockResult(of, answer) }
}

function nameOf({ version, edition, standIn }: ShellIdentity): string {
  return standIn ? 'the stand-in for PowerShell' : `${edition === 'Desktop' ? 'Windows PowerShell' : 'PowerShell'} ${version}`
}

function howOf(outcome: BlockOutcome): BlockEnding['how'] {
  switch (outcome.type) {
    case 'completed':
      return 'done'
    case 'failed':
      return 'error'
    case 'stopped':
      return 'stopped'
    case 'lost':
      return 'lost'
    case 'not-started':
      return 'not-sent'
  }
}

function endingError(outcome: BlockOutcome, { timeoutMs }: ShellBlock, place: string): ErrorRecord[] {
  if (outcome.type === 'stopped') {
    return [{ message: { is: 'block-stopped', by: outcome.cause === 'timed-out' ? 'timeout' : 'asked', allowedMs: timeoutMs }, place }]
  }
  if (outcome.type !== 'lost') return []
  const { why } = outcome
  const late = why.is === 'block-unstopped' && why.by === 'timeout'
  return [{ message: late ? { is: 'block-killed', allowedMs: timeoutMs, stderr: why.stderr } : why, place }]
}

function recordOf(error: BlockError, { file, block }: ShellBlock): ErrorRecord {
  return { message: error.message, code: error.code, place: `${file}:${error.line ?? block.line}` }
}

/** An object is a row of its properties; anything else a row with one column. */
function rowOf(object: PlainValue): Row {
  if (object === null || typeof object !== 'object' || Array.isArray(object)) return { value: cellOf(object) }
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, cellOf(value)]))
}

function cellOf(value: PlainValue): Cell {
  return value !== null && typeof value === 'object' ? JSON.stringify(value) : value
}
