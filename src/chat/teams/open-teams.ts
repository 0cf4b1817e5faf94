/** Opens Teams: its port for the engine, its ears for people. Teams being away is a state, not an error. */
import type { RequestListener } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { PlainRefusal } from '../../run/facts/refusal.ts'
import type { SaidPort } from '../../words/said-port.ts'
import type { ChatBackend } from '../backend.ts'
import { ConnectionState, type ConnectionLog, type Trouble } from '../live/connection-state.ts'
import type { ShowContext } from '../live/show.ts'
import { Admission } from '../receive/admission.ts'
import { Dedupe } from '../receive/dedupe.ts'
import { takenStands } from '../receive/form-outcome.ts'
import { HttpServer } from '../receive/http-server.ts'
import { wordsFor } from '../receive/words-for.ts'
import { Accounts } from './account.ts'
import { appToken, type AppProof } from './app-token.ts'
import { botFramework, OPEN_ID } from './bot-framework.ts'
import type { BotPort } from './bot-port.ts'
import { RateLimit } from './calls/rate-limit.ts'
import { TeamsApi, watchCalls } from './calls/teams-api.ts'
import type { TeamsContext } from './context.ts'
import { endpoint, TEAMS_PATH } from './endpoint.ts'
import { Places } from './places.ts'
import { OfferedFiles } from './receive/offered-files.ts'
import { onActivity } from './receive/on-activity.ts'
import { Teller } from './receive/tell-one-person.ts'
import { Remembered } from './remembered.ts'
import type { AccountIds } from './show/roster.ts'
import { TeamsShow } from './show/teams-show.ts'
import { watchCallers } from './watch-callers.ts'

export interface TeamsConfig {
  /** Without one whoever calls is believed: practice only. */
  app?: { id: string; proof: () => AppProof }
  /** In which the app is registered. */
  tenant: string
  /** Whose people may speak. */
  tenants: readonly string[]
  host: string
  /** 0 takes any free one. */
  port: number
  /** Of conversations that never spoke to us. */
  serviceUrl: string
  targeted: boolean
  /** Ids of those in which runs may be started; every one that the bot is in where nothing is said. */
  conversations?: readonly string[]
  /** What is remembered of conversations and people. */
  file: string
  /** A stand-in of Teams on this machine; tests and practice only. */
  standIn?: { openId: string; login: string; hurry?: number }
}

export interface TeamsOptions {
  backend: ChatBackend
  /** The Teams account of a person of `people.yaml`. */
  accountOf: (person: string) => AccountIds | undefined
  platformsOf: ShowContext['platformsOf']
  config: TeamsConfig
  log: ConnectionLog
  /** Told whenever something in Teams stops working or works again: all that does not. */
  onTroubles: (troubles: readonly Trouble[]) => void
  /** Has the engine want a run shown again, though nothing of it changed. */
  showAgain: (run: string) => Promise<void>
  /** Has a server that listens at the same place take what is for Teams. */
  mount?: (path: string, listener: RequestListener) => void
}

export interface Teams {
  port: SaidPort
  /** The port that is listened on, where it is one of its own. */
  listening?: number
  close(): Promise<void>
}

/** With the engine at the same time; more of them would only make each of them slower. */
const ACTIONS_AT_ONCE = 8
/** For those who still wait when the program is told to end. */
const LAST_WORDS_MS = 4000

/** Refuses only where this machine cannot listen; whether Teams can be reached is told to `onTroubles`. */
export async function openTeams(options: TeamsOptions): Promise<Teams | { refusal: PlainRefusal }> {
  const { backend, config, log } = options
  const { hurry = 1 } = config.standIn ?? {}
  const connection = new ConnectionState('Teams', log, (_, troubles) => options.onTroubles(troubles))
  const port = portOf(options, connection)
  const api = new TeamsApi({ port, rateLimit: new RateLimit(() => performance.now(), hurry), onCall: watchCalls(connection) })
  const remembered = new Remembered(config.file, config, log)
  const files = new OfferedFiles()
  const teller = new Teller({ api, log, connection, files, targeted: config.targeted })
  const show = showOf(options, { api, remembered, connection, hurry, tenants: config.tenants })
  const context: TeamsContext = {
    backend,
    port,
    accounts: new Accounts(api, config.tenants),
    places: new Places(config.conversations),
    remembered,
    teller,
    files,
    admission: new Admission(ACTIONS_AT_ONCE),
    once: new Dedupe(),
    forms: new Dedupe(takenStands),
    filesOnce: new Dedupe(),
    notTold: (run, channel, words) => show.notTold(run, channel, words),
    connection,
    log,
    localFiles: config.standIn !== undefined,
  }
  const server = await listen(options, endpoint({ port, handle: (activity) => onActivity(context, activity), log }))
  if ('refusal' in server) return server
  show.standing.start()
  return {
    port: show,
    ...(server.listening === undefined ? {} : { listening: server.listening }),
    close: async () => {
      await show.standing.stop()
      // Whoever waits hears that nothing was recorded, as long as Teams and the engine let us.
      await Promise.race([
        context.admission
          .close()
          .then(() => pause(100))
          .then(() => teller.silent()),
        pause(LAST_WORDS_MS),
      ])
      await server.stop()
    },
  }
}

function portOf({ config, log }: TeamsOptions, connection: ConnectionState): BotPort {
  const { app, tenant, tenants, standIn } = config
  const openId = standIn?.openId ?? OPEN_ID
  return botFramework({
    ...(app && { appId: app.id, token: appToken({ appId: app.id, tenant, proof: app.proof, ...(standIn && { login: standIn.login }) }) }),
    tenants,
    openId,
    log,
    onCaller: watchCallers(connection, openId),
  })
}

function showOf(
  { backend, accountOf, platformsOf, showAgain, log }: TeamsOptions,
  parts: { api: TeamsApi; remembered: Remembered; connection: ConnectionState; hurry: number; tenants: readonly string[] },
): TeamsShow {
  const spoken = { backend, accounts: { locale: () => undefined } }
  return new TeamsShow({
    ...parts,
    now: Date.now,
    log,
    account: accountOf,
    platformsOf,
    people: () => backend.loaded().people,
    words: (person) => {
      const account = accountOf(person)
      return account === undefined ? backend.speak() : wordsFor(spoken, { platform: 'teams', ...account })
    },
    showAgain: (run) => {
      showAgain(run).catch((cause: unknown) => log.warn({ err: cause, run }, 'a card that was removed is put up again later'))
    },
  })
}

interface Listening {
  listening?: number
  stop(): Promise<void>
}

async function listen({ config, mount }: TeamsOptions, listener: RequestListener): Promise<Listening | { refusal: PlainRefusal }> {
  if (mount) {
    mount(TEAMS_PATH, listener)
    return { stop: async () => undefined }
  }
  const server = new HttpServer(listener)
  try {
    return { listening: await server.start(config.host, config.port), stop: () => server.stop() }
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown'
    const why =
      code === 'EADDRINUSE'
        ? 'another program listens there'
        : code === 'EADDRNOTAVAIL'
          ? `this machine has no address ${config.host}`
          : 'the system does not allow it'
    return {
      refusal: {
        code: 'teams-port',
        sentence: `Teams' calls cannot be taken: ${why} (${code}). Set teams.host and teams.port in countersign.yaml to a place that is free.`,
      },
    }
  }
}
