import type { PassedOver } from '../../run/command.ts'
import { dropLost } from './lost-orders.ts'
import { passWaiting, whyNot } from './pass-orders.ts'
import type { SiteState, SiteOrder, SiteRules, SiteStep } from './site-state.ts'

/** Time has passed: who is lost, which order may go now, what has nobody to do it. */
export function sweep(book: SiteState, nowMs: number, rules: SiteRules): SiteStep {
  const lost = dropLost(book, nowMs, rules)
  const passed = passWaiting(lost.book, nowMs, rules)
  const missing = tellMissing(passed.book, nowMs, rules)
  return { book: missing.book, acts: [...lost.acts, ...passed.acts, ...missing.acts] }
}

function tellMissing(book: SiteState, nowMs: number, rules: SiteRules): SiteStep {
  const waits = ({ to, notBeforeMs, arrivedMs, missingTold }: SiteOrder) =>
    to === undefined && missingTold !== true && nowMs - Math.max(arrivedMs, notBeforeMs ?? 0) >= rules.patienceMs
  const missing = Object.values(book.orders).filter(waits)
  const told = Object.fromEntries(missing.map((known) => [known.order.key, { ...known, missingTold: true as const }]))
  return {
    book: { ...book, orders: { ...book.orders, ...told } },
    acts: missing.map(({ order }) => ({
      type: 'tell',
      command: {
        run: order.run,
        type: 'no-worker',
        order: order.key,
        site: order.site,
        known: Object.keys(book.workers).sort(),
        ...passedOver(book, order.document, nowMs, rules),
      },
    })),
  }
}

/** The workers that live, each with the reason why it is not given this. */
function passedOver(book: SiteState, document: string, nowMs: number, rules: SiteRules): { passedOver?: PassedOver[] } {
  const found = Object.entries(book.workers).flatMap(([worker, known]): PassedOver[] => {
    const why = nowMs - known.seenMs < rules.lostMs ? whyNot(known, document) : undefined
    if (why === undefined) return []
    return [why === 'clock' ? { worker, why, aheadMs: known.aheadMs } : { worker, why }]
  })
  return found.length === 0 ? {} : { passedOver: found.sort((a, b) => (a.worker < b.worker ? -1 : 1)) }
}
