/** When each run of a conversation is shown: its own pause keeps no other waiting. */
import type { ShowOutcome } from './try-show.ts'

export interface Turns {
  /** When each run that waits may be shown, in ms since 1970. */
  waiting: Record<string, number>
  /** The `flush` that comes next, by its number; one of another number is out of date. */
  next?: { no: number; atMs: number }
  /** When the last try was over. */
  lastMs: number
  /** Tries in a row that came to nothing, by run. */
  failures: Record<string, number>
}

export const NO_TURNS: Readonly<Turns> = { waiting: {}, lastMs: 0, failures: {} }

/** A `flush` that is later than this was lost with a killed call. */
const LOST_AFTER_MS = 10_000
const LONGEST_PAUSE_MS = 60_000
/** Two clocks do not agree to the millisecond. */
const EARLY_MS = 50

/** Something new is to be shown of a run: it is no longer put off. `flush`: the one to send, where none comes soon enough. */
export function wanted(turns: Turns, run: string, nowMs: number, paceMs: number): { turns: Turns; flush: Turns['next'] } {
  const waiting = { ...turns.waiting, [run]: Math.min(turns.waiting[run] ?? nowMs, nowMs) }
  const atMs = Math.max(nowMs, turns.lastMs + paceMs)
  const { next } = turns
  if (next !== undefined && next.atMs > nowMs - LOST_AFTER_MS && next.atMs <= atMs)
    return { turns: { ...turns, waiting }, flush: undefined }
  return armed({ ...turns, waiting }, atMs)
}

/** The run that waits longest, of those whose time has come. */
export function whoseTurn({ waiting }: Turns, nowMs: number): string | undefined {
  const [first] = Object.entries(waiting).toSorted(([, a], [, b]) => a - b)
  return first === undefined || first[1] > nowMs + EARLY_MS ? undefined : first[0]
}

/** After a try. `more`: there is something left to be shown of the run, which then waits behind the others. */
export function tried(turns: Turns, run: string, outcome: ShowOutcome, more: boolean, nowMs: number): Turns {
  const { [run]: _, ...waiting } = turns.waiting
  const { [run]: before = 0, ...failures } = turns.failures
  if ('failed' in outcome) failures[run] = before + 1
  const asked = 'shown' in outcome ? outcome.shown.retryAfterMs : outcome.retryAfterMs
  const pauseMs = asked ?? ('failed' in outcome ? Math.min(LONGEST_PAUSE_MS, 500 * 2 ** (before + 1)) : 0)
  return { ...turns, waiting: more ? { ...waiting, [run]: nowMs + pauseMs } : waiting, failures, lastMs: nowMs }
}

/** There is nothing to be shown of this run. */
export function without(turns: Turns, run: string): Turns {
  const { [run]: _, ...waiting } = turns.waiting
  return { ...turns, waiting }
}

/** The flush for the run whose time comes first; none where nobody waits. */
export function armedForFirst(turns: Turns, paceMs: number): { turns: Turns; flush: Turns['next'] } {
  const times = Object.values(turns.waiting)
  if (times.length > 0) return armed(turns, Math.max(turns.lastMs + paceMs, Math.min(...times)))
  const { next: _, ...idle } = turns
  return { turns: idle, flush: undefined }
}

function armed(turns: Turns, atMs: number): { turns: Turns; flush: Turns['next'] } {
  // Never a number that a flush on its way may have: those of an idle time are out of date as well.
  const next = { no: Math.max(turns.next?.no ?? 0, atMs) + 1, atMs }
  return { turns: { ...turns, next }, flush: next }
}
