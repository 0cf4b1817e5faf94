/** Waits for `work`, and never without an end: for `ms` at most, and no longer than until `signal` says stop, or has said so already. */
import { addAbortListener } from 'node:events'

export interface Bound {
  ms: number
  signal?: AbortSignal | undefined
}

/** `ended`: what was waited for goes on, and nobody hears of it any more; whoever gives up ends it. Rejects as `work` does. */
export async function within<T>(work: Promise<T>, { ms, signal }: Bound): Promise<{ value: T } | { ended: 'late' | 'stopped' }> {
  const { promise: ended, resolve: end } = Promise.withResolvers<{ ended: 'late' | 'stopped' }>()
  const timer = setTimeout(() => end({ ended: 'late' }), ms)
  // `addAbortListener` also hears what was said before it listened.
  const listening = signal && addAbortListener(signal, () => end({ ended: 'stopped' }))
  try {
    return await Promise.race([work.then((value) => ({ value })), ended])
  } finally {
    clearTimeout(timer)
    listening?.[Symbol.dispose]()
  }
}
