/** When a call to Teams may go out: several sliding windows a key, and the pauses that Teams asked for. No conversation waits for another one's pause. */

/** At most so many calls in any stretch of time that is so long. */
export interface Window {
  most: number
  perMs: number
}

export interface Slot {
  key: string
  windows: readonly Window[]
}

/** A call, which may have arrived at any time between its beginning and its end: it counts from its end. */
class Call {
  private endedMs: number | undefined

  /** As long as it runs, it counts as now. */
  atMs(nowMs: number): number {
    return this.endedMs ?? nowMs
  }

  end(nowMs: number): void {
    this.endedMs ??= nowMs
  }
}

interface Gone {
  calls: Call[]
  /** Older ones matter to no window. */
  keepMs: number
}

/** Keys are swept when there are more than this. */
const KEPT = 5000

export class RateLimit {
  private readonly gone = new Map<string, Gone>()
  private readonly pauses = new Map<string, { untilMs: number; asked: boolean }>()
  private readonly now: () => number
  private readonly hurry: number

  /** `now`: milliseconds that never go back. `hurry`: how many times shorter the windows are; above 1 only against a stand-in of Teams. */
  constructor(now: () => number, hurry = 1) {
    this.now = now
    this.hurry = hurry
  }

  /** Takes a place under all keys at once; `ended` MUST be called when the call has ended. Else the time until there may be one, and nothing is taken. */
  take(slots: readonly Slot[]): { ended: () => void } | { waitMs: number } {
    const now = this.now()
    const waitMs = Math.max(this.pausedFor(slots), ...slots.map((slot) => this.windowsFor(slot, now)))
    if (waitMs > 0) return { waitMs }
    const call = new Call()
    for (const { key, windows } of slots) {
      const { calls, keepMs } = this.gone.get(key) ?? { calls: [], keepMs: 0 }
      calls.push(call)
      this.gone.set(key, { calls, keepMs: Math.max(keepMs, ...windows.map(({ perMs }) => perMs / this.hurry)) })
    }
    if (this.gone.size > KEPT) this.sweep(now)
    return { ended: () => call.end(this.now()) }
  }

  /** Nothing goes out under this key for so long. `asked`: Teams said so itself. */
  pause(key: string, forMs: number, asked: boolean): void {
    const now = this.now()
    const before = this.pauses.get(key)
    const untilMs = Math.max(before?.untilMs ?? 0, now + forMs)
    this.pauses.set(key, { untilMs, asked: asked || (before !== undefined && before.asked && before.untilMs > now) })
    if (this.pauses.size > KEPT) this.sweep(now)
  }

  /** How long the longest pause of these keys still lasts; `askedOnly`: of those that Teams asked for. */
  pausedFor(slots: readonly Slot[], askedOnly = false): number {
    const now = this.now()
    const lasting = slots.map(({ key }) => {
      const pause = this.pauses.get(key)
      return pause === undefined || (askedOnly && !pause.asked) ? 0 : pause.untilMs - now
    })
    return Math.max(0, ...lasting)
  }

  /** How many calls went out under this key in the last `perMs`. */
  used(key: string, perMs: number): number {
    const now = this.now()
    return (this.gone.get(key)?.calls ?? []).filter((call) => call.atMs(now) > now - perMs / this.hurry).length
  }

  private windowsFor({ key, windows }: Slot, now: number): number {
    const gone = this.gone.get(key)
    if (gone === undefined) return 0
    forgetOlder(gone, now)
    const times = gone.calls.map((call) => call.atMs(now)).toSorted((a, b) => a - b)
    return Math.max(
      0,
      ...windows.map(({ most, perMs }) => {
        const first = times[times.length - most]
        return first === undefined ? 0 : first + perMs / this.hurry - now
      }),
    )
  }

  private sweep(now: number): void {
    for (const [key, gone] of this.gone) {
      forgetOlder(gone, now)
      if (gone.calls.length === 0) this.gone.delete(key)
    }
    for (const [key, { untilMs }] of this.pauses) if (untilMs <= now) this.pauses.delete(key)
  }
}

function forgetOlder(gone: Gone, now: number): void {
  gone.calls = gone.calls.filter((call) => call.atMs(now) > now - gone.keepMs)
}
