/** The estate's clock. `speed` lets tests live an hour in a second: everything that waits in the estate waits here. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number
  /** Resolves after `ms` of estate time; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export function startClock(speed = 1): Clock {
  const start = Date.now()
  return {
    now: () => start + (Date.now() - start) * speed,
    sleep: (ms, signal) => sleep(ms / speed, signal),
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
