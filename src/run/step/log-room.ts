import type { Event } from '../event.ts'
import { hasEnded, place } from '../where.ts'
import type { RunState } from '../state.ts'

const KB = 1024
/** All entries of a run together: the engine's state for one run must stay far below 32 MiB. */
export const RUN_BYTES = 8 * KB * KB
/** From here on nothing new is begun: what is under way must still be able to say how it ended, and people to end the run. */
const NEARLY_FULL = 7 * KB * KB

/** What follows when the log has no room for one more step. Undefined: it has. */
export function logFull(state: RunState): Event[] | undefined {
  if (state.bytes <= NEARLY_FULL || hasEnded(state)) return undefined
  const { step, item } = state
  const because = `because the log of ${state.run} has ${Math.ceil(state.bytes / KB)} KB and a run has ${RUN_BYTES / KB} KB at most.`
  if (state.rehearsal) return [{ type: 'ended', end: 'aborted', sentence: `${place(state, step, item)} was not rehearsed, ${because}` }]
  const next = 'Nothing was sent. Abort it and start a new run: its checks find what is done already.'
  return [{ type: 'attention', step, item, reason: 'log-full', sentence: `${place(state, step, item)} was not begun, ${because} ${next}` }]
}
