/** When a call may go out: least gaps by channel and by method, and the pauses that Slack asked for. No call waits for another channel's pause. */

export interface Slot {
  key: string
  everyMs: number
}

/** Keys are forgotten when there are more than this; all that is lost is a gap. */
const KEPT = 5000

export class RateLimit {
  private readonly free = new Map<string, number>()
  private readonly blocked = new Map<string, number>()
  private readonly now: () => number
  private readonly scale: number

  /** `scale`: of the gaps; below 1 only against a stand-in of Slack, whose tests should not last for minutes. */
  constructor(now: () => number = Date.now, scale = 1) {
    this.now = now
    this.scale = scale
  }

  /** Takes the next place for all keys at once: how long to wait for it. Longer than `longestWaitMs`, and nothing is taken. */
  take(slots: readonly Slot[], longestWaitMs: number): { waitMs: number } | { retryAfterMs: number } {
    const now = this.now()
    const at = Math.max(now, ...slots.map(({ key }) => this.free.get(key) ?? 0))
    if (at - now > longestWaitMs) return { retryAfterMs: at - now }
    for (const { key, everyMs } of slots) if (everyMs > 0) this.free.set(key, at + everyMs * this.scale)
    if (this.free.size > KEPT) this.forget(now)
    return { waitMs: at - now }
  }

  /** Slack asked for a pause. */
  block(key: string, forMs: number): void {
    const until = this.now() + forMs
    this.blocked.set(key, Math.max(this.blocked.get(key) ?? 0, until))
    this.free.set(key, Math.max(this.free.get(key) ?? 0, until))
  }

  /** How long a pause that Slack asked for still lasts. */
  blockedFor(slots: readonly Slot[]): number {
    const now = this.now()
    return Math.max(0, ...slots.map(({ key }) => (this.blocked.get(key) ?? 0) - now))
  }

  private forget(now: number): void {
    for (const known of [this.free, this.blocked]) for (const [key, at] of known) if (at <= now) known.delete(key)
  }
}
