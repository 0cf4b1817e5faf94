/** The estate's clock. `speed` lets tests live an hour in a second: everything that waits in the estate waits here. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number
  /** Resolves after `ms` of estate time; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** It goes on from there; who sleeps, sleeps on. */
  set(now: number): void
}

/** `notBefore`: an estate that goes on has times that a fast clock gave it, and none of them may lie ahead. */
export function startClock(speed = 1, notBefore = 0): Clock {
  let begun = Date.now()
  let start = Math.max(begun, notBefore)
  return {
    now: () => start + (Date.now() - begun) * speed,
    sleep: async (ms, signal) => {
      const until = Date.now() + ms / speed
      // A timer may fire a little before the clock is there, and what is asked then would not be done yet.
      do await sleep(Math.ceil(until - Date.now()), signal)
      while (Date.now() < until)
    },
    set: (now) => {
      begun = Date.now()
      start = now
    },
  }
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(reason(signal))
    const onAbort = () => {
      clearTimeout(timer)
      reject(reason(signal))
    }
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      },
      Math.min(ms, 2_147_483_647),
    )
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

function reason(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error('The wait was ended from outside.')
}
