import * as restate from '@restatedev/restate-sdk'
import { tellRun } from './tell-run.ts'

/** A run as others read its name: `R-12 "Fail over Persistent Chat"`. */
export interface Holder {
  run: string
  title: string
}

interface LockState {
  holder?: Holder
  /** Runs that were refused, by age: the first is granted when the holder lets go. */
  waiting: Holder[]
}

export type LockObject = ReturnType<typeof lockObject>

/** `Lock`, one for each protected thing: one run at a time may act on it. The answer comes as a command of the run, never as a return value. */
export function lockObject() {
  return restate.object({
    name: 'Lock',
    options: { ingressPrivate: true },
    handlers: {
      /** Asked again by the holder it is granted again, so a repeated effect is harmless. */
      async take(ctx: restate.ObjectContext, wanted: Holder): Promise<void> {
        const { holder, waiting } = await lockState(ctx)
        if (holder === undefined || holder.run === wanted.run) {
          ctx.set('lock', { holder: wanted, waiting: waiting.filter((other) => other.run !== wanted.run) } satisfies LockState)
          tellRun(ctx, { run: wanted.run, type: 'lock-granted', lock: ctx.key })
          return
        }
        if (!waiting.some((other) => other.run === wanted.run)) {
          ctx.set('lock', { holder, waiting: [...waiting, wanted] } satisfies LockState)
        }
        tellRun(ctx, { run: wanted.run, type: 'lock-refused', lock: ctx.key, holder: holderName(holder) })
      },

      async release(ctx: restate.ObjectContext, { run }: { run: string }): Promise<void> {
        const state = await lockState(ctx)
        const waiting = state.waiting.filter((other) => other.run !== run)
        if (state.holder?.run !== run) {
          if (waiting.length < state.waiting.length) ctx.set('lock', { ...state, waiting } satisfies LockState)
          return
        }
        const [next, ...rest] = waiting
        if (next === undefined) {
          ctx.clear('lock')
          return
        }
        ctx.set('lock', { holder: next, waiting: rest } satisfies LockState)
        tellRun(ctx, { run: next.run, type: 'lock-granted', lock: ctx.key })
      },
    },
  })
}

async function lockState(ctx: restate.ObjectContext): Promise<LockState> {
  return (await ctx.get<LockState>('lock')) ?? { waiting: [] }
}

function holderName({ run, title }: Holder): string {
  return `${run} "${title}"`
}
