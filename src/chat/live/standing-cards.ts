/** Looks at a slow pace whether the cards of active runs still stand: nobody tells us when somebody removes one. */
import type { ConnectionLog } from './connection-state.ts'
import type { Messages } from './messages.ts'
import { Paused, PlatformError } from './platform-error.ts'

export interface StandingContext {
  messages: Pick<Messages, 'removedOf'>
  log: ConnectionLog
  /** Told of each card that is not there any more, at every look until it has another. */
  removed(run: string, channel: string): void
}

const EVERY_MS = 20_000

export class StandingCards {
  /** Of each channel, the card of each run. */
  private readonly cards = new Map<string, Map<string, string>>()
  private readonly context: StandingContext
  private timer: NodeJS.Timeout | undefined
  private looking: Promise<void> = Promise.resolve()

  constructor(context: StandingContext) {
    this.context = context
  }

  start(): void {
    this.timer = setTimeout(() => {
      this.looking = this.look().finally(() => this.timer && this.start())
    }, EVERY_MS)
  }

  note(run: string, channel: string, id: string): void {
    const there = this.cards.get(channel) ?? new Map<string, string>()
    this.cards.set(channel, there.set(run, id))
  }

  forget(run: string, channel: string): void {
    const there = this.cards.get(channel)
    if (there?.delete(run) && there.size === 0) this.cards.delete(channel)
  }

  /** One call for a channel, however many of its runs are active. */
  async look(): Promise<void> {
    for (const [channel, cards] of this.cards) {
      const looked = [...cards]
      try {
        const ids = looked.map(([, id]) => id)
        const removed = new Set(await this.context.messages.removedOf(channel, ids))
        for (const [run, id] of looked) if (removed.has(id) && cards.get(run) === id) this.context.removed(run, channel)
      } catch (cause) {
        // Whoever next says something in such a thread finds out as well.
        if (!(cause instanceof Paused)) this.context.log.warn({ err: cause, channel }, 'nobody could see whether the cards still stand')
        if (!(cause instanceof Paused) && !(cause instanceof PlatformError)) throw cause
      }
    }
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    await this.looking
  }
}
