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
