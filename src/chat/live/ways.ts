/** The ways on which a run reaches people: each has its own tries and its own pause, so that none waits for another. */
import type { ConnectionState, ConnectionLog } from './connection-state.ts'
import type { PlatformName } from '../../words/live-words.ts'
import { Paused, PlatformError, saysFault } from './platform-error.ts'

export interface WaysContext {
  platform: PlatformName
  connection: Pick<ConnectionState, 'up' | 'down'>
  log: ConnectionLog
  now: () => number
}

interface Tried {
  failures: number
  atMs: number
  untilMs: number
  /** What was wanted: something else may be tried earlier. */
  wanted: string
  cause: Paused | PlatformError
}

export interface Way {
  /** One way of the run, as `card` or `ask amir`. */
  name: string
  /** What does not come about as long as it fails: a sentence. */
  fails: string
  wanted?: string
}

/** The first tries after a no for good, and the longest pause between two of them. */
const NO_MS = 10_000
const LONGEST_NO_MS = 600_000
const LONGEST_MS = 60_000
/** A longer pause that the platform asks for is said at once, a shorter one when it comes twice. */
const LONG_PAUSE_MS = 5000

export class Ways {
  private readonly tried = new Map<string, Tried>()
  private readonly wanted = new Set<string>()
  private readonly context: WaysContext
  private readonly run: string
  private readonly part: string

  /** `part`: what its troubles are named by: `R-7`, in a mirror with its channel before. */
  constructor(context: WaysContext, run: string, part: string) {
    this.context = context
    this.run = run
    this.part = part
  }

  /** Works on one way unless it pauses. True: it is done. What goes wrong is kept, said where people look, and never thrown: the other ways go on. */
  async go({ name, fails, wanted = '' }: Way, work: () => Promise<void>): Promise<boolean> {
    this.wanted.add(name)
    const before = this.tried.get(name)
    if (before && this.context.now() < untilOf(before, wanted)) return false
    try {
      await work()
      this.drop(name)
      return true
    } catch (thrown) {
      const cause = this.causeOf(name, thrown)
      const failures = (before?.failures ?? 0) + (cause instanceof Paused && !cause.asked ? 0 : 1)
      const atMs = this.context.now()
      this.tried.set(name, { failures, atMs, untilMs: atMs + pauseMs(cause, failures), wanted, cause })
      if (isSaid(cause, failures)) this.context.connection.down(`${this.part}/${name}`, `${this.run}: ${fails} ${cause.message}`)
      return false
    }
  }

  /** How the last try went wrong, and how many did. */
  failed(name: string): Pick<Tried, 'cause' | 'failures'> | undefined {
    return this.tried.get(name)
  }

  /** A round is over: what nobody asked for in it is not wanted any more. */
  endRound(): void {
    for (const name of this.tried.keys()) if (!this.wanted.has(name)) this.drop(name)
    this.wanted.clear()
  }

  /** How long until the first way that failed is tried again. */
  waitMs(): number | undefined {
    const now = this.context.now()
    const waits = [...this.tried.values()].map(({ untilMs }) => Math.max(0, untilMs - now))
    return waits.length === 0 ? undefined : Math.min(...waits)
  }

  private drop(name: string): void {
    this.tried.delete(name)
    this.context.connection.up(`${this.part}/${name}`)
  }

  /** What is no word of the platform's is ours to mend, and must hold up nobody meanwhile. */
  private causeOf(name: string, thrown: unknown): Paused | PlatformError {
    if (thrown instanceof Paused || thrown instanceof PlatformError) return thrown
    const { log, platform } = this.context
    log.error({ err: thrown, run: this.run, way: name }, `${platform} answered what cannot be read`)
    return new PlatformError(saysFault({ is: 'unreadable', platform }), { code: 'unreadable', certain: false, cause: thrown })
  }
}

/** Something else that is wanted may be taken, and is tried earlier. */
function untilOf({ atMs, untilMs, wanted, failures }: Tried, now: string): number {
  return wanted === now ? untilMs : Math.min(untilMs, atMs + Math.min(LONGEST_MS, NO_MS * failures))
}

function pauseMs(cause: Paused | PlatformError, failures: number): number {
  if (cause instanceof Paused) return cause.retryAfterMs
  return cause.passes ? Math.min(LONGEST_MS, 500 * 2 ** failures) : Math.min(LONGEST_NO_MS, NO_MS * 2 ** (failures - 1))
}

function isSaid(cause: Paused | PlatformError, failures: number): boolean {
  if (cause instanceof Paused) return cause.asked && (failures > 1 || cause.retryAfterMs > LONG_PAUSE_MS)
  return !cause.passes || failures > 1
}
