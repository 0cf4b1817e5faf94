import * as restate from '@restatedev/restate-sdk'
import type { RunSummary } from '../../run/view/view.ts'
import type { BotToken } from '../proof/bot-token.ts'
import type { Inside } from '../proof/inside.ts'
import type { RunsHandlers, Sealed } from '../objects.ts'
import type { SealedState } from '../proof/sealed-state.ts'

/** Those that have not ended. */
export function activeOf(runs: RunSummary[]): RunSummary[] {
  return runs.filter(({ endedAt }) => endedAt === undefined)
}

const KEPT_ENDED = 100

/** The key under which the index lies. */
export const RUNS_KEY = 'all'
/** The key under which runs are numbered: whoever starts one must not wait for the index to be told of all the others. */
export const NUMBERS_KEY = 'numbers'

/** The ids of the ended runs that are kept, newest first. */
const ENDED = 'ended'

/** `Runs`: under one key the next run id, under the other the index: each run under its own id, every active one and the most recent ended ones. */
export function runsObject({ bot, inside, kept }: { bot: BotToken; inside: Inside; kept: SealedState }) {
  return restate.object({
    name: 'Runs',
    handlers: {
      /** `above`: the highest number known from elsewhere, so that a lost store does not number two runs alike. */
      async next(ctx: restate.ObjectContext, { above }: { above: number }): Promise<string | Sealed> {
        bot.refuseOthers(ctx, 'Runs/next')
        const number = Math.max((await kept.read<number>(ctx, 'Runs', 'next')) ?? 1, above + 1)
        await kept.write(ctx, 'Runs', 'next', number + 1)
        return bot.answer(ctx, 'Runs/next', `R-${number}`)
      },

      /** Active runs and the most recent ended ones, newest first. */
      list: restate.handlers.object.shared(async (ctx: restate.ObjectSharedContext): Promise<RunSummary[] | Sealed> => {
        bot.refuseOthers(ctx, 'Runs/list')
        // Who takes a run out of the store has not taken it out of the bot's memory.
        const names = new Set([...(await ctx.stateKeys()), ...kept.names('Runs', ctx.key)])
        const ids = [...names].filter((key) => /^R-\d+$/.test(key))
        const runs = (await Promise.all(ids.map((id) => kept.readShared<RunSummary>(ctx, 'Runs', id)))).filter((run) => run !== null)
        return bot.answer(
          ctx,
          'Runs/list',
          runs.toSorted((a, b) => numberOf(b.run) - numberOf(a.run)),
        )
      }),

      /** A note reads and writes the one run that it speaks of, and none of the others. */
      note: restate.handlers.object.exclusive(
        { ingressPrivate: true, enableLazyState: true },
        async (ctx: restate.ObjectContext, sealed: Sealed): Promise<void> => {
          const noted = inside.received(ctx, 'Runs/note', sealed)
          const known = await kept.read<RunSummary>(ctx, 'Runs', noted.run)
          // Repeated later, an older note changes nothing: no run begins again.
          if (known?.endedAt !== undefined && noted.endedAt === undefined) return
          await kept.write(ctx, 'Runs', noted.run, noted)
          if (noted.endedAt === undefined) return
          const others = ((await kept.read<string[]>(ctx, 'Runs', ENDED)) ?? []).filter((id) => id !== noted.run)
          const ended = [noted.run, ...others].toSorted((a, b) => numberOf(b) - numberOf(a))
          for (const forgotten of ended.slice(KEPT_ENDED)) kept.forget(ctx, 'Runs', forgotten)
          await kept.write(ctx, 'Runs', ENDED, ended.slice(0, KEPT_ENDED))
        },
      ),
    } satisfies RunsHandlers,
  })
}

function numberOf(id: string): number {
  return Number(id.replace(/^R-/, ''))
}
