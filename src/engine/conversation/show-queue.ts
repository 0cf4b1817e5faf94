import type { ShowOutcome } from './try-show.ts'

const LONGEST_PAUSE_MS = 60_000

/** When each run of a conversation is shown: its own pause keeps no other waiting. Milliseconds of a clock that only counts on. */
export class ShowQueue {
  private readonly intervalMs: number
  /** When each run that waits may be shown. */
  private readonly waiting = new Map<string, number>()
  /** Tries in a row that came to nothing, by run. */
  private readonly failures = new Map<string, number>()
  private lastMs = Number.NEGATIVE_INFINITY

  /** `intervalMs`: least time between two tries. */
  constructor(intervalMs: number) {
    this.intervalMs = intervalMs
  }

  /** Something new is to be shown of a run: it is no longer put off. */
  want(run: string, nowMs: number): void {
    this.waiting.set(run, Math.min(this.waiting.get(run) ?? nowMs, nowMs))
  }

  /** There is nothing to be shown of it. */
  leave(run: string): void {
    this.waiting.delete(run)
    this.failures.delete(run)
  }

  /** When the next try may be made; `undefined`: nobody waits. */
  nextMs(): number | undefined {
    const first = this.first()
    return first === undefined ? undefined : Math.max(first[1], this.lastMs + this.intervalMs)
  }

  /** The run that waits longest, of those whose time has come. */
  next(nowMs: number): string | undefined {
    const first = this.first()
    return first === undefined || first[1] > nowMs ? undefined : first[0]
  }

  /** After a try. `more`: there is something left to be shown of the run, which then waits behind the others. */
  tried(run: string, outcome: ShowOutcome, more: boolean, nowMs: number): void {
    const before = this.failures.get(run) ?? 0
    this.leave(run)
    if ('failed' in outcome) this.failures.set(run, before + 1)
    const asked = 'shown' in outcome ? outcome.shown.retryAfterMs : outcome.retryAfterMs
    const pauseMs = asked ?? ('failed' in outcome ? Math.min(LONGEST_PAUSE_MS, 500 * 2 ** (before + 1)) : 0)
    if (more) this.waiting.set(run, nowMs + pauseMs)
    this.lastMs = nowMs
  }

  private first(): [run: string, atMs: number] | undefined {
    let first: [string, number] | undefined
    for (const each of this.waiting) if (first === undefined || each[1] < first[1]) first = each
    return first
  }
}
