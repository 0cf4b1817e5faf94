import * as restate from '@restatedev/restate-sdk'
import type { Logger } from 'pino'
import type { Entry, PublicKeys, SignedHead } from '../../audit/entry.ts'
import { readCommand, readEngineWord } from '../../audit/read-command.ts'
import type { Proof } from '../../audit/signature.ts'
import { checkCommand } from '../../audit/signature.ts'
import type { EngineWord, SignedCommand } from '../../run/command.ts'
import { due } from '../../run/due.ts'
import type { Effect } from '../../run/effect.ts'
import type { PlainRefusal } from '../../run/facts/refusal.ts'
import type { RunView } from '../../run/view/view.ts'
import { viewOf } from '../../run/view/view-of.ts'
import type { Conversations } from '../conversation/conversations.ts'
import type { AuditFiles } from './audit-file.ts'
import type { BotToken } from '../proof/bot-token.ts'
import { aboutCommand, aboutHistory, aboutRedrive } from '../proof/bot-token.ts'
import type { CommandAnswer } from '../../run/command-answer.ts'
import type { CommandOutcome } from './decide-command.ts'
import { decideCommand } from './decide-command.ts'
import { driveRun } from './drive-run.ts'
import { handOrders, handOrdersAgain, type GatewayOfRuns } from './hand-orders.ts'
import type { History, Redriving, RunHandlers, Sealed } from '../objects.ts'
import type { Inside } from '../proof/inside.ts'
import type { RollbackGuard } from './rollback-guard.ts'
import { otherRules } from './other-rules.ts'
import type { OwnTime } from '../proof/own-time.ts'
import { sendEffects } from './send-effects.ts'
import { allOf, newsOf, noteRun } from './show-run.ts'
import type { RunSeal, StoredRun } from './stored-run.ts'
import { unreadRun, type UnreadRun } from './unread-run.ts'

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
  audit: AuditFiles
  /** Show it, in this process. */
  conversations: Pick<Conversations, 'news' | 'again'>
  newest: RollbackGuard
  time: OwnTime
  log: Logger
}

/** Hands on what a command made of the run, in the very call that stores it. */
type Hand = (ctx: restate.ObjectContext, before: StoredRun | null, after: StoredRun, nowMs: number, effects: Effect[]) => void

interface Admitted {
  answer: CommandAnswer
  nowMs: number
  /** The entry that a command became. */
  entry?: Entry
  /** The run, where the command wrote nothing and nothing speaks against acting on it. */
  stands?: StoredRun
  /** The run as the command has made it. */
  after?: StoredRun
}

/** Where all of a run lies: one name, one `set`. */
const STORED = 'run'

const STATE_OLDER = 'state-older'

/** `Run`, one for each run: judges one command after the other, and hands on what the new state calls for. */
export function runObject(options: RunOptions) {
  const shared = restate.handlers.object.shared
  const within = { ingressPrivate: true }
  return restate.object({
    name: 'Run',
    handlers: {
      /** From people, through the chat side, and from workers; both sign. */
      command: async (ctx: restate.ObjectContext, signed: SignedCommand): Promise<CommandAnswer | Sealed> =>
        options.bot.answer(ctx, 'Run/command', withProof(signed, await admit(ctx, signed, handNews)), aboutCommand(signed)),

      /**
       * From the engine's other objects and the clock: nothing that a person or a worker says. Repeated later it is harmless: a timer is judged by the clock, a lock,
       * a loss and a missing worker by what the run waits for now.
       */
      tell: restate.handlers.object.exclusive(within, async (ctx: restate.ObjectContext, sealed: Sealed): Promise<void> => {
        const read = readEngineWord(options.inside.received(ctx, 'Run/tell', sealed))
        if ('fault' in read) throw new restate.TerminalError(read.fault, { errorCode: 400 })
        const { answer } = await admit(ctx, options.sign(read.word), handNews)
        // What an older state says of a lock or a timer is not so any more.
        if ('refusal' in answer && answer.refusal.code !== STATE_OLDER) await afterRefusal(ctx, read.word)
      }),

      /** Sends again all that the state calls for, once it has heard what it is told by the way: a start asks every run, and one call does for both. */
      redrive: async (ctx: restate.ObjectContext, asked: Redriving = {}): Promise<null | Sealed> => {
        options.bot.refuseOthers(ctx, 'Run/redrive')
        const drive = (stored: StoredRun, nowMs: number) => driveRun(ctx, options.inside, stored, nowMs, asked)
        const driveIt: Hand = (_, __, after, nowMs) => drive(after, nowMs)
        const { stands, after, nowMs } = asked.told === undefined ? await asItStands(ctx) : await admit(ctx, asked.told, driveIt)
        const known = stands ?? after
        if (known !== undefined) {
          handOrdersAgain(options.gateway, known.state)
          options.conversations.again(allOf(known, asked.noted === undefined))
        }
        if (stands !== undefined) {
          drive(stands, nowMs)
          await options.audit(ctx.key, stands.entries, stands.heads)
        }
        return options.bot.answer(ctx, 'Run/redrive', null, aboutRedrive(asked))
      },

      /** From entry `from` on, for who has seen those before. `nonce`: for who must know that nothing newer is held back. */
      history: shared(async (ctx: restate.ObjectSharedContext, asked?: { from?: number; nonce?: string }): Promise<History | Sealed> => {
        const stored = intact(await read(ctx), ctx.key)
        const from = Math.max(asked?.from ?? 1, 1)
        const entries = stored?.entries.slice(from - 1) ?? []
        const newest = stored === null || asked?.nonce === undefined ? {} : { newest: newestProof(stored, asked.nonce) }
        return options.bot.answer(ctx, 'Run/history', { entries, heads: stored?.heads ?? [], ...newest }, aboutHistory(from))
      }),

      view: shared(async (ctx: restate.ObjectSharedContext): Promise<RunView | null | Sealed> => {
        const stored = intact(await read(ctx), ctx.key)
        return options.bot.answer(ctx, 'Run/view', stored === null ? null : viewOf(stored.state))
      }),
    } satisfies RunHandlers,
  })

  /**
   * The journal is the same whatever is asked: get, clock, then at most one set, then sends and the engine's word that it has them. Only then is the entry known as the
   * newest: a call that is cut off later and carried out again reads the state before it, and makes that very entry.
   */
  async function admit(ctx: restate.ObjectContext, signed: SignedCommand, hand: Hand): Promise<Admitted> {
    const stored = await read(ctx)
    const nowMs = await options.time(ctx, signed)
    if (isUnread(stored)) return { answer: { refusal: unreadRun(ctx.key, stored) }, nowMs }
    const known = await newer(ctx.key, stored)
    const refusal = refuseEnvelope(ctx.key, signed) ?? otherRules(ctx.key, stored)
    const { answer, after, effects } = refusal === undefined ? decide(stored, signed, nowMs) : { answer: { refusal }, effects: [] }
    const last = after?.entries.at(-1)
    const refused = older(ctx.key, stored, last !== undefined && known?.hash === last.hash ? undefined : known)
    if (refused !== undefined) return { answer: { refusal: refused }, nowMs }
    if (after === undefined || last === undefined) return { answer, nowMs, ...(stored && { stands: stored }) }
    ctx.set(STORED, options.seal.write(after), restate.serde.binary)
    hand(ctx, stored, after, nowMs, effects)
    await ctx.run('kept', () => null)
    options.newest.kept(ctx.key, last)
    handOrders(options.gateway, stored?.state, after.state, effects)
    options.conversations.news(newsOf(stored, after, last, effects))
    await options.audit(ctx.key, after.entries, after.heads)
    return { answer, nowMs, after, ...('accepted' in answer && { entry: last }) }
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

  function newestProof({ state: { run, seq, head: hash } }: StoredRun, nonce: string): string {
    return options.prove({ proves: 'newest', run, seq, hash, nonce })
  }

  function refuseEnvelope(run: string, signed: SignedCommand): PlainRefusal | undefined {
    const read = readCommand(signed)
    if ('fault' in read) return { code: 'bad-command', sentence: read.fault }
    if (signed.command.run !== run) return { code: 'other-run', sentence: `This command is not for ${run}: send it to its own run.` }
    const unsigned = checkCommand(signed, options.keys)
    return unsigned === undefined ? undefined : { code: 'bad-signature', sentence: unsigned }
  }

  /** An exception in the rules is a bug of ours: it must neither block the run's key nor look like a refusal. */
  function decide(stored: StoredRun | null, signed: SignedCommand, nowMs: number): CommandOutcome {
    try {
      return decideCommand(stored, signed, nowMs, options.signHead)
    } catch (error) {
      options.log.error(
        { run: signed.command.run, command: signed.command.type, err: error },
        'the rules broke at this command; the run stands as it was',
      )
      throw new restate.TerminalError(`The rules broke at this command (${String(error)}): the run stands as it was.`, { errorCode: 500 })
    }
  }

  function handNews(ctx: restate.ObjectContext, before: StoredRun | null, after: StoredRun, nowMs: number, effects: Effect[]): void {
    noteRun(ctx, options.inside, after.state, before?.state)
    sendEffects(ctx, options.inside, after.state, effects, nowMs)
  }

  /** What a refused word of the engine leaves behind must not hang. */
  async function afterRefusal(ctx: restate.ObjectContext, command: EngineWord): Promise<void> {
    const stored = await read(ctx)
    if (stored === null || isUnread(stored)) return
    const { state } = stored
    // A lock that came too late protects nothing and would never be given back.
    if (command.type === 'lock-granted' && (state.endedAt !== undefined || state.lock?.name !== command.lock)) {
      options.inside.send(ctx, 'Lock/release', command.lock, { run: ctx.key })
    }
    // Two clocks do not agree to the millisecond: a timer that came too early comes again.
    if (command.type === 'timer') {
      const nowMs = await ctx.date.now()
      const early = due(state).filter((effect) => effect.kind === 'timer' && effect.key === command.key && Date.parse(effect.at) > nowMs)
      sendEffects(ctx, options.inside, state, early, nowMs)
    }
  }

  async function newer(run: string, stored: StoredRun | null) {
    return options.newest.beyond(run, stored?.entries.at(-1))
  }

  /** A sealed state of this very run, but not the newest one. */
  function older(run: string, stored: StoredRun | null, known: { seq: number } | undefined): PlainRefusal | undefined {
    if (known === undefined) return undefined
    const entries = stored?.entries.length ?? 0
    options.log.error({ run, entries, known: known.seq }, 'the state of this run is older than what is known of it')
    return {
      code: STATE_OLDER,
      sentence: `The stored state of ${run} ends with entry ${entries}, and entry ${known.seq} is known: nothing is done on it. Compare its audit file with the heads in the channel, and find out who put an older state back.`,
    }
  }

  async function read(ctx: restate.ObjectSharedContext): Promise<StoredRun | UnreadRun | null> {
    const bytes = await ctx.get<Uint8Array>(STORED, restate.serde.binary)
    if (bytes === null) return null
    const stored = options.seal.read(ctx.key, bytes)
    if (isUnread(stored)) options.log.error({ run: ctx.key }, unreadRun(ctx.key, stored).sentence)
    return stored
  }
}

function intact(stored: StoredRun | UnreadRun | null, run: string): StoredRun | null {
  if (isUnread(stored)) throw new restate.TerminalError(unreadRun(run, stored).sentence, { errorCode: 409 })
  return stored
}

function isUnread(stored: StoredRun | UnreadRun | null): stored is UnreadRun {
  return stored === 'altered' || (stored !== null && 'stateVersion' in stored)
}
