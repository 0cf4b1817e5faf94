import * as restate from '@restatedev/restate-sdk'
import type { Logger } from 'pino'
import type { Entry, PublicKeys, SignedHead } from '../../audit/entry.ts'
import { readCommand, readEngineWord } from '../../audit/read-command.ts'
import type { Proof } from '../../audit/signature.ts'
import { checkCommand } from '../../audit/signature.ts'
import type { EngineWord, SignedCommand } from '../../run/command.ts'
import { due } from '../../run/due.ts'
import type { Effect } from '../../run/effect.ts'
import type { PlainRefusal, RuleRefusal } from '../../run/facts/refusal.ts'
import type { RunView } from '../../run/view/view.ts'
import { viewOf } from '../../run/view/view-of.ts'
import type { RunState } from '../../run/state.ts'
import type { Conversations } from '../conversation/conversations.ts'
import type { AuditFiles } from '../audit/audit-file.ts'
import type { BotToken } from '../proof/bot-token.ts'
import { aboutCommand, aboutHistory, aboutNewest, aboutRedrive } from '../proof/bot-token.ts'
import type { CommandAnswer } from '../../run/command-answer.ts'
import type { CommandOutcome } from './decide-command.ts'
import { decideCommand, otherRules } from './decide-command.ts'
import type { Newest, Part, Redriving, RunHandlers, Sealed } from '../objects.ts'
import type { Inside } from '../proof/inside.ts'
import { olderState, type RollbackGuard } from './rollback-guard.ts'
import type { OwnTime } from '../proof/own-step.ts'
import { driveRun, type GatewayOfRuns, handOrders, handOrdersAgain, sendEffects } from './send-effects.ts'
import { noteRun } from './runs-object.ts'
import { allOf, newsOf } from './show-run.ts'
import type { RecentEntries } from './recent-entries.ts'
import { readLog, type LogPage } from './run-log.ts'
import { isUnread, type RunSeal, sayUnread, unreadRun, type UnreadRun } from './run-seal.ts'
import { readRun, writeRun, type Added, type StoredRun } from './stored-run.ts'

export interface RunOptions {
  /** Public keys of everybody who may sign a command. */
  keys: PublicKeys
  /** Signs what the engine's objects and the clock say, with the clock key. */
  sign: (word: EngineWord) => SignedCommand
  signHead: (head: Omit<SignedHead, 'signature'>) => SignedHead
  /** Signs what is proved to a worker, with the head key. */
  prove: (proof: Proof) => string
  seal: RunSeal
  inside: Inside
  /** Takes the run's orders, in this process. */
  gateway: GatewayOfRuns
  bot: BotToken
  audit: Pick<AuditFiles, 'append' | 'look'>
  /** Told of each entry that the store has. */
  recent: Pick<RecentEntries, 'kept'>
  /** Show it, in this process. */
  conversations: Pick<Conversations, 'news' | 'again'>
  newest: RollbackGuard
  time: OwnTime
  log: Logger
}

/** Hands on what a command made of the run, in the very call that stores it. */
type Hand = (ctx: restate.ObjectContext, before: RunState | undefined, added: Added, nowMs: number, effects: Effect[]) => void

interface Admitted {
  answer: CommandAnswer
  nowMs: number
  /** The entry that a command became. */
  entry?: Entry
  /** The run as the command has left it, where nothing speaks against acting on it. */
  stands?: StoredRun
}

/** `Run`, one for each run: judges one command after the other, and hands on what the new state calls for. */
export function runObject(options: RunOptions) {
  // A call that needs the whole log is given all of the store's values with it; every other one asks for its two.
  const lazy = { enableLazyState: true }
  const { seal } = options
  return restate.object({
    name: 'Run',
    handlers: {
      /** From people, through the chat side, and from workers; both sign. */
      command: restate.handlers.object.exclusive(
        lazy,
        async (ctx: restate.ObjectContext, signed: SignedCommand): Promise<CommandAnswer | Sealed> =>
          options.bot.answer(ctx, 'Run/command', withProof(signed, await admit(ctx, signed, handOn)), aboutCommand(signed)),
      ),

      /**
       * From the engine's other objects and the clock: nothing that a person or a worker says. Repeated later it is harmless: a timer is judged by the clock, a lock,
       * a loss and a missing worker by what the run waits for now.
       */
      tell: restate.handlers.object.exclusive(
        { ...lazy, ingressPrivate: true },
        async (ctx: restate.ObjectContext, sealed: Sealed): Promise<void> => {
          const read = readEngineWord(options.inside.received(ctx, 'Run/tell', sealed))
          if ('fault' in read) throw new restate.TerminalError(read.fault, { errorCode: 400 })
          const { answer, stands, nowMs } = await admit(ctx, options.sign(read.word), handOn)
          // What an older state says of a lock or a timer is not so any more.
          if ('refusal' in answer && stands !== undefined) afterRefusal(ctx, read.word, stands.state, nowMs)
        },
      ),

      /** Sends again all that the state calls for, once it has heard what it is told by the way: a start asks every run, and one call does for both. */
      redrive: async (ctx: restate.ObjectContext, asked: Redriving = {}): Promise<null | Sealed> => {
        options.bot.refuseOthers(ctx, 'Run/redrive')
        const { stands, nowMs } = asked.told === undefined ? await asItStands(ctx) : await admit(ctx, asked.told, () => undefined)
        const log = stands === undefined ? null : noted(await readLog(ctx, seal, stands), ctx.key)
        if (stands !== undefined && log !== null && !isUnread(log)) {
          handOrdersAgain(options.gateway, stands.state)
          options.conversations.again(allOf(stands.state, log, asked.noted === undefined))
          driveRun(ctx, options.inside, stands.state, nowMs, asked)
          await options.audit.look(ctx.key, log)
        }
        return options.bot.answer(ctx, 'Run/redrive', null, aboutRedrive(asked))
      },

      history: restate.handlers.object.shared(async (ctx: restate.ObjectSharedContext, asked: Part = {}): Promise<LogPage | Sealed> => {
        const stored = intact(await read(ctx), ctx.key)
        const from = Math.max(asked.from ?? 1, 1)
        const page = stored === null ? NOTHING : intact(noted(await readLog(ctx, seal, stored, from, asked.bytes), ctx.key), ctx.key)
        return options.bot.answer(ctx, 'Run/history', page, aboutHistory(asked))
      }),

      newest: restate.handlers.object.shared(lazy, async (ctx: restate.ObjectSharedContext, { nonce }: { nonce: string }) => {
        const stored = intact(await read(ctx), ctx.key)
        return options.bot.answer<Newest | null>(ctx, 'Run/newest', stored === null ? null : newestOf(stored, nonce), aboutNewest(nonce))
      }),

      view: restate.handlers.object.shared(lazy, async (ctx: restate.ObjectSharedContext): Promise<RunView | null | Sealed> => {
        const stored = intact(await read(ctx), ctx.key)
        return options.bot.answer(ctx, 'Run/view', stored === null ? null : viewOf(stored.state))
      }),
    } satisfies RunHandlers,
  })

  /**
   * The journal is the same whatever is asked: state, plan and clock, then at most the pieces of one entry, then sends and the engine's word that it has them. Only then
   * is the entry known as the newest: a call that is cut off later and carried out again reads the state before it, and makes that very entry.
   */
  async function admit(ctx: restate.ObjectContext, signed: SignedCommand, hand: Hand): Promise<Admitted> {
    // One after the other: of two that are waited for at once the SDK gives one up, and the engine makes the call again.
    const stored = await read(ctx)
    const nowMs = await options.time(ctx, signed)
    if (isUnread(stored)) return { answer: { refusal: unreadRun(ctx.key, stored) }, nowMs }
    const known = await newer(ctx.key, stored)
    const refusal = refuseEnvelope(ctx.key, signed) ?? otherRules(ctx.key, stored)
    const { answer, added, effects } = refusal === undefined ? decide(stored?.state, signed, nowMs) : { answer: { refusal }, effects: [] }
    const refused = older(ctx.key, stored, added !== undefined && known?.hash === added.entry.hash ? undefined : known)
    if (refused !== undefined) return { answer: { refusal: refused }, nowMs }
    if (added === undefined) return { answer, nowMs, ...(stored && { stands: stored }) }
    const stands = writeRun(ctx, seal, stored, added)
    hand(ctx, stored?.state, added, nowMs, effects)
    await ctx.run('kept', () => null)
    const { entry, heads } = added
    options.newest.kept(ctx.key, entry)
    options.recent.kept(ctx.key, entry)
    handOrders(options.gateway, stored?.state, added.state, effects)
    options.conversations.news(newsOf(stored?.state, added, effects))
    await options.audit.append(ctx.key, entry, heads)
    return { answer, nowMs, stands, ...('accepted' in answer && { entry }) }
  }

  /** What can be acted on without having heard anything. */
  async function asItStands(ctx: restate.ObjectContext): Promise<Omit<Admitted, 'answer' | 'entry'>> {
    const stored = await read(ctx)
    const nowMs = await ctx.date.now()
    if (stored === null || isUnread(stored) || older(ctx.key, stored, await newer(ctx.key, stored)) !== undefined) return { nowMs }
    return { stands: stored, nowMs }
  }

  /** A worker acts on nothing but a claim that this run has recorded, behind the very entries that the worker has replayed. */
  function withProof(signed: SignedCommand, { answer, entry }: Admitted): CommandAnswer {
    if (entry === undefined || signed.command?.type !== 'claim') return answer
    const { run, seq, hash, at } = entry
    return { ...answer, claimed: { at, signature: options.prove({ proves: 'claimed', run, seq, hash, at }) } }
  }

  function newestOf({ state: { run, seq, head: hash } }: StoredRun, nonce: string): Newest {
    return { seq, hash, signature: options.prove({ proves: 'newest', run, seq, hash, nonce }) }
  }

  function refuseEnvelope(run: string, signed: SignedCommand): PlainRefusal | undefined {
    const read = readCommand(signed)
    if ('fault' in read) return { code: 'bad-command', sentence: read.fault }
    if (signed.command.run !== run) return { code: 'other-run', sentence: `This command is not for ${run}: send it to its own run.` }
    const unsigned = checkCommand(signed, options.keys)
    return unsigned === undefined ? undefined : { code: 'bad-signature', sentence: unsigned }
  }

  /** An exception in the rules is a bug of ours: it must neither block the run's key nor look like a refusal. */
  function decide(before: RunState | undefined, signed: SignedCommand, nowMs: number): CommandOutcome {
    try {
      return decideCommand(before, signed, nowMs, options.signHead)
    } catch (error) {
      options.log.error(
        { run: signed.command.run, command: signed.command.type, err: error },
        'the rules broke at this command; the run stands as it was',
      )
      throw new restate.TerminalError(`The rules broke at this command (${String(error)}): the run stands as it was.`, { errorCode: 500 })
    }
  }

  function handOn(ctx: restate.ObjectContext, before: RunState | undefined, { state }: Added, nowMs: number, effects: Effect[]): void {
    noteRun(ctx, options.inside, state, before)
    sendEffects(ctx, options.inside, state, effects, nowMs)
  }

  /** What a refused word of the engine leaves behind must not hang. */
  function afterRefusal(ctx: restate.ObjectContext, command: EngineWord, state: RunState, nowMs: number): void {
    // A lock that came too late protects nothing and would never be given back.
    if (command.type === 'lock-granted' && (state.endedAt !== undefined || state.lock?.name !== command.lock)) {
      options.inside.send(ctx, 'Lock/release', command.lock, { run: ctx.key })
    }
    // Two clocks do not agree to the millisecond: a timer that came too early comes again.
    if (command.type === 'timer') {
      const early = due(state).filter((effect) => effect.kind === 'timer' && effect.key === command.key && Date.parse(effect.at) > nowMs)
      sendEffects(ctx, options.inside, state, early, nowMs)
    }
  }

  async function newer(run: string, stored: StoredRun | null) {
    return options.newest.beyond(run, stored === null ? undefined : { seq: stored.state.seq, hash: stored.state.head })
  }

  /** A sealed state of this very run, but not the newest one. */
  function older(run: string, stored: StoredRun | null, known: { seq: number } | undefined): RuleRefusal | undefined {
    if (known === undefined) return undefined
    const entries = stored?.state.seq ?? 0
    options.log.error({ run, entries, known: known.seq }, 'the state of this run is older than what is known of it')
    return olderState(run, entries, known.seq)
  }

  async function read(ctx: restate.ObjectSharedContext): Promise<StoredRun | UnreadRun | null> {
    return noted(await readRun(ctx, seal), ctx.key)
  }

  function noted<T extends object | null>(read: T | UnreadRun, run: string): T | UnreadRun {
    if (isUnread(read)) options.log.error({ run }, sayUnread(run, read))
    return read
  }
}

const NOTHING: LogPage = { entries: [], heads: [], more: false }

function intact<T extends object | null>(stored: T | UnreadRun, run: string): T {
  if (isUnread(stored)) throw new restate.TerminalError(sayUnread(run, stored), { errorCode: 409 })
  return stored
}
