/** How far the clocks of two machines may be apart. */

/** A worker that is further off is given no orders: what it says of its blocks is timed by its own clock, and it judges approvals by it. */
export const CLOCKS_APART_MS = 60_000
/** Said from here on, before it stops anything. */
export const CLOCKS_SAID_MS = 30_000

/** `70 s behind the bot's`, `1 min 10 s ahead of the bot's`, in seconds: what somebody who sets a clock needs. */
export function apartFromBot(aheadMs: number): string {
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  return aheadMs < 0 ? `${seconds} s behind the bot's` : `${seconds} s ahead of the bot's`
}
