/**
 * The objects that the engine keeps, and who may call whom.
 *
 *   bot ── next, list, pages, page ──────> Runs <── note ──────────────── Run
 *   bot ── command, history, view, redrive ─> Run ── take, release ───────> Lock ── tell ─> Run
 *   bot ── who ─────────────────────────────> Bot
 *   the clock ── tell ──────────────────────> Run ── (its orders and its news, in the bot's own process) ─> the gateway, the conversations
 *   the gateway ── command, history ────────> Run
 *   the conversations ── shown, note ───────> Conversation ── told ────────> Runs ── old ─> Runs
 *
 * No worker reaches the engine: the gateway passes on what it says (`gateway/`). Anybody who reaches the engine can call every handler. So a command carries the signature of who asks, the bot's other questions carry its proof (`bot-only.ts`), and
 * what our objects say to each other is `Sealed` (`inside.ts`).
 */
import type { ObjectContext, ObjectSharedContext } from '@restatedev/restate-sdk'
import type { EngineWord, SignedCommand } from '../run/command.ts'
import type { CommandAnswer } from '../run/command-answer.ts'
import type { Phase } from '../run/state.ts'
import type { RunSummary, RunView } from '../run/view/view.ts'
import type { ShownTo } from './conversation/outbox.ts'
import type { LogPage } from './run/run-log.ts'

/** One for each run: judges one command after the other, and hands on what the new state calls for. */
export interface RunHandlers {
  /** From people, from workers, and of what the gateway has noticed; each is signed. */
  command(ctx: ObjectContext, signed: SignedCommand): Promise<CommandAnswer | Sealed>
  /** From Lock, and from itself when a timer is over. */
  tell: InsideHandler
  /** From the bot: sends again all that the state calls for. */
  redrive(ctx: ObjectContext, asked?: Redriving): Promise<null | Sealed>
  /** For the bot, and for workers through it. From entry `from` on, `bytes` of entries at most, and one entry at least. */
  history(ctx: ObjectSharedContext, asked?: Part): Promise<LogPage | Sealed>
  /** For workers, through the bot: with which entry the run ends as this is asked. `null`: there is no such run. */
  newest(ctx: ObjectSharedContext, asked: { nonce: string }): Promise<Newest | null | Sealed>
  /** For the bot; `null`: there is no such run. */
  view(ctx: ObjectSharedContext): Promise<RunView | null | Sealed>
}

/** Under one key the next run id, under another the index: every active run, and the most recent ended ones; under the others those that ended longer ago. */
export interface RunsHandlers {
  /** For the bot: a fresh run id. `above`: the highest number known from elsewhere, so that a lost store does not number two runs alike. */
  next(ctx: ObjectContext, asked: { above: number }): Promise<string | Sealed>
  /** For the bot: newest first. */
  list(ctx: ObjectSharedContext): Promise<ListedRun[] | Sealed>
  /** For the bot: the pages on which older runs lie. */
  pages(ctx: ObjectSharedContext): Promise<number[] | Sealed>
  /** For the bot: the runs of one page, newest first. */
  page(ctx: ObjectSharedContext): Promise<RunSummary[] | Sealed>
  /** From Run, about itself. */
  note: InsideHandler
  /** From the last Conversation that shows a run to its end. */
  told: InsideHandler
  /** From the index, to a page. */
  old: InsideHandler
}

/** One for each protected thing: one run at a time may act on it. The answer comes as a word to the run, never as a return value. */
export interface LockHandlers {
  /** From Run. */
  take: InsideHandler
  /** From Run. */
  release: InsideHandler
}

/** One for each channel: remembers how far each run is shown there. No run ever waits for it. */
export interface ConversationHandlers {
  /** From the bot's process, after a try. */
  note: InsideHandler
  /** For the bot; `null`: nothing of this run was shown. */
  shown(ctx: ObjectSharedContext, asked: { run: string }): Promise<ShownTo | null | Sealed>
}

/** A run in the index. `untold`: it has ended, and not all of it is shown. */
export type ListedRun = RunSummary & { untold?: true }

/** One for the installation: which process the engine calls. */
export interface BotHandlers {
  /** For a bot that starts, or asks whether it still is the one. */
  who(ctx: ObjectSharedContext): Promise<BotProcess | Sealed>
}

/** A bot's process, as it tells of itself. */
export interface BotProcess {
  /** New for each start. */
  boot: string
  /** The machine's name, and the process there. */
  host: string
  pid: number
  /** When it started (ISO 8601). */
  since: string
}

/** A handler that hears nobody but our own objects. */
export type InsideHandler = (ctx: ObjectContext, sealed: Sealed) => Promise<void>

/** Everything that our objects say to each other, by the handler that hears it. */
export interface InsideCalls {
  'Run/tell': EngineWord
  'Lock/take': { run: string; title: string }
  'Lock/release': { run: string }
  /** `over`: it has ended, and all of it is shown, in each of its conversations. */
  'Conversation/note': { run: string; to: ShownTo; over: boolean }
  'Runs/note': RunSummary
  'Runs/told': { run: string }
  'Runs/old': RunSummary
}

export type InsideCall = keyof InsideCalls

/** What the bot asks of the engine over the ingress. */
export type BotCall =
  | 'Run/command'
  | 'Run/history'
  | 'Run/newest'
  | 'Run/view'
  | 'Run/redrive'
  | 'Runs/next'
  | 'Runs/list'
  | 'Runs/pages'
  | 'Runs/page'
  | 'Conversation/shown'
  | 'Bot/who'

/** As it goes through the engine: the text, and the proof that this bot wrote it for this handler of this object. */
export interface Sealed {
  said: string
  tag: string
}

export interface Part {
  from?: number
  bytes?: number
}

/** `signature`: the head key's, over all of it and the nonce. */
export interface Newest {
  seq: number
  hash: string
  signature: string
}

/** What whoever asks that a run be driven anew knows of it: what stands already is not sent again. */
export interface Redriving {
  /** How the index lists it. Then a card that shows all of it is left alone, too. */
  noted?: Phase
  /** The lock that this run has, by the lock's own state. */
  holds?: string
  /** What it is to hear first. */
  told?: SignedCommand
}
