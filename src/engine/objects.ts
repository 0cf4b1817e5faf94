/**
 * The objects that the engine keeps, and who may call whom.
 *
 *   bot ── next, list ──────────────────────> Runs <── note ──────────────── Run
 *   bot ── command, history, view, redrive ─> Run ── take, release ───────> Lock ── tell ─> Run
 *   the clock ── tell ──────────────────────> Run ── put ─────────────────> Conversation ── flush (later) ─> Conversation
 *   the gateway ── command, history ────────> Run ── (its orders, in the bot's own process) ─> the gateway ── progress ─> Conversation
 *
 * No worker reaches the engine: the gateway passes on what it says (`gateway/`). Anybody who reaches the engine can call every handler. So a command carries the signature of who asks, the bot's other questions carry its proof (`bot-only.ts`), and
 * what our objects say to each other is `Sealed` (`inside.ts`).
 */
import type { ObjectContext, ObjectSharedContext } from '@restatedev/restate-sdk'
import type { Entry, SignedHead } from '../audit/entry.ts'
import type { EngineWord, SignedCommand } from '../run/command.ts'
import type { CommandAnswer } from '../run/command-answer.ts'
import type { Phase } from '../run/state.ts'
import type { Progress, RunSummary, RunView } from '../run/view/view.ts'
import type { Put } from './conversation/outbox.ts'

/** One for each run: judges one command after the other, and hands on what the new state calls for. */
export interface RunHandlers {
  /** From people, from workers, and of what the gateway has noticed; each is signed. */
  command(ctx: ObjectContext, signed: SignedCommand): Promise<CommandAnswer | Sealed>
  /** From Lock, and from itself when a timer is over. */
  tell: InsideHandler
  /** From the bot: sends again all that the state calls for. */
  redrive(ctx: ObjectContext, asked?: Redriving): Promise<null | Sealed>
  /** For the bot, and for workers through it. From entry `from` on; `nonce`: for who must know that nothing newer is held back. */
  history(ctx: ObjectSharedContext, asked?: { from?: number; nonce?: string }): Promise<History | Sealed>
  /** For the bot; `null`: there is no such run. */
  view(ctx: ObjectSharedContext): Promise<RunView | null | Sealed>
}

/** Under one key the next run id, under the other the index: every active run, and the most recent ended ones. */
export interface RunsHandlers {
  /** For the bot: a fresh run id. `above`: the highest number known from elsewhere, so that a lost store does not number two runs alike. */
  next(ctx: ObjectContext, asked: { above: number }): Promise<string | Sealed>
  /** For the bot: newest first. */
  list(ctx: ObjectSharedContext): Promise<RunSummary[] | Sealed>
  /** From Run, about itself. */
  note: InsideHandler
}

/** One for each protected thing: one run at a time may act on it. The answer comes as a word to the run, never as a return value. */
export interface LockHandlers {
  /** From Run. */
  take: InsideHandler
  /** From Run. */
  release: InsideHandler
}

/** One for each channel: keeps what is wanted there and shows it at the platform's pace. No run ever waits for it. */
export interface ConversationHandlers {
  /** From Run: what there is to show. */
  put: InsideHandler
  /** From the gateway: what an attempt says of itself. */
  progress: InsideHandler
  /** From itself, later: one try. */
  flush: InsideHandler
}

/** A handler that hears nobody but our own objects. */
export type InsideHandler = (ctx: ObjectContext, sealed: Sealed) => Promise<void>

/** Everything that our objects say to each other, by the handler that hears it. */
export interface InsideCalls {
  'Run/tell': EngineWord
  'Lock/take': { run: string; title: string }
  'Lock/release': { run: string }
  'Conversation/put': Put
  'Conversation/progress': Progress
  /** The number of the turn. */
  'Conversation/flush': number
  'Runs/note': RunSummary
}

export type InsideCall = keyof InsideCalls

/** What the bot asks of the engine over the ingress. */
export type BotCall = 'Run/command' | 'Run/history' | 'Run/view' | 'Run/redrive' | 'Runs/next' | 'Runs/list'

/** As it goes through the engine: the text, and the proof that this bot wrote it for this handler of this object. */
export interface Sealed {
  said: string
  tag: string
}

/** `newest`: the head key's signature that the run ended with the last of its entries when `nonce` was asked. */
export interface History {
  entries: Entry[]
  heads: SignedHead[]
  newest?: string
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
