import type { WorkerFault } from '../../run/facts/worker-fault.ts'
import type { KnownWorker, SiteState, SiteOrder, SiteRules, SiteStep } from './site-state.ts'
import { settleOrders } from './site-state.ts'

/** Orders of processes that are gone or silent leave the state, and their runs are told why. */
export function dropLost(state: SiteState, nowMs: number, rules: SiteRules): SiteStep {
  const lost = Object.values(state.orders).flatMap((order) => {
    const why = order.to && whyLost(order.to, state.workers[order.to.worker], nowMs, rules)
    return order.to && why !== undefined ? [{ known: order, worker: order.to.worker, why }] : []
  })
  if (lost.length === 0) return { state, acts: [] }
  const keys = lost.map(({ known }) => known.order.key)
  return {
    state: settleOrders(state, keys),
    acts: lost.map(({ known, worker, why }) => ({
      type: 'tell',
      command: { run: known.order.run, type: 'lost-contact', order: known.order.key, worker, why },
    })),
  }
}

/** A worker that was never heard of may still come, as after a start of the bot: its orders count from when they were handed in. */
function whyLost(
  to: NonNullable<SiteOrder['to']>,
  worker: KnownWorker | undefined,
  nowMs: number,
  rules: SiteRules,
): WorkerFault | undefined {
  if (worker !== undefined && worker.boot !== to.boot) return { is: 'worker-restarted', worker: to.worker }
  const silentMs = nowMs - (worker?.seenMs ?? to.spokenMs)
  if (silentMs >= rules.lostMs) return { is: 'worker-unheard', worker: to.worker, ms: silentMs }
  // What has not come to it, it cannot speak of: of that it is asked when it has.
  if (to.underway === undefined && nowMs - to.spokenMs >= rules.lostMs)
    return { is: 'order-unspoken', worker: to.worker, ms: nowMs - to.spokenMs }
  return undefined
}
