/** Keeps the Home tabs of those who look at them up to date. */
import type { ConversationAt } from '../../../run/command.ts'
import { conversationsOf, isFirstOfPlatform } from '../../../run/view/conversations-of.ts'
import type { RunSummary } from '../../../run/view/view.ts'
import type { SaidView } from '../../../words/said-view.ts'
import type { ChatBackend } from '../../backend.ts'
import { isOver } from '../../tone.ts'
import { sayAccount } from '../../note.ts'
import type { Accounts, SlackAccount } from '../account.ts'
import { wordsFor } from '../../receive/words-for.ts'
import type { SlackApi } from '../web-api/api.ts'
import type { ConnectionState, ConnectionLog } from '../../live/connection-state.ts'
import { renderHome, renderStranger, type HomeView } from '../render/home.ts'
import { linkTo, type Session } from '../session.ts'

export interface HomeOptions {
  backend: ChatBackend
  accounts: Pick<Accounts, 'locale'>
  api: SlackApi
  session: Session
  log: ConnectionLog
  connection: Pick<ConnectionState, 'up' | 'down'>
}

/** A tab is drawn again at most this often, and for this long after it was opened. */
const AGAIN_MS = 5000
const LOOKED_AT_MS = 30 * 60_000
const MOST_TABS = 50
/** A tab that nobody opens again is of the past. */
const SAID_MS = 900_000
const MOST_VIEWS = 12

export class Home {
  private readonly options: HomeOptions
  private readonly opened = new Map<string, number>()
  private readonly cards = new Map<string, string>()
  private timer: NodeJS.Timeout | undefined

  constructor(options: HomeOptions) {
    this.options = options
  }

  /** Somebody opened their tab. Never throws. */
  async open(user: string): Promise<void> {
    this.opened.delete(user)
    this.opened.set(user, Date.now())
    if (this.opened.size > MOST_TABS) this.opened.delete(this.opened.keys().next().value ?? '')
    await this.publish(user)
  }

  /** Something changed in a conversation of a run: the tabs follow soon. */
  shown(view: SaidView, conversation: ConversationAt, card: string | undefined): void {
    if (card !== undefined && isFirstOfPlatform(view, conversation)) this.cards.set(view.run, card)
    if (this.cards.size > 500) this.cards.delete(this.cards.keys().next().value ?? '')
    const since = Date.now() - LOOKED_AT_MS
    for (const [user, at] of this.opened) if (at < since) this.opened.delete(user)
    if (this.opened.size === 0) return
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      void Promise.all([...this.opened.keys()].map((user) => this.publish(user)))
    }, AGAIN_MS)
  }

  close(): void {
    clearTimeout(this.timer)
    this.opened.clear()
  }

  private async publish(user: string): Promise<void> {
    const { api, log, connection } = this.options
    const part = `home ${user}`
    try {
      await api.call('views.publish', { user_id: user, view: await this.draw(user) }, { longestWaitMs: 30_000 })
      connection.up(part)
    } catch (cause) {
      log.warn({ err: cause, user }, 'a Home tab could not be drawn')
      const why = cause instanceof Error ? cause.message : String(cause)
      connection.down(part, `The Home tab of ${user} could not be drawn. ${why} It is drawn again when it is opened again.`, SAID_MS)
    }
  }

  private async draw(user: string): Promise<HomeView> {
    const { backend, session } = this.options
    const identity = await session.identity()
    const account: SlackAccount = { platform: 'slack', team: identity.team, user }
    const words = wordsFor(this.options, account)
    const found = backend.findPerson(account)
    if ('refusal' in found) return renderStranger(sayAccount(words, found.refusal))
    const runs = await backend.runs()
    const active = runs.filter(({ phase }) => !isOver(phase)).slice(0, MOST_VIEWS)
    const views = (await Promise.all(active.map(({ run }) => backend.view(run, words)))).filter((view) => view !== undefined)
    const link = (summary: RunSummary): string | undefined => {
      const channel = conversationsOf(summary).find(({ platform }) => platform === 'slack')?.channel
      return channel && linkTo(identity, channel, this.cards.get(summary.run))
    }
    return renderHome(words, { person: found.person, loaded: backend.loaded(), runs, views, link })
  }
}
