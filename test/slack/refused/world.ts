/** The bot's side of Slack with the real client, and the engine's side with its real books, in a time of their own. */
import { webApi } from '@slack/bolt'
import { Accounts } from '../../../src/chat/slack/account.ts'
import { SlackApi, watchCalls } from '../../../src/chat/slack/web-api/api.ts'
import { boltLog } from '../../../src/chat/slack/receive/bolt-log.ts'
import { ConnectionState } from '../../../src/chat/live/connection-state.ts'
import { RateLimit } from '../../../src/chat/slack/web-api/rate-limit.ts'
import { Session } from '../../../src/chat/slack/session.ts'
import { LiveShow } from '../../../src/chat/live/show.ts'
import { StandingCards } from '../../../src/chat/live/standing-cards.ts'
import { SlackMessages } from '../../../src/chat/slack/show/slack-messages.ts'
import { Teller } from '../../../src/chat/slack/show/tell-one-person.ts'
import { putInto, type Put, type ShownRun } from '../../../src/engine/conversation/outbox.ts'
import { ShowQueue } from '../../../src/engine/conversation/show-queue.ts'
import { isOver } from '../../../src/chat/tone.ts'
import { tryOnce } from '../../chat/live/engine-try.ts'
import { PEOPLE } from '../../run/practice.ts'
import { TEAM, type Workspace } from './workspace.ts'
import { en } from '../../../src/words/en.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const LOOK_MS = 20_000
const INTERVAL_MS = 1000

export class World {
  readonly workspace: Workspace
  readonly teller: Teller
  readonly accounts: Accounts
  readonly api: SlackApi
  readonly connection: ConnectionState
  /** What the console and the terminal say. */
  troubles: string[] = []
  record: ShownRun | null = null
  /** People of whom `people.yaml` names no Slack account. */
  readonly withoutAccount = new Set(['erin'])
  private readonly show: LiveShow
  private readonly standing: StandingCards
  private readonly queue = new ShowQueue(INTERVAL_MS)
  private lookAtMs: number

  constructor(workspace: Workspace) {
    this.workspace = workspace
    const now = (): number => workspace.nowMs
    const wait = async (ms: number): Promise<void> => void (workspace.nowMs += ms)
    this.connection = new ConnectionState('Slack', log, (_, troubles) => (this.troubles = troubles.map(({ says }) => says)))
    const client = new webApi.WebClient('xoxb-practice', {
      slackApiUrl: 'http://slack.example/api/',
      fetch: workspace.fetch,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: boltLog(log),
    })
    this.api = new SlackApi(client, new RateLimit(now, 0), watchCalls(this.connection), wait)
    const session = new Session(this.api)
    this.accounts = new Accounts(this.api, session, now)
    this.teller = new Teller({ api: this.api, log, connection: this.connection, wait })
    const messages = new SlackMessages({
      api: this.api,
      session,
      accounts: this.accounts,
      teller: this.teller,
      hurry: 1,
      accountOf: (person) => (this.withoutAccount.has(person) ? undefined : { team: TEAM, user: `U0${person.toUpperCase()}` }),
      installation: () => 'contoso',
    })
    this.standing = new StandingCards({
      messages,
      log,
      removed: (run, channel) => {
        this.show.cardRemoved(run, channel)
        if (this.record) this.put({ view: this.record.view, lines: [], notices: [] })
      },
    })
    this.show = new LiveShow({
      messages,
      connection: this.connection,
      log,
      now,
      people: () => PEOPLE,
      platformsOf: (person) => (this.withoutAccount.has(person) ? [] : ['slack']),
      words: () => en,
      shown: ({ view, conversation }, card) => {
        if (card === undefined || isOver(view.phase)) this.standing.forget(view.run, conversation.channel)
        else this.standing.note(view.run, conversation.channel, card)
      },
    })
    this.lookAtMs = now() + LOOK_MS
  }

  /** What the engine wants shown. */
  put(put: Put): void {
    this.record = putInto(this.record, put)
    this.queue.want(put.view.run, this.workspace.nowMs)
  }

  /** Lets time pass, and does what is due in it. */
  async pass(ms: number): Promise<void> {
    const endMs = this.workspace.nowMs + ms
    for (;;) {
      const tryMs = this.queue.nextMs() ?? Number.POSITIVE_INFINITY
      const nextMs = Math.min(tryMs, this.lookAtMs)
      if (nextMs > endMs) break
      this.workspace.nowMs = Math.max(this.workspace.nowMs, nextMs)
      if (nextMs === this.lookAtMs) {
        this.lookAtMs = this.workspace.nowMs + LOOK_MS
        await this.standing.look()
      } else await this.tryOne()
    }
    this.workspace.nowMs = Math.max(this.workspace.nowMs, endMs)
  }

  private async tryOne(): Promise<void> {
    this.record = await tryOnce(this.show, this.queue, this.record, () => this.workspace.nowMs)
  }
}
