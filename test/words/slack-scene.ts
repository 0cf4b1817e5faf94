import { byVerb } from '../../src/procedure/by-verb.ts'
import { drawCard } from '../../src/chat/card/draw-card.ts'
import { Accounts } from '../../src/chat/slack/account.ts'
import { Channels } from '../../src/chat/slack/channels.ts'
import type { SlackContext } from '../../src/chat/slack/context.ts'
import { Admission } from '../../src/chat/receive/admission.ts'
import { Dedupe } from '../../src/chat/receive/dedupe.ts'
import { formStands } from '../../src/chat/receive/form-outcome.ts'
import { onAction } from '../../src/chat/slack/receive/on-action.ts'
import { onCommand } from '../../src/chat/slack/receive/on-command.ts'
import { onView } from '../../src/chat/slack/receive/on-view.ts'
import { Session } from '../../src/chat/slack/session.ts'
import { Home } from '../../src/chat/slack/show/home.ts'
import { LiveShow } from '../../src/chat/live/show.ts'
import { SlackMessages } from '../../src/chat/slack/show/slack-messages.ts'
import { Teller } from '../../src/chat/slack/show/tell-one-person.ts'
import { SlackApi } from '../../src/chat/slack/web-api/api.ts'
import { RateLimit } from '../../src/chat/slack/web-api/rate-limit.ts'
import { wordsFor } from '../../src/chat/receive/words-for.ts'
import type { ButtonData } from '../../src/chat/press.ts'
import { chatPorts } from '../../src/cli/start/chat-ports.ts'
import { spokenIn } from '../../src/cli/start/spoken-in.ts'
import type { Configuration } from '../../src/config/schema.ts'
import { threadOf } from '../../src/engine/run/show-run.ts'
import type { Account } from '../../src/policy/account.ts'
import type { PersonCommand } from '../../src/run/command.ts'
import type { ChatPort } from '../../src/run/view/chat-port.ts'
import { viewOf } from '../../src/run/view/view-of.ts'
import { en } from '../../src/words/en.ts'
import { CoreBackend } from '../chat/core-backend.ts'
import { SlackStandIn } from '../chat/slack/slack-stand-in.ts'
import { ANSWERS, FAILOVER, PEOPLE, TARGETS } from '../run/practice.ts'
import { otherLanguage } from './other-language.ts'
import { dataIn, slackTexts } from './read-texts.ts'
import { dataOf, unsaid } from './unsaid.ts'

const TEAM = 'T0CONTOSO'
const CHANNEL = 'C0INCIDENT'
const LANGUAGES = { en, qpc: otherLanguage('qpc'), qpp: otherLanguage('qpp') }
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const nothing = { up: () => undefined, down: () => undefined }

/** People have the accounts `T0CONTOSO/<their id>`. */
class Backend extends CoreBackend {
  /** Slack was not asked yet about these when they are answered first. */
  override findPerson(account: Account): ReturnType<CoreBackend['findPerson']> {
    const found = super.findPerson(account.platform === 'slack' ? { platform: 'practice', name: account.user } : account)
    const unasked = 'person' in found && ['carol', 'zoe'].includes(found.person.id)
    return unasked ? { person: { ...found.person, language: 'qpp' } } : found
  }

  /** Slack's side has no other clock than this machine's. */
  override async send(command: PersonCommand): ReturnType<CoreBackend['send']> {
    this.run.now = new Date(Math.max(Date.parse(this.run.now), Date.now())).toISOString()
    return super.send(command)
  }
}

/** A workspace whose people have chosen `qpp`, and a bot whose channel speaks `qpc`. */
export class Scene {
  readonly backend = new Backend(LANGUAGES, 'qpc')
  readonly slack = new SlackStandIn()
  readonly home: Home
  private readonly context: SlackContext
  private readonly port: ChatPort
  private readonly responses: unknown[] = []
  private events = 0

  constructor() {
    const { backend, slack } = this
    const apiCall = async (method: string, args: Record<string, unknown> = {}): Promise<never> => {
      const answer: unknown = await slack.apiCall(method, args)
      const user = method === 'users.info' && (answer as { user: object }).user
      return (user ? { ...(answer as object), user: { ...user, locale: 'qpp-KR' } } : answer) as never
    }
    const api = new SlackApi({ apiCall }, new RateLimit(Date.now, 0))
    const session = new Session(api)
    const accounts = new Accounts(api, session)
    const teller = new Teller({ api, log: silent, connection: nothing, wait: async () => undefined })
    this.context = {
      platform: 'Slack',
      backend,
      api,
      accounts,
      channels: new Channels(api, undefined),
      teller,
      admission: new Admission(4),
      once: new Dedupe(),
      deliveries: new Dedupe(),
      forms: new Dedupe(formStands),
      log: silent,
    }
    this.home = new Home({ backend, accounts, api, session, log: silent, connection: nothing })
    const messages = new SlackMessages({
      api,
      teller,
      session,
      hurry: 1,
      accounts,
      accountOf: (person) => ({ platform: 'slack', team: TEAM, user: person }),
      installation: () => 'contoso',
    })
    const show = new LiveShow({
      messages,
      connection: nothing,
      now: Date.now,
      log: silent,
      people: () => PEOPLE,
      platformsOf: () => ['slack'],
      words: (person) => wordsFor(this.context, { platform: 'slack', team: TEAM, user: person }),
      shown: () => undefined,
    })
    const configuration = { language: 'en', slack: { languages: { [CHANNEL]: 'qpc', C0DRILL: 'qpp' } } } as unknown as Configuration
    this.port = chatPorts(
      () => ({ slack: show }),
      { remember: () => undefined },
      spokenIn(() => ({ configuration }), LANGUAGES),
    )
  }

  async type(who: string, line: string): Promise<void> {
    const [command = '', ...rest] = line.split(' ')
    const body = { command, text: rest.join(' '), team_id: TEAM, user_id: who, channel_id: CHANNEL, trigger_id: this.trigger() }
    await onCommand(this.context, body, this.ack)
  }

  async press(who: string, data: ButtonData): Promise<void> {
    await onAction(
      this.context,
      {
        type: 'block_actions',
        user: { id: who, team_id: TEAM },
        team: { id: TEAM },
        trigger_id: this.trigger(),
        channel: { id: CHANNEL },
        actions: [{ action_id: `act:${data.act}:0`, block_id: `${data.run}/x`, action_ts: this.trigger(), value: JSON.stringify(data) }],
      },
      this.ack,
    )
  }

  /** Sends the form that was opened last. */
  async submit(who: string, written: Record<string, string>): Promise<void> {
    const { view } = (this.slack.called('views.open').at(-1) ?? {}) as { view: { callback_id: string; private_metadata: string } }
    const values = Object.fromEntries(Object.entries(written).map(([name, value]) => [name, { text: { type: 'plain_text_input', value } }]))
    await onView(
      this.context,
      {
        type: 'view_submission',
        user: { id: who, team_id: TEAM },
        team: { id: TEAM },
        trigger_id: this.trigger(),
        view: { ...view, id: this.trigger(), hash: this.trigger(), state: { values } },
      },
      this.ack,
    )
  }

  /** The data of the button that does this, as the card carries it now. */
  async button(act: string): Promise<ButtonData> {
    const view = await this.backend.view('R-1', en)
    if (!view) throw new Error('there is no run')
    const { gate, attention, form, confirm, leave } = drawCard(view)
    const all = [gate, attention, form, confirm].flatMap((box) => box?.buttons ?? []).concat(leave)
    const found = all.find(({ data }) => data.act === act)
    if (!found) throw new Error(`the card offers no ${act}`)
    return found.data
  }

  /** As the engine wants the run shown, with everybody told who can approve. */
  async show(channel = CHANNEL, run = 'R-1'): Promise<void> {
    const conversation = { platform: 'slack', channel }
    const view = { ...viewOf(this.backend.run.made), conversation, run }
    const notices = view.gate ? [{ key: `gate-${view.gate.number}`, gate: view.gate.number, people: view.gate.asked }] : []
    await this.port.show({ conversation, view, lines: threadOf(this.backend.run.entries, []), notices })
  }

  /** What stands in this channel for everybody. */
  inChannel(channel = CHANNEL): string[] {
    return slackTexts(this.posts().filter((args) => args['channel'] === channel))
  }

  /** What one person alone is shown. */
  toPeople(): string[] {
    const direct = this.posts().filter(({ channel }) => String(channel).startsWith('D'))
    const alone = ['chat.postEphemeral', 'views.open', 'views.publish'].flatMap((method) => this.slack.called(method))
    const errors = this.responses.flatMap((response) => Object.values((response as { errors?: Record<string, string> })?.errors ?? {}))
    return [...slackTexts([this.responses, direct, alone]), ...errors]
  }

  /** Nothing that no language says, besides what came from the run, its document and its people. */
  unsaidIn(texts: string[], ...more: unknown[]): string[] {
    const [procedure] = this.backend.loaded().procedures
    const { entries } = this.backend.run
    const shown = entries.length === 0 ? [] : [viewOf(this.backend.run.made), threadOf(entries, [])]
    const verbs = byVerb(this.backend.loaded().procedures).map(({ verb }) => verb)
    const data = dataOf(dataIn(procedure, verbs, FAILOVER, PEOPLE, TARGETS, Object.keys(TARGETS), ANSWERS, entries, shown, more))
    return [...new Set([...new Set(texts)].flatMap((text) => unsaid(text, data)))]
  }

  private posts(): Record<string, unknown>[] {
    return [...this.slack.called('chat.postMessage'), ...this.slack.called('chat.update')]
  }

  private readonly ack = async (response?: unknown): Promise<void> => void this.responses.push(response)

  private trigger(): string {
    return `${++this.events}.1`
  }
}
