import type { Event } from '../event.ts'
import { hasEnded } from '../where.ts'
import { attention } from './attention.ts'
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
  const full = { code: 'log-full' as const, run: state.run, kb: Math.ceil(state.bytes / KB), mostKb: RUN_BYTES / KB }
  if (state.rehearsal) return [{ type: 'ended', end: 'aborted', because: { ...full, step, item } }]
  return attention(step, item, 'log-full', full)
}
