import * as restate from '@restatedev/restate-sdk'
import type { Phase } from '../run/state.ts'
import { refuseStrangers } from './bot-only.ts'

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
  next: number
  runs: RunSummary[]
}

const KEPT_ENDED = 100

export type RunsObject = ReturnType<typeof runsObject>

/** The key under which the one `Runs` object lives. */
export const RUNS_KEY = 'all'

/** `Runs`, one of its kind: the next run id, and the index of active and recent runs. */
export function runsObject(options: { botToken: string }) {
  return restate.object({
    name: 'Runs',
    handlers: {
      /** `above`: the highest number known from elsewhere, so that a lost store does not number two runs alike. */
      async next(ctx: restate.ObjectContext, { above }: { above: number }): Promise<string> {
        refuseStrangers(ctx, options.botToken)
        const index = await readIndex(ctx)
        const number = Math.max(index.next, above + 1)
        ctx.set('index', { ...index, next: number + 1 } satisfies Index)
        return `R-${number}`
      },

      /** Active runs and the most recent ended ones, newest first. */
      list: restate.handlers.object.shared(async (ctx: restate.ObjectSharedContext): Promise<RunSummary[]> => {
        refuseStrangers(ctx, options.botToken)
        return (await readIndex(ctx)).runs
      }),

      note: restate.handlers.object.exclusive(
        { ingressPrivate: true },
        async (ctx: restate.ObjectContext, run: RunSummary): Promise<void> => {
          const index = await readIndex(ctx)
          const runs = [run, ...index.runs.filter((other) => other.id !== run.id)].sort((a, b) => numberOf(b) - numberOf(a))
          const ended = runs.filter((other) => other.endedAt !== undefined)
          const forgotten = new Set(ended.slice(KEPT_ENDED).map((other) => other.id))
          ctx.set('index', { ...index, runs: runs.filter((other) => !forgotten.has(other.id)) } satisfies Index)
        },
      ),
    },
  })
}

async function readIndex(ctx: restate.ObjectSharedContext): Promise<Index> {
  return (await ctx.get<Index>('index')) ?? { next: 1, runs: [] }
}

function numberOf(run: RunSummary): number {
  return Number(run.id.replace(/^R-/, ''))
}
