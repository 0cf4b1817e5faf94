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

interface Index {
  runs: RunSummary[]
}

const KEPT_ENDED = 100

export type RunsObject = ReturnType<typeof runsObject>

/** The key under which the index lies. */
export const RUNS_KEY = 'all'
/** The key under which runs are numbered: whoever starts one must not wait for the index to be told of all the others. */
export const NUMBERS_KEY = 'numbers'

/** `Runs`: under one key the next run id, under the other the index of active and recent runs. */
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
        return bot.answer(ctx, 'Runs/list', (await readIndex(ctx)).runs)
      }),

      note: restate.handlers.object.exclusive(
        { ingressPrivate: true },
        async (ctx: restate.ObjectContext, sealed: Sealed): Promise<void> => {
          const run = inside.heard(ctx, 'Runs/note', sealed)
          const index = await readIndex(ctx)
          const runs = [run, ...index.runs.filter((other) => other.id !== run.id)].sort((a, b) => numberOf(b) - numberOf(a))
          const ended = runs.filter((other) => other.endedAt !== undefined)
          const forgotten = new Set(ended.slice(KEPT_ENDED).map((other) => other.id))
          ctx.set('index', { runs: runs.filter((other) => !forgotten.has(other.id)) } satisfies Index)
        },
      ),
    },
  })
}

async function readIndex(ctx: restate.ObjectSharedContext): Promise<Index> {
  return (await ctx.get<Index>('index')) ?? { runs: [] }
}

function numberOf(run: RunSummary): number {
  return Number(run.id.replace(/^R-/, ''))
}
