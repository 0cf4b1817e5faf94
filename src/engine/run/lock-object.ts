import * as restate from '@restatedev/restate-sdk'
import type { LostGuard } from '../lost/guard-lost.ts'
import type { Inside } from '../proof/inside.ts'
import type { LockHandlers, Sealed } from '../objects.ts'
import type { OwnStep } from '../proof/own-step.ts'
import type { SealedState } from '../proof/sealed-state.ts'
import type { EngineAdmin } from '../server/admin.ts'

/** A run as others read its name: `R-12 "Fail over Persistent Chat"`. */
interface Holder {
  run: string
  title: string
}

export interface LockState {
  holder?: Holder
  /** Runs that were refused, by age: the first is granted when the holder lets go. */
  waiting: Holder[]
}

export interface LockOptions {
  inside: Inside
  kept: SealedState
  /** Who stands before a lock whatever the engine's store says. */
  lost: Pick<LostGuard, 'holder' | 'released'>
  step: OwnStep
}

/** `Lock`, one for each protected thing: one run at a time may act on it. The answer comes as a word to the run, never as a return value. */
export function lockObject({ inside, kept, lost, step }: LockOptions) {
  const stateOf = async (ctx: restate.ObjectContext) => (await kept.read<LockState>(ctx, 'Lock', 'lock')) ?? { waiting: [] }
  const write = (ctx: restate.ObjectContext, state: LockState) => kept.write(ctx, 'Lock', 'lock', state)
  const granted = (ctx: restate.ObjectContext, { run }: Holder) =>
    inside.send(ctx, 'Run/tell', run, { run, type: 'lock-granted', lock: ctx.key })

  return restate.object({
    name: 'Lock',
    options: { ingressPrivate: true },
    handlers: {
      /** Asked again by the holder it is granted again, so a repeated question is harmless; one that comes after the run's end is given back by the run. */
      async take(ctx: restate.ObjectContext, sealed: Sealed): Promise<void> {
        const { run, title } = inside.received(ctx, 'Lock/take', sealed)
        const wanted = { run, title }
        const { holder, waiting } = await stateOf(ctx)
        const refused = (by: string) => inside.send(ctx, 'Run/tell', run, { run, type: 'lock-refused', lock: ctx.key, holder: by })
        // A run that is refused asks again by itself.
        const gone = holder?.run === run ? null : await beforeIt(ctx, [run, holder?.run])
        if (gone !== null) return refused(gone)
        if (holder === undefined || holder.run === run) {
          await write(ctx, { holder: wanted, waiting: waiting.filter((other) => other.run !== run) })
          granted(ctx, wanted)
          return
        }
        if (!waiting.some((other) => other.run === run)) await write(ctx, { holder, waiting: [...waiting, wanted] })
        refused(holderName(holder))
      },

      /** Repeated later it is harmless: only an ended run gives its lock back, and no run ever takes one again. */
      async release(ctx: restate.ObjectContext, sealed: Sealed): Promise<void> {
        const { run } = inside.received(ctx, 'Lock/release', sealed)
        lost.released(ctx.key, run)
        const state = await stateOf(ctx)
        const waiting = state.waiting.filter((other) => other.run !== run)
        if (state.holder?.run !== run) {
          if (waiting.length < state.waiting.length) await write(ctx, { ...state, waiting })
          return
        }
        const [next, ...rest] = waiting
        const before = next === undefined ? null : await beforeIt(ctx, [next.run])
        // They ask again by themselves.
        if (before !== null) return write(ctx, { waiting })
        await write(ctx, { ...(next && { holder: next }), waiting: rest })
        if (next !== undefined) granted(ctx, next)
      },
    } satisfies LockHandlers,
  })

  /** Who stands before it besides these runs, whatever its own state says; `null`: nobody. */
  async function beforeIt(ctx: restate.ObjectContext, besides: readonly (string | undefined)[]): Promise<string | null> {
    const notOurs = `Who stands before the lock ${ctx.key} was not looked up by this bot: it is given to nobody.`
    const act = async () => (await lost.holder(ctx.key, besides)) ?? null
    const before = await step<string | null>(ctx, { object: 'Lock', name: 'lost', words: besides, notOurs, act })
    return before === undefined ? UNKNOWN : before
  }
}

/** Who is refused asks again by itself. */
const UNKNOWN = 'a run that this bot could not look up'

function holderName({ run, title }: Holder): string {
  return `${run} "${title}"`
}

/** Which lock a run has, by the states of the locks as this bot wrote them: one question for all of them, where each run would ask its own. */
export async function lockHolders(
  admin: Pick<EngineAdmin, 'states'>,
  kept: Pick<SealedState, 'opened'>,
): Promise<ReadonlyMap<string, string>> {
  const locks = await admin.states(['Lock'], 'lock')
  return new Map(
    locks.flatMap(({ key, value }): [string, string][] => {
      const holder = kept.opened<LockState>('Lock', key, 'lock', value)?.holder
      return holder === undefined ? [] : [[holder.run, key]]
    }),
  )
}
