/** Starts what must be closed again: also what is still starting when the end comes; after that nothing starts any more. */
export class Opened {
  readonly #closing: (() => Promise<void>)[] = []
  #ending = false

  /** Rejects when the end has come. `close` is told what was started. */
  async start<T>(begin: () => Promise<T>, close: (started: T) => Promise<void>): Promise<T> {
    if (this.#ending) throw new Error('everything was told to end')
    const starting = begin()
    this.#closing.push(() => starting.then(close, () => undefined))
    return starting
  }

  /** Closes all of it, the last first. */
  async close(): Promise<void> {
    this.#ending = true
    for (const close of this.#closing.splice(0).toReversed()) await close()
  }
}
