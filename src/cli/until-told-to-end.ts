const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A terminal sends Ctrl+C to every process of its group, and npm and our own starter relay it once more: so soon after, it is the same wish. */
const SAME_WISH_MS = 1000

/**
 * Resolves when the process is told to end. Listens from the call on, so that also a start is ended in order.
 * The same signal once more, after a second, means at once: `atOnce` takes away what must not stay, without waiting, and the process ends with 1.
 */
export function untilToldToEnd(atOnce: () => void = () => undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const first = new Map<NodeJS.Signals, number>()
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const before = first.get(signal)
      if (before === undefined) {
        first.set(signal, performance.now())
        resolve()
      } else if (performance.now() - before > SAME_WISH_MS) {
        atOnce()
        process.exit(1)
      }
    })
  }
  return promise
}
