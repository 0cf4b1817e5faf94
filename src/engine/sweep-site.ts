import { dropLost } from './lost-orders.ts'
import { passWaiting } from './pass-orders.ts'
import type { SiteBook, SiteOrder, SiteRules, SiteStep } from './site-book.ts'

/** Time has passed: who is lost, which order may go now, what has nobody to do it. */
export function sweep(book: SiteBook, nowMs: number, rules: SiteRules): SiteStep {
  // A late sweep proves that the engine or the bot was away, and says nothing of the workers: they get their time anew.
  const away = book.sweepAt !== undefined && nowMs - book.sweepAt > rules.lostMs / 2
  const lost = dropLost(away ? allHeard(book, nowMs) : book, nowMs, rules)
  const passed = passWaiting(lost.book, nowMs, rules)
  const missing = tellMissing(passed.book, nowMs, rules)
  return { book: missing.book, acts: [...lost.acts, ...passed.acts, ...missing.acts] }
}

function tellMissing(book: SiteBook, nowMs: number, rules: SiteRules): SiteStep {
  const waits = ({ to, notBeforeMs, arrivedMs, missingTold }: SiteOrder) =>
    to === undefined && missingTold !== true && nowMs - Math.max(arrivedMs, notBeforeMs ?? 0) >= rules.patienceMs
  const missing = Object.values(book.orders).filter(waits)
  const told = Object.fromEntries(missing.map((known) => [known.order.key, { ...known, missingTold: true as const }]))
  return {
    book: { ...book, orders: { ...book.orders, ...told } },
    acts: missing.map(({ order }) => ({
      type: 'tell',
      command: { run: order.run, type: 'no-worker', order: order.key, site: order.site, known: Object.keys(book.workers).sort() },
    })),
  }
}

function allHeard(book: SiteBook, nowMs: number): SiteBook {
  const workers = Object.fromEntries(Object.entries(book.workers).map(([name, worker]) => [name, { ...worker, seenMs: nowMs }]))
  const orders = Object.entries(book.orders).map(([key, known]) => [
    key,
    known.to ? { ...known, to: { ...known.to, heardMs: nowMs } } : known,
  ])
  return { ...book, workers, orders: Object.fromEntries(orders) as SiteBook['orders'] }
}
