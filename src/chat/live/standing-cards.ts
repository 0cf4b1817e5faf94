/** Looks at a slow pace whether the cards of active runs still stand: nobody tells us when somebody removes one. */
import type { ConnectionLog } from './connection-state.ts'
import type { Messages } from './messages.ts'
import { Paused, PlatformError } from './platform-error.ts'

export interface StandingContext {
  messages: Pick<Messages, 'removedOf'>
  log: ConnectionLog
  /** Told of each card that is not there any more, at every look until it has another. */
  removed(run: string): void
}

const EVERY_MS = 20_000

export class StandingCards {
  private readonly cards = new Map<string, { channel: string; id: string }>()
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
    this.cards.set(run, { channel, id })
  }

  forget(run: string): void {
    this.cards.delete(run)
  }

  /** One call for a channel, however many of its runs are active. */
  async look(): Promise<void> {
    const channels = Map.groupBy(this.cards, ([, { channel }]) => channel)
    for (const [channel, cards] of channels) {
      try {
        const removed = new Set(
          await this.context.messages.removedOf(
            channel,
            cards.map(([, { id }]) => id),
          ),
        )
        for (const [run, { id }] of cards) if (removed.has(id) && this.cards.get(run)?.id === id) this.context.removed(run)
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
