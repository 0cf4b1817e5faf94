import type { Event } from '../event.ts'
import { hasEnded } from '../where.ts'
import { attention } from './attention.ts'
import type { RunState } from '../state.ts'

const KB = 1024
/** All entries of a run together: who reads a whole log is given all of it at once, and the engine hands over less than 32 MiB, which these become sealed and compressed. */
export const RUN_BYTES = 24 * KB * KB
/** From here on nothing new is begun: what is under way must still be able to say how it ended, and people to end the run. */
const NEARLY_FULL = 23 * KB * KB

/** What follows when the log has no room for one more step. Undefined: it has. */
export function logFull(state: RunState): Event[] | undefined {
  if (state.bytes <= NEARLY_FULL || hasEnded(state)) return undefined
  const { step, item } = state
  const full = { code: 'log-full' as const, run: state.run, kb: Math.ceil(state.bytes / KB), mostKb: RUN_BYTES / KB }
  if (state.rehearsal) return [{ type: 'ended', end: 'aborted', because: { ...full, step, item } }]
  return attention(step, item, 'log-full', full)
}
