import { randomUUID } from 'node:crypto'
import { connect, rpc, type Opts } from '@restatedev/restate-sdk-clients'
import { sha256 } from '../audit/canonical.ts'
import type { Entry, SignedHead } from '../audit/entry.ts'
import type { SignedCommand } from '../run/command.ts'
import type { RunSummary, RunView } from '../run/view/view.ts'
import type { BotToken } from './proof/bot-token.ts'
import type { ShownTo } from './conversation/outbox.ts'
import type {
  BotCall,
  BotHandlers,
  BotProcess,
  ConversationHandlers,
  ListedRun,
  Newest,
  Part,
  Redriving,
  RunHandlers,
  RunsHandlers,
  Sealed,
} from './objects.ts'
import { aboutCommand, aboutHistory, aboutNewest, aboutRedrive } from './proof/bot-token.ts'
import type { LogPage } from './run/run-log.ts'
import type { CommandAnswer } from '../run/command-answer.ts'
import { EngineFault } from './engine-fault.ts'
import { isUnreadRun } from './run/run-seal.ts'
import { NUMBERS_KEY, olderRuns, RUNS_KEY } from './run/runs-object.ts'
import { BOT_KEY } from './elsewhere/only-bot.ts'
import type { Strangers } from './proof/strangers.ts'
import { engineHttp, type EngineAddress } from './server/http.ts'
import { neverLeft, type InTurn } from './server/in-turn.ts'

/** What the chat side asks of the engine. Every call answers within two seconds, or throws a fault whose message tells people to try again. */
export interface EngineClient {
  /** The next run id. `eventId`: the platform's id of the event that asks, so that an event delivered twice starts one run. */
  newRun(eventId?: string): Promise<string>
  /**
   * Resolves when the command is recorded or refused: acknowledge the click after it.
   * `idempotencyKey`: the platform's event id with a hash of the body; with the id alone, another body would get the first one's answer. Never for claims.
   */
  command(signed: SignedCommand, idempotencyKey?: string): Promise<CommandAnswer>
  /** All of it, read page by page. */
  history(run: string): Promise<{ entries: Entry[]; heads: SignedHead[] }>
  historyPage(run: string, asked: Part): Promise<LogPage>
  /** With which entry the run ends, proven for a worker that asks. `null`: there is no such run. */
  newest(run: string, nonce: string): Promise<Newest | null>
  /** `null`: there is no such run. */
  view(run: string): Promise<RunView | null>
  /** Active and recent runs, newest first. */
  runs(): Promise<ListedRun[]>
  /** Some ended runs of lower numbers, newest first; none: there are no more. */
  olderRuns(before: string): Promise<RunSummary[]>
  /** How far a run is shown in this conversation; `null`: nothing of it was. */
  shown(conversation: string, run: string): Promise<ShownTo | null>
  /** `note`: sealed for this conversation. */
  noteShown(conversation: string, note: Sealed): Promise<void>
  /** Sends again all that the run's state calls for, but what `asked` says that stands already. */
  redrive(run: string, asked?: Redriving): Promise<void>
  /** Which bot's process the engine calls; `null`: none was ever registered there. Answers within `withinMs`, or throws. */
  who(withinMs: number): Promise<BotProcess | null>
  close(): Promise<void>
}

export interface EngineClientOptions {
  ingress: EngineAddress
  bot: BotToken
  /** Somebody else has answered in the name of our objects. */
  strangers?: Strangers
  /** Highest run number known from elsewhere, so that it is not given again. */
  above?: number
  answerWithinMs?: number
  /** Another address of the engine is asked from now on. */
  onMove?: InTurn['onMove']
}

/** Bytes of entries in one answer: the store gives a whole run for each. */
const READ_AT_ONCE = 4 * 1024 * 1024

export function connectEngine(options: EngineClientOptions): EngineClient {
  const http = engineHttp(options.ingress, { mayRepeat, ...(options.onMove && { onMove: options.onMove }) })
  const timeout = options.answerWithinMs ?? 2000
  // Given up early, it might be decided all the same: who sent it is told in time, and the outcome when it is known.
  const decideWithinMs = options.answerWithinMs ?? 30_000
  const ingress = connect({ url: http.url, fetch: http.fetch, retry: false })
  const run = (id: string) => ingress.objectClient<RunHandlers>({ name: 'Run' }, id)
  const runsUnder = (key: string) => ingress.objectClient<RunsHandlers>({ name: 'Runs' }, key)
  const runs = runsUnder(RUNS_KEY)
  const conversation = (key: string) => ingress.objectClient<ConversationHandlers>({ name: 'Conversation' }, key)
  const numbers = runsUnder(NUMBERS_KEY)

  /** One question and its answer, which nobody but our own object can give. */
  async function ask<T>(
    call: BotCall,
    key: string,
    what: string,
    send: (opts: Asked) => PromiseLike<T | Sealed>,
    more: Asking = {},
  ): Promise<T> {
    const { idempotencyKey, timeoutMs = timeout, about } = more
    // An event that is delivered twice gets the first one's answer: both ask the same.
    const asked = idempotencyKey === undefined ? randomUUID() : sha256(idempotencyKey)
    const headers = options.bot.header(call, key, asked)
    const answer = await answered(
      what,
      send(rpc.opts({ timeout: timeoutMs, headers, ...(idempotencyKey !== undefined && { idempotencyKey }) })),
    )
    const opened = options.bot.open(call, key, asked, answer, about)
    if (opened !== undefined) return opened.value
    const sentence = `${what}: what answered is not this bot, and nothing of it is believed.`
    options.strangers?.noticed(call, sentence)
    throw new EngineFault('not-ours', `${sentence} Somebody reached the engine: find out who, then restart the bot.`)
  }
  const patient = { timeoutMs: decideWithinMs }
  // It stands in the engine's queue, behind what the run is told: given up early it would be called missed, and be done.
  const driven = { timeoutMs: options.answerWithinMs ?? 300_000 }
  const historyPage = (id: string, asked: Part) =>
    ask('Run/history', id, id, (opts) => run(id).history(asked, opts), { ...patient, about: aboutHistory(asked) })

  return {
    newRun: (eventId) =>
      ask('Runs/next', NUMBERS_KEY, 'The run', (opts) => numbers.next({ above: options.above ?? 0 }, opts), {
        ...patient,
        ...only(eventId),
      }),
    command: (signed, idempotencyKey) => {
      const { run: id } = signed.command
      return decided(
        id,
        ask('Run/command', id, id, (opts) => run(id).command(signed, opts), {
          ...patient,
          ...only(idempotencyKey),
          about: aboutCommand(signed),
        }),
      )
    },
    history: async (id) => {
      const whole: Pick<LogPage, 'entries' | 'heads'> = { entries: [], heads: [] }
      for (let more = true; more;) {
        const page = await historyPage(id, { from: whole.entries.length + 1, bytes: READ_AT_ONCE })
        whole.entries.push(...page.entries)
        whole.heads.push(...page.heads)
        more = page.more && page.entries.length > 0
      }
      return whole
    },
    historyPage,
    newest: (id, nonce) => ask('Run/newest', id, id, (opts) => run(id).newest({ nonce }, opts), { ...patient, about: aboutNewest(nonce) }),
    view: (id) => ask('Run/view', id, id, (opts) => run(id).view(opts)),
    // Nobody waits at a button for these two, and given up early they go on all the same.
    runs: () => ask('Runs/list', RUNS_KEY, 'The list of runs', (opts) => runs.list(opts), patient),
    olderRuns: (before) =>
      olderRuns(
        {
          pages: () => ask('Runs/pages', RUNS_KEY, 'The list of runs', (opts) => runs.pages(opts), patient),
          page: (key) => ask('Runs/page', key, 'The list of runs', (opts) => runsUnder(key).page(opts), patient),
        },
        before,
      ),
    shown: (key, id) => ask('Conversation/shown', key, id, (opts) => conversation(key).shown({ run: id }, opts), { ...patient, about: id }),
    noteShown: async (key, note) => {
      await answered(key, conversation(key).note(note, rpc.opts({ timeout: decideWithinMs })))
    },
    redrive: async (id, asked = {}) => {
      await ask('Run/redrive', id, id, (opts) => run(id).redrive(asked, opts), { ...driven, about: aboutRedrive(asked) })
    },
    who: async (timeoutMs) => {
      try {
        return await ask('Bot/who', BOT_KEY, 'The bot', (opts) => ingress.objectClient<BotHandlers>({ name: 'Bot' }, BOT_KEY).who(opts), {
          timeoutMs,
        })
      } catch (fault) {
        if (statusOf((fault as { cause?: unknown }).cause) === 404) return null
        throw fault
      }
    },
    close: () => http.close(),
  }
}

interface Asking {
  about?: string
  idempotencyKey?: string
  timeoutMs?: number
}

type Asked = Opts<never, never>

function only(idempotencyKey: string | undefined): Asking {
  return idempotencyKey === undefined ? {} : { idempotencyKey }
}

async function answered<T>(what: string, call: PromiseLike<T>): Promise<T> {
  try {
    return await call
  } catch (cause) {
    if (cause instanceof EngineFault) throw cause
    const broken = brokenHandler(cause)
    if (broken !== undefined && isUnreadRun(what, broken)) throw new EngineFault('broken', broken, cause)
    // Whatever else a handler gave up with may be a stranger's text: the bot's log has it, and people get ours.
    if (broken !== undefined)
      throw new EngineFault('broken', `${what}: the bot met a fault of its own at this call, and its log says which.`, cause)
    throw new EngineFault('not-recorded', `${what}: not recorded, the engine does not answer. Try again.`, cause)
  }
}

/** As `answered`, of a call that changes something: only what never left, or was answered with an error, is surely not recorded. */
async function decided<T>(what: string, call: PromiseLike<T>): Promise<T> {
  try {
    return await answered(what, call)
  } catch (fault) {
    if (!(fault instanceof EngineFault) || fault.code !== 'not-recorded' || surelyNot(fault.cause)) throw fault
    const sentence = `${what}: the engine has not answered, so nobody knows whether this is recorded. Look at the run before you try again.`
    throw new EngineFault('not-known', sentence, fault.cause)
  }
}

/** The ingress refused the request itself, the call was ended from outside, or the connection never came about. Other trouble of a node or a proxy (5xx) says nothing of what became of it. */
function surelyNot(cause: unknown): boolean {
  const status = statusOf(cause)
  return (status !== undefined && status < 500) || wordOf(cause)?.source === 'invocation' || neverLeft(cause)
}

function statusOf(cause: unknown): number | undefined {
  return typeof cause === 'object' && cause !== null && 'status' in cause && typeof cause.status === 'number' ? cause.status : undefined
}

/** The same event under the same key is one call, and a question changes nothing; a claim is neither. */
function mayRepeat(path: string, headers: Headers): boolean {
  return headers.has('idempotency-key') || REPEATABLE.test(path)
}

const REPEATABLE = /\/(history|newest|view|list|pages|page|redrive|shown|note|who)$/

/** What a handler of ours said as it gave up: asking again would not help. */
function brokenHandler(cause: unknown): string | undefined {
  const said = wordOf(cause)
  // Calls of other code are killed at a start; they decided nothing, and the next try will be heard.
  return said?.source === 'invocation' && said.message !== 'killed' ? said.message : undefined
}

/** What the engine says in an answer that is none. */
function wordOf(cause: unknown): { source?: string; message?: string } | undefined {
  const text = cause instanceof Error && 'responseText' in cause ? String(cause.responseText) : ''
  try {
    return (JSON.parse(text) as { source?: string; message?: string } | null) ?? undefined
  } catch {
    return undefined
  }
}
