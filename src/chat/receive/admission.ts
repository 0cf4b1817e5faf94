/**
 * Lets so many pieces of work go on at once; the others wait, first come first served. While a crowd is still coming in, no work
 * begins: everybody is answered first, because a platform gives an answer three seconds and the work as long as it takes.
 */
export class Admission {
  private readonly atOnce: number
  private going = 0
  private readonly waiting: { begin: () => void; since: number }[] = []
  private arrived = Number.NEGATIVE_INFINITY
  private timer: NodeJS.Timeout | undefined
  private closed = false
  private idle: () => void = () => undefined

  constructor(atOnce: number) {
    this.atOnce = atOnce
  }

  /** How many wait. */
  get queue(): number {
    return this.waiting.length
  }

  /** Rejects where the work was never begun: the program ends. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const { promise: turn, resolve: begin } = Promise.withResolvers<void>()
    const since = performance.now()
    this.waiting.push({ begin, since })
    this.arrived = since
    this.next()
    await turn
    try {
      if (this.closed) throw new Error('the program ends before this could begin')
      return await work()
    } finally {
      this.going--
      this.next()
    }
  }

  /** Nothing begins any more; resolves when what had begun is done, and when all that waited has been rejected. */
  async close(): Promise<void> {
    this.closed = true
    const { promise, resolve } = Promise.withResolvers<void>()
    this.idle = resolve
    this.next()
    await promise
  }

  private next(): void {
    if (this.going + this.waiting.length === 0) this.idle()
    for (let [first] = this.waiting; first && this.going < this.atOnce; [first] = this.waiting) {
      const now = performance.now()
      const few = this.going < FEW && this.waiting.length <= FEW
      const waitMs = this.closed || few ? 0 : Math.min(this.arrived + QUIET_MS - now, first.since + MOST_MS - now)
      if (waitMs > 0) {
        // Whoever is at the door already is let in first: a timer comes before what the sockets hold.
        this.timer ??= setTimeout(
          () =>
            setImmediate(() => {
              this.timer = undefined
              this.next()
            }),
          waitMs,
        )
        return
      }
      this.waiting.shift()
      this.going++
      first.begin()
    }
  }
}

/** So many make no crowd. */
const FEW = 2
/** Nobody came for so long: the crowd is in. */
const QUIET_MS = 60
/** Whoever waited so long does not wait for the crowd any more, or a steady stream would hold up everything. */
const MOST_MS = 1000
