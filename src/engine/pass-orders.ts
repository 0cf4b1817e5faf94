import type { SiteAct, SiteBook, SiteRules, SiteStep } from './site-book.ts'

/** Gives every order that waits, and whose time has come, to a worker that can do it. */
export function passWaiting(book: SiteBook, nowMs: number, rules: SiteRules): SiteStep {
  const acts: SiteAct[] = []
  let next = book
  for (const [key, known] of Object.entries(book.orders)) {
    if (known.to !== undefined || (known.notBeforeMs ?? 0) > nowMs) continue
    const worker = chooseWorker(next, known.order.document, nowMs, rules)
    if (worker === undefined) continue
    const to = { worker: worker.name, boot: worker.boot, heardMs: nowMs }
    next = { ...next, orders: { ...next.orders, [key]: { ...known, to } } }
    acts.push({ type: 'pass', worker: worker.name, order: known.order })
  }
  return { book: next, acts }
}

/** The living worker that holds the document and has least to do. */
function chooseWorker(book: SiteBook, document: string, nowMs: number, rules: SiteRules): { name: string; boot: string } | undefined {
  const busy = (name: string) => Object.values(book.orders).filter((known) => known.to?.worker === name).length
  return Object.entries(book.workers)
    .filter(([, worker]) => nowMs - worker.seenMs < rules.lostMs && worker.documents.includes(document))
    .map(([name, { boot }]) => ({ name, boot, busy: busy(name) }))
    .sort((a, b) => a.busy - b.busy || (a.name < b.name ? -1 : 1))[0]
}
