/** When each run of a conversation is shown: its own pause keeps no other waiting. */
import type { ShowOutcome } from './try-show.ts'

export interface ShowQueue {
  /** When each run that waits may be shown, in ms since 1970. */
  waiting: Record<string, number>
  /** The `flush` that comes next, by its number; one of another number is out of date. */
  next?: { no: number; atMs: number }
  /** When the last try was over. */
  lastMs: number
  /** Tries in a row that came to nothing, by run. */
  failures: Record<string, number>
}

export const EMPTY_QUEUE: Readonly<ShowQueue> = { waiting: {}, lastMs: 0, failures: {} }

/** A `flush` that is later than this was lost with a killed call. */
const LOST_AFTER_MS = 10_000
const LONGEST_PAUSE_MS = 60_000
/** Two clocks do not agree to the millisecond. */
const EARLY_MS = 50

/** Something new is to be shown of a run: it is no longer put off. `flush`: the one to send, where none comes soon enough. */
export function wanted(queue: ShowQueue, run: string, nowMs: number, intervalMs: number): { queue: ShowQueue; flush: ShowQueue['next'] } {
  const waiting = { ...queue.waiting, [run]: Math.min(queue.waiting[run] ?? nowMs, nowMs) }
  const atMs = Math.max(nowMs, queue.lastMs + intervalMs)
  const { next } = queue
  if (next !== undefined && next.atMs > nowMs - LOST_AFTER_MS && next.atMs <= atMs)
    return { queue: { ...queue, waiting }, flush: undefined }
  return armed({ ...queue, waiting }, atMs)
}

/** The run that waits longest, of those whose time has come. */
export function nextRun({ waiting }: ShowQueue, nowMs: number): string | undefined {
  const [first] = Object.entries(waiting).toSorted(([, a], [, b]) => a - b)
  return first === undefined || first[1] > nowMs + EARLY_MS ? undefined : first[0]
}

/** After a try. `more`: there is something left to be shown of the run, which then waits behind the others. */
export function tried(queue: ShowQueue, run: string, outcome: ShowOutcome, more: boolean, nowMs: number): ShowQueue {
  const { [run]: _, ...waiting } = queue.waiting
  const { [run]: before = 0, ...failures } = queue.failures
  if ('failed' in outcome) failures[run] = before + 1
  const asked = 'shown' in outcome ? outcome.shown.retryAfterMs : outcome.retryAfterMs
  const pauseMs = asked ?? ('failed' in outcome ? Math.min(LONGEST_PAUSE_MS, 500 * 2 ** (before + 1)) : 0)
  return { ...queue, waiting: more ? { ...waiting, [run]: nowMs + pauseMs } : waiting, failures, lastMs: nowMs }
}

/** There is nothing to be shown of this run. */
export function leaveQueue(queue: ShowQueue, run: string): ShowQueue {
  const { [run]: _, ...waiting } = queue.waiting
  return { ...queue, waiting }
}

/** The flush for the run whose time comes first; none where nobody waits. */
export function armedForFirst(queue: ShowQueue, intervalMs: number): { queue: ShowQueue; flush: ShowQueue['next'] } {
  const times = Object.values(queue.waiting)
  if (times.length > 0) return armed(queue, Math.max(queue.lastMs + intervalMs, Math.min(...times)))
  const { next: _, ...idle } = queue
  return { queue: idle, flush: undefined }
}

function armed(queue: ShowQueue, atMs: number): { queue: ShowQueue; flush: ShowQueue['next'] } {
  // Never a number that a flush on its way may have: those of an idle time are out of date as well.
  const next = { no: Math.max(queue.next?.no ?? 0, atMs) + 1, atMs }
  return { queue: { ...queue, next }, flush: next }
}
