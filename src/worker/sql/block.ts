/** Runs one SQL block of a document on a session. */
import type { PlannedBlock } from '../../procedure/plan-types.ts'
import type { BlockResult, ErrorRecord } from '../../run/order.ts'
import type { Told, WorkerFault } from '../../run/facts/worker-fault.ts'
import { blockResult } from '../block/block-result.ts'
import type { Mask } from '../mask.ts'
import { RowSink } from '../block/row-sink.ts'
import { columnFault, rowOf } from './cells.ts'
import { WordSink } from '../block/word-sink.ts'
import type { SqlValue } from '../../procedure/bind-values.ts'
import type { SqlSession } from './session.ts'
import type { SqlColumn } from './columns.ts'
import { sendStatement, type SqlEnding, type StatementError } from './statement.ts'

export interface SqlBlock {
  /** Index in the step. */
  index: number
  block: PlannedBlock
  /** e.g. `commands/failover-persistent-chat.md` */
  file: string
  parameters: SqlValue[]
  captures: string[]
  rowsBudget: number
  files: string
  timeoutMs: number
  signal: AbortSignal
  onProgress?: (progress: { percent?: number; text: string }) => void
}

export interface SqlBlockOutcome {
  result: BlockResult
  ending: SqlEnding
}

/** "30 percent processed." in whatever language the server speaks. */
const PERCENT_MESSAGE = 3211

export async function runSqlBlock(session: SqlSession, sent: SqlBlock, mask: Mask): Promise<SqlBlockOutcome> {
  const sink = new RowSink({ budget: sent.rowsBudget, whole: sent.captures }, sent.files, mask)
  const words = new WordSink(sent.files, mask)
  const faults: WorkerFault[] = []
  let columns: SqlColumn[] = []
  const ending = await sendStatement(session, {
    text: sent.block.text,
    parameters: sent.parameters,
    timeoutMs: sent.timeoutMs,
    signal: sent.signal,
    onColumns: (found) => {
      columns = found
      const fault = columnFault(found, sent.captures)
      if (fault !== undefined) faults.push(fault)
    },
    onRow: (values) => sink.add(rowOf(columns, values)),
    onMessage: (message) => {
      const percent = message.number === PERCENT_MESSAGE ? percentIn(message.text) : undefined
      sent.onProgress?.({ text: mask(message.text), ...(percent === undefined ? {} : { percent }) })
      if (percent === undefined) words.message(message.text)
    },
  })
  if (sink.fault !== undefined) faults.push(sink.fault)
  for (const error of ending.errors) words.error(recordOf(error, sent))
  for (const message of faults) words.error({ message, place: placeOf(sent, 1) })
  if (ending.stop !== undefined) words.error({ message: whyStopped(ending, ending.stop, sent.timeoutMs), place: placeOf(sent, 1) })
  const rows = sink.end()
  if (sink.unkept !== undefined) words.message(sink.unkept)
  const answer = { ok: ending.how === 'done' && faults.length === 0, rows, words: words.end(), tookMs: ending.tookMs }
  return { result: blockResult({ block: sent.index, target: sent.block.target }, answer), ending }
}

function percentIn(text: string): number | undefined {
  const digits = /\d{1,3}/.exec(text)?.[0]
  const percent = Number(digits)
  return digits !== undefined && percent <= 100 ? percent : undefined
}

function recordOf(error: StatementError, sent: SqlBlock): ErrorRecord {
  return {
    message: messageOf(error),
    ...(error.number === undefined ? {} : { code: String(error.number) }),
    ...(error.severity === undefined ? {} : { severity: error.severity }),
    place: placeOf(sent, error.procedure === undefined ? (error.line ?? 1) : 1),
  }
}

/** Line 1 of the batch is the block's first line in the document. */
function placeOf(sent: SqlBlock, line: number): string {
  return `${sent.file}:${sent.block.line + Math.max(line, 1) - 1}`
}

function messageOf({ text, procedure, line }: StatementError): Told {
  if (procedure === undefined || typeof text !== 'string') return text
  return { is: 'in-procedure', message: text, procedure, ...(line === undefined ? {} : { line }) }
}

function whyStopped({ how }: SqlEnding, stop: 'timeout' | 'asked', allowedMs: number): WorkerFault {
  if (how === 'not-sent') return { is: 'stopped-before-sent' }
  return { is: 'statement-stopped', by: stop, allowedMs, fate: how === 'lost' || how === 'done' ? how : 'stopped' }
}
