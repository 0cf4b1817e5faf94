import * as restate from '@restatedev/restate-sdk'
import type { Phase } from '../run/state.ts'
import type { BotOnly } from './bot-only.ts'
import type { Inside, Sealed } from './inside.ts'

/** A run in the index. */
export interface RunSummary {
  id: string
  title: string
  phase: Phase
  rehearsal: boolean
  requester: { id: string; name: string }
  conversation: { platform: string; channel: string }
  startedAt: string
  endedAt?: string
}

const KEPT_ENDED = 100

export type RunsObject = ReturnType<typeof runsObject>

/** The key under which the index lies. */
export const RUNS_KEY = 'all'
/** The key under which runs are numbered: whoever starts one must not wait for the index to be told of all the others. */
export const NUMBERS_KEY = 'numbers'

/** The ids of the ended runs that are kept, newest first. */
const ENDED = 'ended'

/** `Runs`: under one key the next run id, under the other the index: each run under its own id, every active one and the most recent ended ones. */
export function runsObject({ bot, inside }: { bot: BotOnly; inside: Inside }) {
  return restate.object({
    name: 'Runs',
    handlers: {
      /** `above`: the highest number known from elsewhere, so that a lost store does not number two runs alike. */
      async next(ctx: restate.ObjectContext, { above }: { above: number }): Promise<string | Sealed> {
        bot.refuseOthers(ctx, 'Runs/next')
        const number = Math.max((await ctx.get<number>('next')) ?? 1, above + 1)
        ctx.set('next', number + 1)
        return bot.answer(ctx, 'Runs/next', `R-${number}`)
      },

      /** Active runs and the most recent ended ones, newest first. */
      list: restate.handlers.object.shared(async (ctx: restate.ObjectSharedContext): Promise<RunSummary[] | Sealed> => {
        bot.refuseOthers(ctx, 'Runs/list')
        const ids = (await ctx.stateKeys()).filter((key) => /^R-\d+$/.test(key))
        const runs = (await Promise.all(ids.map((id) => ctx.get<RunSummary>(id)))).filter((run) => run !== null)
        return bot.answer(
          ctx,
          'Runs/list',
          runs.sort((a, b) => numberOf(b.id) - numberOf(a.id)),
        )
      }),

      /** A note reads and writes the one run that it speaks of, and none of the others. */
      note: restate.handlers.object.exclusive(
        { ingressPrivate: true, enableLazyState: true },
        async (ctx: restate.ObjectContext, sealed: Sealed): Promise<void> => {
          const run = inside.heard(ctx, 'Runs/note', sealed)
          const known = await ctx.get<RunSummary>(run.id)
          // Repeated later, an older note changes nothing: no run begins again.
          if (known?.endedAt !== undefined && run.endedAt === undefined) return
          ctx.set(run.id, run)
          if (run.endedAt === undefined) return
          const others = ((await ctx.get<string[]>(ENDED)) ?? []).filter((id) => id !== run.id)
          const ended = [run.id, ...others].sort((a, b) => numberOf(b) - numberOf(a))
          for (const forgotten of ended.slice(KEPT_ENDED)) ctx.clear(forgotten)
          ctx.set(ENDED, ended.slice(0, KEPT_ENDED))
        },
      ),
    },
  })
}

function numberOf(id: string): number {
  return Number(id.replace(/^R-/, ''))
}
