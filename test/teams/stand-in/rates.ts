/** How often Teams lets a bot call: windows that slide. Microsoft's numbers, learn.microsoft.com, "Optimize your bot with rate limiting". */
import type { Operation } from './call.ts'

interface Window {
  calls: number
  seconds: number
}

const SEND: Window[] = [
  { calls: 7, seconds: 1 },
  { calls: 8, seconds: 2 },
  { calls: 60, seconds: 30 },
  { calls: 1800, seconds: 3600 },
]
const MEMBERS: Window[] = [
  { calls: 14, seconds: 1 },
  { calls: 16, seconds: 2 },
  { calls: 120, seconds: 30 },
  { calls: 3600, seconds: 3600 },
]
/** Of one app in one tenant. */
const TENANT: Window[] = [{ calls: 50, seconds: 1 }]

/** Two calls do not always need the same time on their way here. */
const TOLERANCE_MS = 100

export interface Rates {
  /** Undefined: the call may be made, and is counted; else the seconds until one more fits. */
  take(operation: Operation, conversation: string, nowMs: number): number | undefined
}

/** Messages, their changes and their removals count together, by conversation: a thread of a channel is in the channel's. */
export function openRates(): Rates {
  const made = new Map<string, number[]>()
  return {
    take: (operation, conversation, nowMs) => {
      const counted: [key: string, windows: Window[]][] = [['tenant', TENANT]]
      if (operation === 'member' || operation === 'members') counted.push([`members ${conversation}`, MEMBERS])
      else if (operation === 'create') counted.push(['create', SEND])
      else counted.push([`send ${conversation}`, SEND])
      const waits = counted.flatMap(([key, windows]) => windows.flatMap((window) => waitOf(made.get(key) ?? [], window, nowMs)))
      if (waits.length > 0) return Math.max(1, Math.ceil(Math.max(...waits)))
      for (const [key] of counted) made.set(key, [...(made.get(key) ?? []).filter((at) => at > nowMs - 3_600_000), nowMs])
      return undefined
    },
  }
}

function waitOf(times: readonly number[], { calls, seconds }: Window, nowMs: number): number[] {
  const oldest = times.at(-calls)
  const freeAt = oldest === undefined ? 0 : oldest + seconds * 1000 - TOLERANCE_MS
  return freeAt > nowMs ? [(freeAt - nowMs) / 1000] : []
}
