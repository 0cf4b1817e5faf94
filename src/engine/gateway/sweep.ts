import type { PassedOver } from '../../run/command.ts'
import { dropLost } from './lost-orders.ts'
import { passWaiting, whyNot } from './pass-orders.ts'
import type { SiteState, SiteOrder, SiteRules, SiteStep } from './site-state.ts'

/** Time has passed: who is lost, which order may go now, what has nobody to do it. */
export function sweep(state: SiteState, nowMs: number, rules: SiteRules): SiteStep {
  const lost = dropLost(state, nowMs, rules)
  const passed = passWaiting(lost.state, nowMs, rules)
  const missing = tellMissing(passed.state, nowMs, rules)
  return { state: missing.state, acts: [...lost.acts, ...passed.acts, ...missing.acts] }
}

function tellMissing(state: SiteState, nowMs: number, rules: SiteRules): SiteStep {
  const waits = ({ to, notBeforeMs, arrivedMs, missingTold }: SiteOrder) =>
    to === undefined && missingTold !== true && nowMs - Math.max(arrivedMs, notBeforeMs ?? 0) >= rules.noWorkerMs
  const missing = Object.values(state.orders).filter(waits)
  const told = Object.fromEntries(missing.map((known) => [known.order.key, { ...known, missingTold: true as const }]))
  return {
    state: { ...state, orders: { ...state.orders, ...told } },
    acts: missing.map(({ order }) => ({
      type: 'tell',
      command: {
        run: order.run,
        type: 'no-worker',
        order: order.key,
        site: order.site,
        known: Object.keys(state.workers).toSorted(),
        ...passedOver(state, order.document, nowMs, rules),
      },
    })),
  }
}

/** The workers that live, each with the reason why it is not given this. */
function passedOver(state: SiteState, document: string, nowMs: number, rules: SiteRules): { passedOver?: PassedOver[] } {
  const found = Object.entries(state.workers).flatMap(([worker, known]): PassedOver[] => {
    const why = known.connected && nowMs - known.seenMs < rules.lostMs ? whyNot(known, document) : undefined
    if (why === undefined) return []
    return [why === 'clock' ? { worker, why, aheadMs: known.aheadMs } : { worker, why }]
  })
  return found.length === 0 ? {} : { passedOver: found.toSorted((a, b) => (a.worker < b.worker ? -1 : 1)) }
}
