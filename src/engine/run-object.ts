import * as restate from '@restatedev/restate-sdk'
import type { Logger } from 'pino'
import type { Entry, PublicKeys, SignedHead } from '../audit/entry.ts'
import { readCommand } from '../audit/read-command.ts'
import { checkCommand } from '../audit/signature.ts'
import type { EngineCommand, SignedCommand } from '../run/command.ts'
import { due } from '../run/due.ts'
import type { Refusal } from '../run/refusal.ts'
import type { RunView } from '../run/view.ts'
import { viewOf } from '../run/view-of.ts'
import type { AuditFiles } from './append-audit.ts'
import { refuseStrangers } from './bot-only.ts'
import type { CommandAnswer } from './command-answer.ts'
import type { Happened } from './decide-command.ts'
import { decideCommand } from './decide-command.ts'
import type { LockObject } from './lock-object.ts'
import type { NewestSeen } from './newest-seen.ts'
import { settled } from './outstanding.ts'
import { sendEffects, settleOrders } from './send-effects.ts'
import { noteRun, showAll, showNews } from './show-run.ts'
import type { RunSeal, StoredRun } from './stored-run.ts'

export interface RunOptions {
  /** Public keys of everybody who may sign a command. */
  keys: PublicKeys
  /** Signs what the engine and the clock ask, with the chat key. */
  sign: (command: EngineCommand) => SignedCommand
  signHead: (head: Omit<SignedHead, 'signature'>) => SignedHead
  seal: RunSeal
  audit: AuditFiles
  newest: NewestSeen
  botToken: string
  log: Logger
}

export type RunObject = ReturnType<typeof runObject>

/** Where all of a run lies: one name, one `set`. */
const STORED = 'run'

/** `Run`, one for each run: judges one command after the other, and hands on what the new state calls for. */
export function runObject(options: RunOptions) {
  const shared = restate.handlers.object.shared
  const inside = { ingressPrivate: true }
  return restate.object({
    name: 'Run',
    handlers: {
      /** From people, through the chat side, and from workers; both sign. */
      command: (ctx: restate.ObjectContext, signed: SignedCommand): Promise<CommandAnswer> => admit(ctx, signed),

      /** From the engine's other objects and the clock; they have no key of their own. */
      tell: restate.handlers.object.exclusive(
        inside,
        async (ctx: restate.ObjectContext, command: EngineCommand): Promise<CommandAnswer> => {
          const answer = await admit(ctx, options.sign(command))
          if ('refusal' in answer) await afterRefusal(ctx, command)
          return answer
        },
      ),

      /** Sends again all that the state calls for. */
      redrive: async (ctx: restate.ObjectContext): Promise<void> => {
        refuseStrangers(ctx, options.botToken)
        const stored = await read(ctx)
        const nowMs = await ctx.date.now()
        if (stored === null || stored === 'altered' || (await older(ctx.key, stored)) !== undefined) return
        noteRun(ctx, stored.state)
        sendEffects(ctx, stored.state, due(stored.state), nowMs)
        showAll(ctx, stored)
        await options.audit(ctx.key, stored.entries, stored.heads)
      },

      /** From entry `from` on, for who has seen those before. */
      history: shared(
        async (ctx: restate.ObjectSharedContext, asked?: { from?: number }): Promise<{ entries: Entry[]; heads: SignedHead[] }> => {
          const stored = intact(await read(ctx), ctx.key)
          return { entries: stored?.entries.slice(Math.max(asked?.from ?? 1, 1) - 1) ?? [], heads: stored?.heads ?? [] }
        },
      ),

      view: shared(async (ctx: restate.ObjectSharedContext): Promise<RunView | null> => {
        const stored = intact(await read(ctx), ctx.key)
        return stored === null ? null : viewOf(stored.state)
      }),
    },
  })

  /** The journal is the same whatever is asked: get, clock, then at most one set, then sends. */
  async function admit(ctx: restate.ObjectContext, signed: SignedCommand): Promise<CommandAnswer> {
    const stored = await read(ctx)
    const nowMs = await ctx.date.now()
    if (stored === 'altered') return { refusal: alteredRun(ctx.key) }
    const refusal = (await older(ctx.key, stored)) ?? refuseEnvelope(ctx.key, signed)
    if (refusal !== undefined) return { refusal }
    const happened = decide(stored, signed, nowMs)
    if (happened.after !== undefined) {
      ctx.set(STORED, options.seal.write(happened.after), restate.serde.binary)
      hand(ctx, stored, happened, nowMs)
      await options.audit(ctx.key, happened.after.entries, happened.after.heads)
    }
    return happened.answer
  }

  function refuseEnvelope(run: string, signed: SignedCommand): Refusal | undefined {
    const read = readCommand(signed)
    if ('fault' in read) return { code: 'bad-command', sentence: read.fault }
    if (signed.command.run !== run) return { code: 'other-run', sentence: `This command is not for ${run}: send it to its own run.` }
    const unsigned = checkCommand(signed, options.keys)
    return unsigned === undefined ? undefined : { code: 'bad-signature', sentence: unsigned }
  }

  /** An exception in the rules is a bug of ours: it must neither block the run's key nor look like a refusal. */
  function decide(stored: StoredRun | null, signed: SignedCommand, nowMs: number): Happened {
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

  function hand(ctx: restate.ObjectContext, before: StoredRun | null, happened: Happened, nowMs: number): void {
    const { after, effects } = happened
    if (after === undefined) return
    noteRun(ctx, after.state, before?.state)
    sendEffects(ctx, after.state, effects, nowMs)
    settleOrders(ctx, settled(before?.state, after.state))
    showNews(ctx, before, after, effects)
  }

  /** What a refused word of the engine leaves behind must not hang. */
  async function afterRefusal(ctx: restate.ObjectContext, command: EngineCommand): Promise<void> {
    const stored = await read(ctx)
    if (stored === null || stored === 'altered') return
    const { state } = stored
    // A lock that came too late protects nothing and would never be given back.
    if (command.type === 'lock-granted' && (state.endedAt !== undefined || state.lock?.name !== command.lock)) {
      ctx.objectSendClient<LockObject>({ name: 'Lock' }, command.lock).release({ run: ctx.key })
    }
    // Two clocks do not agree to the millisecond: a timer that came too early comes again.
    if (command.type === 'timer') {
      const nowMs = await ctx.date.now()
      const early = due(state).filter((effect) => effect.kind === 'timer' && effect.key === command.key && Date.parse(effect.at) > nowMs)
      sendEffects(ctx, state, early, nowMs)
    }
  }

  /** A sealed state of this very run, but not the newest one. */
  async function older(run: string, stored: StoredRun | null): Promise<Refusal | undefined> {
    const entries = stored?.entries.length ?? 0
    const known = await options.newest(run, entries)
    if (known === undefined) return undefined
    options.log.error({ run, entries, known }, 'the state of this run is older than what is known of it')
    return {
      code: 'state-older',
      sentence: `The stored state of ${run} ends with entry ${entries}, and entry ${known} is known: nothing is done on it. Compare its audit file with the heads in the channel, and find out who put an older state back.`,
    }
  }

  async function read(ctx: restate.ObjectSharedContext): Promise<StoredRun | 'altered' | null> {
    const bytes = await ctx.get<Uint8Array>(STORED, restate.serde.binary)
    if (bytes === null) return null
    const stored = options.seal.read(ctx.key, bytes)
    if (stored === 'altered') options.log.error({ run: ctx.key }, 'the state of this run was not written by this bot')
    return stored
  }
}

function intact(stored: StoredRun | 'altered' | null, run: string): StoredRun | null {
  if (stored === 'altered') throw new restate.TerminalError(alteredRun(run).sentence, { errorCode: 409 })
  return stored
}

function alteredRun(run: string): Refusal {
  return {
    code: 'state-altered',
    sentence: `The stored state of ${run} was not written by this bot: nothing is done on it. Compare its audit file with the heads in the channel, and find out who reached the engine.`,
  }
}
