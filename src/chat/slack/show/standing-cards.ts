/** Looks at a slow pace whether the cards of active runs still stand: nobody tells us when somebody removes one. */
import type { SlackApi } from '../web-api/api.ts'
import type { ConnectionLog } from '../../live/connection-state.ts'
import { removedOf } from './posted.ts'
import { RateLimited, SlackError } from '../web-api/slack-error.ts'

export interface StandingContext {
  api: SlackApi
  log: ConnectionLog
  /** Told of each card that is not there any more, at every look until it has another. */
  removed(run: string): void
}

const EVERY_MS = 20_000

export class StandingCards {
  private readonly cards = new Map<string, { channel: string; ts: string }>()
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

  note(run: string, channel: string, ts: string): void {
    this.cards.set(run, { channel, ts })
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
          await removedOf(
            this.context.api,
            channel,
            cards.map(([, { ts }]) => ts),
          ),
        )
        for (const [run, { ts }] of cards) if (removed.has(ts) && this.cards.get(run)?.ts === ts) this.context.removed(run)
      } catch (cause) {
        // Whoever next says something in such a thread finds out as well.
        if (!(cause instanceof RateLimited))
          this.context.log.warn({ err: cause, channel }, 'nobody could see whether the cards still stand')
        if (!(cause instanceof RateLimited) && !(cause instanceof SlackError)) throw cause
      }
    }
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    await this.looking
  }
}
