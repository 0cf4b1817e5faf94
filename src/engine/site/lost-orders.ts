import type { KnownWorker, SiteState, SiteOrder, SiteRules, SiteStep } from './site-state.ts'
import { allSeen, settleOrders } from './site-state.ts'

/** Orders of processes that are gone or silent leave the state, and their runs are told why. */
export function dropLost(known: SiteState, nowMs: number, rules: SiteRules): SiteStep {
  // A sweep that did not come in time proves that the engine or the bot was away, or our clock set forward, and says nothing of the workers: they get their time anew.
  const away = known.sweepAt !== undefined && nowMs - known.sweepAt > rules.lostMs / 2
  const state = away ? allSeen(known, nowMs) : known
  const lost = Object.values(state.orders).flatMap((order) => {
    const why = order.to && whyLost(order.to, state.workers[order.to.worker], nowMs, rules)
    return order.to && why !== undefined ? [{ known: order, worker: order.to.worker, why }] : []
  })
  return {
    state:
      lost.length === 0
        ? state
        : settleOrders(
            state,
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
