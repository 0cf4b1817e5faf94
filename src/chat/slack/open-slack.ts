/** Opens Slack: its port for the engine, its ears for people. Slack being away is a state, not an error. */
import type { RequestListener } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { App, webApi } from '@slack/bolt'
import type { PlainRefusal } from '../../run/facts/refusal.ts'
import type { ChatBackend } from '../backend.ts'
import { Accounts, type AccountIds } from './account.ts'
import { SlackApi, watchCalls } from './web-api/api.ts'
import { homeEvent } from './receive/bodies.ts'
import { boltLog } from './receive/bolt-log.ts'
import { Channels } from './channels.ts'
import type { Ack, SlackContext } from './context.ts'
import { wordsFor } from '../receive/words-for.ts'
import { Home } from './show/home.ts'
import { GuardedHttpReceiver } from './receive/http-receiver.ts'
import { ConnectionState, type ConnectionLog, type Trouble } from '../live/connection-state.ts'
import { onAction } from './receive/on-action.ts'
import { onCommand } from './receive/on-command.ts'
import { onOptions } from './receive/on-options.ts'
import { formStands } from '../receive/form-outcome.ts'
import { onView } from './receive/on-view.ts'
import { isOver } from '../tone.ts'
import { Dedupe } from '../receive/dedupe.ts'
import { RateLimit } from './web-api/rate-limit.ts'
import type { SaidPort } from '../../words/said-port.ts'
import { greet, Session } from './session.ts'
import { LiveShow } from '../live/show.ts'
import { SlackMessages } from './show/slack-messages.ts'
import { KeptSocketReceiver } from './receive/socket-receiver.ts'
import { StandingCards } from '../live/standing-cards.ts'
import { Teller } from './show/tell-one-person.ts'
import { Admission } from '../receive/admission.ts'

export interface SlackConfig {
  botToken: string
  /** Ids of the channels in which runs may be started; every one that the app is a member of where nothing is said. */
  channels?: string[]
  /** A stand-in of Slack on this machine; tests and practice only. */
  apiUrl?: string
  /** How many times faster than Slack's own limits allow; beside `apiUrl` only. */
  hurry?: number
  transport: { mode: 'socket'; appToken: string } | { mode: 'http'; signingSecret: string; host: string; port: number }
}

export interface SlackOptions {
  backend: ChatBackend
  /** The Slack account of a person of `people.yaml`, for direct messages. */
  accountOf: (person: string) => AccountIds | undefined
  /** Every platform on which a person of `people.yaml` has an account. */
  platformsOf: (person: string) => readonly string[]
  config: SlackConfig
  log: ConnectionLog
  /** Told whenever something in Slack stops working or works again: all that does not. */
  onTroubles?: (troubles: readonly Trouble[]) => void
  /** Has the engine want a run shown again, though nothing of it changed. */
  showAgain?: (run: string) => Promise<void>
  clientOptions?: webApi.WebClientOptions
  /** Slack's own limits where nothing is said. */
  rateLimit?: RateLimit
}

export interface Slack {
  port: SaidPort
  /** HTTP only: the port that is listened on. */
  listening?: number
  /** HTTP only: has another platform take what comes for a path. */
  mount?: (path: string, listener: RequestListener) => void
  close(): Promise<void>
}

/** Refuses only where this machine cannot listen; whether Slack can be reached is told to `onLink`, and tried until it can. */
export async function openSlack(options: SlackOptions): Promise<Slack | { refusal: PlainRefusal }> {
  const { backend, config, log } = options
  const { hurry = 1 } = config
  const connection = new ConnectionState('Slack', log, (_, troubles) => options.onTroubles?.(troubles))
  const clientOptions = clientOptionsOf(options)
  const api = new SlackApi(
    new webApi.WebClient(config.botToken, clientOptions),
    options.rateLimit ?? new RateLimit(Date.now, 1 / hurry),
    watchCalls(connection),
  )
  const session = new Session(api)
  const teller = new Teller({ api, log, connection })
  const accounts = new Accounts(api, session)
  const home = new Home({ backend, accounts, api, session, log, connection })
  const context: SlackContext = {
    platform: 'Slack',
    backend,
    api,
    accounts,
    channels: new Channels(api, config.channels),
    teller,
    admission: new Admission(ACTIONS_AT_ONCE),
    once: new Dedupe(),
    deliveries: new Dedupe(),
    forms: new Dedupe(formStands),
    log,
  }
  const receiver = receiverOf(options, clientOptions, connection)
  listen(context, home, session, options, receiver, clientOptions)
  const listening = await start(receiver)
  if (typeof listening === 'object') return listening
  const stopped = new AbortController()
  const greeting = greet(session, log, stopped.signal)
  const messages = new SlackMessages({
    api,
    session,
    accounts,
    teller,
    accountOf: (person) => options.accountOf(person),
    installation: () => backend.loaded().installation,
    hurry,
  })
  const standing = new StandingCards({
    messages,
    log,
    removed: (run, channel) => {
      show.cardRemoved(run, channel)
      options.showAgain?.(run).catch((cause: unknown) => log.warn({ err: cause, run }, 'a card that was removed is put up again later'))
    },
  })
  const show = new LiveShow({
    messages,
    connection,
    now: Date.now,
    log,
    people: () => backend.loaded().people,
    platformsOf: (person) => options.platformsOf(person),
    words: (person) => {
      const account = options.accountOf(person)
      return account === undefined ? backend.speak() : wordsFor(context, { platform: 'slack', ...account })
    },
    shown: ({ view, conversation }, card) => {
      home.shown(view, conversation, card)
      if (card === undefined || isOver(view.phase)) standing.forget(view.run, conversation.channel)
      else standing.note(view.run, conversation.channel, card)
    },
  })
  standing.start()
  return {
    port: show,
    ...(listening === undefined ? {} : { listening }),
    ...(receiver instanceof GuardedHttpReceiver && { mount: (path: string, listener: RequestListener) => receiver.mount(path, listener) }),
    close: async () => {
      stopped.abort()
      home.close()
      await standing.stop()
      // Whoever waits hears that nothing was recorded, as long as Slack and the engine let us.
      await Promise.race([
        context.admission
          .close()
          .then(() => pause(100))
          .then(() => teller.silent()),
        pause(LAST_WORDS_MS),
      ])
      await receiver.stop()
      await greeting
    },
  }
}

/** With the engine at the same time; more of them would only make each of them slower. */
const ACTIONS_AT_ONCE = 8

/** For those who still wait when the program is told to end. */
const LAST_WORDS_MS = 4000

type Receiver = GuardedHttpReceiver | KeptSocketReceiver

/** No hidden retries: a call that waits for half an hour would hold up everything behind it. */
function clientOptionsOf({ config, log, clientOptions }: SlackOptions): webApi.WebClientOptions {
  return {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 5000,
    maxRequestConcurrency: 20,
    logger: boltLog(log),
    allowAbsoluteUrls: false,
    ...(config.apiUrl === undefined ? {} : { slackApiUrl: config.apiUrl }),
    ...clientOptions,
  }
}

function receiverOf({ config, log }: SlackOptions, clientOptions: webApi.WebClientOptions, connection: ConnectionState): Receiver {
  const { transport } = config
  if (transport.mode === 'socket') return new KeptSocketReceiver({ appToken: transport.appToken, clientOptions, log, connection })
  return new GuardedHttpReceiver({ signingSecret: transport.signingSecret, host: transport.host, port: transport.port, log, connection })
}

/** The same handlers for both ways of receiving. Whose workspace it is, is judged with the account and not here. */
function listen(
  context: SlackContext,
  home: Home,
  session: Session,
  { config, log }: SlackOptions,
  receiver: Receiver,
  clientOptions: webApi.WebClientOptions,
): void {
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: config.botToken, ...botOf(session) }),
    clientOptions,
    convoStore: false,
    attachFunctionToken: false,
    ignoreSelf: false,
    logger: boltLog(log),
  })
  app.command(/.*/, ({ body, ack }) => onCommand(context, body, ack as Ack))
  app.action(/.*/, ({ body, ack }) => onAction(context, body, ack as Ack))
  app.view(/.*/, ({ body, ack }) => onView(context, body, ack as unknown as Ack))
  app.options(/.*/, ({ body, ack }) => onOptions(context, body, ack as unknown as Ack))
  app.event('app_home_opened', async ({ event }) => {
    const read = homeEvent.safeParse(event)
    if (read.success && read.data.tab !== 'messages') await home.open(read.data.user)
  })
  app.error(async (error) => {
    log.error({ err: error }, 'something that Slack sent could not be answered')
  })
}

function botOf(session: Session): { botUserId?: string; botId?: string } {
  const identity = session.now()
  return identity ? { botUserId: identity.user, ...(identity.bot === undefined ? {} : { botId: identity.bot }) } : {}
}

async function start(receiver: Receiver): Promise<number | undefined | { refusal: PlainRefusal }> {
  if (receiver instanceof KeptSocketReceiver) {
    await receiver.start()
    return undefined
  }
  try {
    return await receiver.start()
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown'
    const why = code === 'EADDRINUSE' ? 'another program listens there' : 'the system does not allow it'
    return {
      refusal: {
        code: 'slack-port',
        sentence: `Slack's requests cannot be taken: ${why} (${code}). Set slack.port in countersign.yaml to another number.`,
      },
    }
  }
}
