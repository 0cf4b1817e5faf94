import type { KnownWorker, SiteBook, SiteOrder, SiteRules, SiteStep } from './site-book.ts'
import { without } from './site-book.ts'

/** Orders of processes that are gone or silent leave the book, and their runs are told why. */
export function dropLost(book: SiteBook, nowMs: number, rules: SiteRules): SiteStep {
  const lost = Object.values(book.orders).flatMap((known) => {
    const why = known.to && whyLost(known.to, book.workers[known.to.worker], nowMs, rules)
    return known.to && why !== undefined ? [{ known, worker: known.to.worker, why }] : []
  })
  return {
    book:
      lost.length === 0
        ? book
        : without(
            book,
            lost.map(({ known }) => known.order.key),
          ),
    acts: lost.map(({ known, worker, why }) => ({
      type: 'tell',
      command: { run: known.order.run, type: 'lost-contact', order: known.order.key, worker, why },
    })),
  }
}

function whyLost(to: NonNullable<SiteOrder['to']>, worker: KnownWorker | undefined, nowMs: number, rules: SiteRules): string | undefined {
  if (worker === undefined) return `${to.worker} is not known any more`
  if (worker.boot !== to.boot) return `${to.worker} was started again`
  if (nowMs - worker.seenMs >= rules.lostMs) return `${to.worker} has not been heard of for ${seconds(nowMs - worker.seenMs)}`
  if (nowMs - to.heardMs >= rules.lostMs) return `${to.worker} lives, but has not spoken of this order for ${seconds(nowMs - to.heardMs)}`
  return undefined
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`
}
