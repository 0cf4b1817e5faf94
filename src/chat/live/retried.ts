import { setTimeout as pause } from 'node:timers/promises'
import { isForGood, Paused, PlatformError } from './platform-error.ts'

/** Whoever waits for an answer would rather hear it twice than not at all: a broken connection and a pause are not the end of it. Throws what is, or the last of them. */
export async function retried<T>(
  send: () => Promise<T>,
  mostTries = 5,
  wait: (ms: number) => Promise<unknown> = (ms) => pause(ms),
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await send()
    } catch (cause) {
      const passes = cause instanceof Paused || (cause instanceof PlatformError && !isForGood(cause))
      if (!passes || tries === mostTries) throw cause
      await wait(cause instanceof Paused ? Math.min(cause.retryAfterMs, 10_000) : 300 * 2 ** tries)
    }
  }
}

/**
 * Asks once more for what only reads where its connection breaks: the platform answered a moment ago, so that is no sign that it does not any more, and each of the
 * calls that were out may have had a broken one of its own. Where the last call of that kind ended so, too, nothing is asked twice.
 */
export class AskedAgain<Call> {
  private readonly reads: (call: Call) => boolean
  private readonly isBroken: (thrown: unknown) => boolean
  private readonly broken = new Set<Call>()

  constructor(reads: (call: Call) => boolean, isBroken: (thrown: unknown) => boolean) {
    this.reads = reads
    this.isBroken = isBroken
  }

  /** Throws what `ask` throws. */
  async ask<T>(call: Call, ask: () => Promise<T>): Promise<T> {
    const again = this.reads(call) && !this.broken.has(call)
    return this.once(call, ask).catch((thrown: unknown) => {
      if (again && this.isBroken(thrown)) return this.once(call, ask)
      throw thrown
    })
  }

  private async once<T>(call: Call, ask: () => Promise<T>): Promise<T> {
    try {
      const answer = await ask()
      this.broken.delete(call)
      return answer
    } catch (thrown) {
      if (this.isBroken(thrown)) this.broken.add(call)
      throw thrown
    }
  }
}
