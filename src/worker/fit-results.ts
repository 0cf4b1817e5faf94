/** Makes the results of one order fit into one entry. */
import type { AttemptOutcome } from '../run/command.ts'
import type { BlockResult } from '../run/order.ts'

/** An entry takes 16 KB, one that captures 64 KB, with the envelope and the events that follow. */
const MOST_BYTES = 11_000
const MOST_CAPTURED_BYTES = 32_000

/** Messages go first, then rows; `rowCount` still says how many there were. */
export function fitResults(results: BlockResult[], captures: boolean): BlockResult[] {
  const mostBytes = captures ? MOST_CAPTURED_BYTES : MOST_BYTES
  if (bytesOf(results) <= mostBytes) return results
  const quiet = results.map((result) => ({ ...result, messages: result.messages.slice(0, 1), errors: result.errors.slice(0, 2) }))
  if (bytesOf(quiet) <= mostBytes) return quiet
  return quiet.map((result) => ({ ...result, messages: [], rows: captures ? result.rows : result.rows.slice(0, 1) }))
}

/** The same for what became of an attempt. */
export function fitOutcome(outcome: AttemptOutcome): AttemptOutcome {
  if (outcome.type !== 'ran' && outcome.type !== 'failed') return outcome
  const [result = outcome.result] = fitResults([outcome.result], false)
  return { ...outcome, result }
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}
