/**
 * A platform waits three seconds from the moment a deed arrives, however many calls it leads to; the way back needs its share.
 * Undefined: not by then. The work goes on, and what it comes to is told afterwards.
 */
export async function inTime<T>(work: Promise<T>, withinMs = EVENT_WITHIN_MS): Promise<{ done: T } | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), withinMs)
  try {
    return await Promise.race([work.then((done) => ({ done })), late])
  } finally {
    clearTimeout(timer)
  }
}

const EVENT_WITHIN_MS = 2300
