/** Shows runs in Teams as the engine wants it, and looks whether their cards still stand. */
import type { Shown } from '../../../run/view/chat-port.ts'
import type { SaidPort, SaidRequest } from '../../../words/said-port.ts'
import type { Words } from '../../../words/words.ts'
import type { ConnectionLog } from '../../live/connection-state.ts'
import { LiveShow, type ShowContext } from '../../live/show.ts'
import { StandingCards } from '../../live/standing-cards.ts'
import { isOver } from '../../tone.ts'
import type { TeamsApi } from '../calls/teams-api.ts'
import type { Remembered } from '../remembered.ts'
import { Roster, type AccountIds } from './roster.ts'
import { SentCards } from './sent-cards.ts'
import { TeamsMessages } from './teams-messages.ts'

export interface TeamsShowContext extends Omit<ShowContext, 'messages' | 'shown'> {
  api: TeamsApi
  remembered: Remembered
  log: ConnectionLog
  /** Whose people may speak. */
  tenants: readonly string[]
  /** How many times faster than Teams' own limits allow. */
  hurry: number
  /** The Teams account of a person of `people.yaml`. */
  account: (person: string) => AccountIds | undefined
  /** Has the engine want a run shown again, though nothing of it changed. */
  showAgain: (run: string) => void
}

export class TeamsShow implements SaidPort {
  readonly intervalMs: number
  readonly standing: StandingCards
  private readonly live: LiveShow

  constructor(context: TeamsShowContext) {
    const { api, remembered, now, log, tenants } = context
    const sent = new SentCards(api, remembered, now)
    const messages = new TeamsMessages({ ...context, sent, roster: new Roster(api, remembered, now, tenants) })
    this.intervalMs = messages.intervalMs
    this.standing = new StandingCards({
      messages,
      log,
      removed: (run, channel) => {
        this.live.cardRemoved(run, channel)
        context.showAgain(run)
      },
    })
    this.live = new LiveShow({
      ...context,
      messages,
      shown: ({ view, conversation: { channel } }, card) => {
        if (card === undefined || isOver(view.phase)) this.standing.forget(view.run, channel)
        else this.standing.note(view.run, channel, card)
      },
    })
  }

  notTold(run: string, channel: string, words: Words): string[] {
    return this.live.notTold(run, channel, words)
  }

  show(request: SaidRequest): Promise<Shown> {
    return this.live.show(request)
  }
}
