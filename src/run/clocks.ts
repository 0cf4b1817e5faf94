/** How far the clocks of two machines may be apart, and how much time has passed by those of one. */

/** A worker that is further off is given no orders: what it says of its blocks is timed by its own clock, and it judges approvals by it. */
export const CLOCKS_APART_MS = 60_000
/** Said from here on, before it stops anything. */
export const CLOCKS_SAID_MS = 30_000

/** `70 s behind the bot's`, `1 min 10 s ahead of the bot's`, in seconds: what somebody who sets a clock needs. */
export function apartFromBot(aheadMs: number): string {
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  return aheadMs < 0 ? `${seconds} s behind the bot's` : `${seconds} s ahead of the bot's`
}

/** Of one machine, in ms. The monotonic clock stands still while a machine sleeps, the wall clock may be set. */
export interface Moment {
  monotonicMs: number
  wallMs: number
}

/** By the clock that has gone further. */
export function passedMs(then: Moment, now: Moment): number {
  return Math.max(now.monotonicMs - then.monotonicMs, now.wallMs - then.wallMs)
}
