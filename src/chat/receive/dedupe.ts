/** What was done for an event is not done again when it is delivered again: the second delivery gets the first one's outcome. */
import { createHash } from 'node:crypto'
import type { LiveAccount } from './words-for.ts'

type Platform = LiveAccount['platform']

/**
 * The platform's own ids of an event with a hash of its whole body: the same when it is delivered again, and another one as soon as
 * a byte differs, so that no event can be answered with the outcome of another.
 */
export function eventIdOf(platform: Platform, kind: string, ids: readonly (string | undefined)[], body: unknown): string {
  const named = ids
    .filter((id) => id !== undefined && id !== '')
    .join('/')
    .replace(/[^\w.:/-]/g, '_')
    .slice(0, 160)
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 32)
  return `${platform}/${kind}/${named}/${hash}`
}

/** The same for a form sent twice, whatever brought it the second time ("Try again" is another event): who sent which form, and what was written in it. */
export function formActionOf(
  platform: Platform,
  form: string,
  written: { account: string; callback: string; metadata: string; values: unknown },
): string {
  return eventIdOf(platform, 'form', [form], written)
}

const KEPT_MS = 15 * 60_000
const MOST = 20_000

export class Dedupe<T> {
  private readonly known = new Map<string, { outcome: Promise<T>; at: number }>()
  private readonly keep: (outcome: T) => boolean | Promise<boolean>
  private readonly most: number

  /** `keep`: which outcomes stand. Another one is forgotten, so that whoever tries again is heard again. `most`: how many of them. */
  constructor(keep: (outcome: T) => boolean | Promise<boolean> = () => true, most = MOST) {
    this.keep = keep
    this.most = most
  }

  /** `again`: it was done before, or is being done. A failure is forgotten, so that another delivery may try. */
  do(key: string, act: () => Promise<T>, now = Date.now()): { outcome: Promise<T>; again: boolean } {
    const before = this.known.get(key)
    if (before && now - before.at < KEPT_MS) return { outcome: before.outcome, again: true }
    const outcome = act()
    this.known.delete(key)
    this.known.set(key, { outcome, at: now })
    const drop = (): void => {
      if (this.known.get(key)?.outcome === outcome) this.known.delete(key)
    }
    outcome.then(this.keep).then((kept) => {
      if (!kept) drop()
    }, drop)
    this.forget(now)
    return { outcome, again: false }
  }

  private forget(now: number): void {
    for (const [key, { at }] of this.known) {
      if (this.known.size <= this.most && now - at < KEPT_MS) return
      this.known.delete(key)
    }
  }
}
