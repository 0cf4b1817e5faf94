import * as restate from '@restatedev/restate-sdk'
import type { RunState } from '../../run/state.ts'
import { waitsFor } from '../../run/view/status.ts'
import type { RunSummary } from '../../run/view/view.ts'
import type { BotToken } from '../proof/bot-token.ts'
import type { Inside } from '../proof/inside.ts'
import type { ListedRun, RunsHandlers, Sealed } from '../objects.ts'
import type { SealedState } from '../proof/sealed-state.ts'

/** Those that have not ended. */
export function activeOf<R extends RunSummary>(runs: R[]): R[] {
  return runs.filter(({ endedAt }) => endedAt === undefined)
}

const KEPT_ENDED = 100

/** The key under which the index lies. */
export const RUNS_KEY = 'all'
/** The key under which runs are numbered: whoever starts one must not wait for the index to be told of all the others. */
export const NUMBERS_KEY = 'numbers'

/** So many numbers lie under one key, once their runs ended longer ago. */
const PER_PAGE = 100

/** The key under which older runs of these numbers lie. */
export function pageKey(page: number): string {
  return `ended/${page}`
}

/** The ids of the ended runs that stand in the index and whose end was seen, newest first. */
const ENDED = 'ended'
/** The pages that there are. */
const PAGES = 'pages'

/** Keeps the index of runs true. Called with the state before, it is silent where nothing of the index changed. */
export function noteRun(ctx: restate.ObjectContext, inside: Inside, state: RunState, before?: RunState): void {
  const waits = waitsFor(state)
  if (before !== undefined && isListedAs(before, state)) return
  const { run, phase, rehearsal, requester, conversation, mirrors, startedAt, endedAt } = state
  inside.send(ctx, 'Runs/note', RUNS_KEY, {
    run,
    title: state.procedure.title,
    phase,
    ...(waits !== undefined && { waitsFor: waits }),
    rehearsal,
    requester: { id: requester.id, name: requester.name },
    conversation,
    mirrors,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
  })
}

function isListedAs(before: RunState, after: RunState): boolean {
  return (
    before.phase === after.phase &&
    before.endedAt === after.endedAt &&
    before.mirrors.length === after.mirrors.length &&
    waitsFor(before) === waitsFor(after)
  )
}

export interface RunsOptions {
  bot: BotToken
  inside: Inside
  kept: SealedState
  /** Told of each run that was noted in the index. */
  onNote: (run: RunSummary) => void
}

/**
 * `Runs`: under one key the next run id; under another the index, each run under its own id, every active one and the most recent ended ones; under the others
 * those that ended longer ago, a hundred numbers each.
 */
export function runsObject({ bot, inside, kept, onNote }: RunsOptions) {
  const { shared, exclusive } = restate.handlers.object
  const within = { ingressPrivate: true, enableLazyState: true }

  /** Who takes a run out of the store has not taken it out of the bot's memory. */
  const all = async <R extends RunSummary>(ctx: restate.ObjectSharedContext): Promise<R[]> => {
    const names = new Set([...(await ctx.stateKeys()), ...kept.names('Runs', ctx.key)])
    const ids = [...names].filter((key) => /^R-\d+$/.test(key))
    const runs: R[] = []
    // One after the other: what is waited for at once the SDK gives up where the engine has not sent it beforehand.
    for (const id of ids) {
      const run = await kept.readShared<R>(ctx, 'Runs', id)
      if (run !== null) runs.push(run)
    }
    return runs.toSorted((a, b) => numberOf(b.run) - numberOf(a.run))
  }

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
      list: shared(async (ctx: restate.ObjectSharedContext): Promise<ListedRun[] | Sealed> => {
        bot.refuseOthers(ctx, 'Runs/list')
        return bot.answer(ctx, 'Runs/list', await all<ListedRun>(ctx))
      }),

      pages: shared({ enableLazyState: true }, async (ctx: restate.ObjectSharedContext): Promise<number[] | Sealed> => {
        bot.refuseOthers(ctx, 'Runs/pages')
        return bot.answer(ctx, 'Runs/pages', (await kept.readShared<number[]>(ctx, 'Runs', PAGES)) ?? [])
      }),

      /** The runs of one page, newest first. */
      page: shared(async (ctx: restate.ObjectSharedContext): Promise<RunSummary[] | Sealed> => {
        bot.refuseOthers(ctx, 'Runs/page')
        return bot.answer(ctx, 'Runs/page', await all(ctx))
      }),

      /** A note reads and writes the one run that it speaks of, and none of the others. */
      note: exclusive(within, async (ctx: restate.ObjectContext, sealed: Sealed): Promise<void> => {
        const noted = inside.received(ctx, 'Runs/note', sealed)
        const known = await kept.read<ListedRun>(ctx, 'Runs', noted.run)
        // Repeated later, an older note changes nothing: no run begins again.
        if (known?.endedAt !== undefined && noted.endedAt === undefined) return
        const untold = noted.endedAt !== undefined && (known?.endedAt === undefined || known.untold === true)
        await kept.write(ctx, 'Runs', noted.run, { ...noted, ...(untold && { untold }) })
        if (noted.endedAt !== undefined && !untold) await moveOlder(ctx, noted.run)
        onNote(noted)
      }),

      /** From Conversation. Repeated later it is harmless: what was shown to its end is. */
      told: exclusive(within, async (ctx: restate.ObjectContext, sealed: Sealed): Promise<void> => {
        const { run } = inside.received(ctx, 'Runs/told', sealed)
        const known = await kept.read<ListedRun>(ctx, 'Runs', run)
        if (known?.untold !== true || known.endedAt === undefined) return
        const { untold: _, ...told } = known
        await kept.write(ctx, 'Runs', run, told)
        await moveOlder(ctx, run)
      }),

      /** From the index, of one that ended longer ago. Repeated later it is harmless: it says what stands there. */
      old: exclusive(within, async (ctx: restate.ObjectContext, sealed: Sealed): Promise<void> => {
        const old = inside.received(ctx, 'Runs/old', sealed)
        await kept.write(ctx, 'Runs', old.run, old)
      }),
    } satisfies RunsHandlers,
  })

  /**
   * The index keeps the ended runs of the highest numbers; the others go to their pages. Those whose end nobody has seen yet are asked about here as they are seen, and
   * not before: of hundreds that end at once each would be looked at for each.
   */
  async function moveOlder(ctx: restate.ObjectContext, run: string): Promise<void> {
    const before = (await kept.read<string[]>(ctx, 'Runs', ENDED)) ?? []
    const ended = [...new Set([run, ...before])].toSorted((a, b) => numberOf(b) - numberOf(a))
    for (const id of ended.slice(KEPT_ENDED)) {
      const known = await kept.read<ListedRun>(ctx, 'Runs', id)
      // Releases up to 0.9.0 counted them too.
      if (known !== null && known.untold !== true) await putOnPage(ctx, known)
    }
    const stay = ended.slice(0, KEPT_ENDED)
    if (stay.join() !== before.join()) await kept.write(ctx, 'Runs', ENDED, stay)
  }

  async function putOnPage(ctx: restate.ObjectContext, known: RunSummary): Promise<void> {
    const page = pageOf(numberOf(known.run))
    const pages = (await kept.read<number[]>(ctx, 'Runs', PAGES)) ?? []
    if (!pages.includes(page)) await kept.write(ctx, 'Runs', PAGES, [...pages, page])
    inside.send(ctx, 'Runs/old', pageKey(page), known)
    kept.forget(ctx, 'Runs', known.run)
  }
}

/** The ended run before which the older ones are; what is active, or was not seen to its end, is listed however old it is. */
export function oldestInOrder(runs: ListedRun[]): string | undefined {
  return runs.findLast(({ endedAt, untold }) => endedAt !== undefined && untold !== true)?.run
}

/** Ended runs of lower numbers than this one, newest first: from as many pages as it takes to have some. */
export async function olderRuns(
  { pages, page }: { pages: () => Promise<number[]>; page: (key: string) => Promise<RunSummary[]> },
  before: string,
): Promise<RunSummary[]> {
  const below = numberOf(before)
  for (const each of (await pages()).filter((one) => one <= pageOf(below - 1)).toSorted((a, b) => b - a)) {
    const found = (await page(pageKey(each))).filter(({ run }) => numberOf(run) < below)
    if (found.length > 0) return found
  }
  return []
}

function pageOf(number: number): number {
  return Math.floor(number / PER_PAGE)
}

function numberOf(id: string): number {
  return Number(id.replace(/^R-/, ''))
}
