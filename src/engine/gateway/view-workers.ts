import type { WaitingOrder, WorkersView, WorkerStatus } from '../../run/view/workers-view.ts'
import type { SiteState } from './site-state.ts'

/** What the gateway knows, as people are told it. `workers`: those that the configuration lists, by name. */
export function viewWorkers(
  workers: Record<string, { site: string }>,
  stateOf: (site: string) => SiteState,
  at: { nowMs: number; lostMs: number },
): WorkersView {
  const sites = [...new Set(Object.values(workers).map(({ site }) => site))]
  return {
    workers: Object.entries(workers).map(([worker, { site }]) => statusOf(stateOf(site), site, worker, at)),
    waiting: sites.flatMap((site) => waitingOf(stateOf(site), site, at.nowMs)).toSorted((a, b) => a.since.localeCompare(b.since)),
  }
}

function statusOf(
  { workers, orders }: SiteState,
  site: string,
  worker: string,
  { nowMs, lostMs }: { nowMs: number; lostMs: number },
): WorkerStatus {
  const has = Object.values(orders).filter(({ to }) => to?.worker === worker)
  const named = { site, worker, orders: has.map(({ order }) => order.key) }
  const known = workers[worker]
  if (known === undefined) return { ...named, state: 'never-seen' }
  const { aheadMs, connectedMs, seenMs } = known
  if (!known.connected || nowMs - seenMs >= lostMs) return { ...named, state: 'silent', since: instantOf(seenMs, nowMs), aheadMs }
  return { ...named, state: known.leaving === true ? 'leaving' : 'connected', since: instantOf(connectedMs, nowMs), aheadMs }
}

/** One whose time has not come waits for that, and for no worker. */
function waitingOf({ orders }: SiteState, site: string, nowMs: number): WaitingOrder[] {
  return Object.values(orders)
    .filter(({ to, notBeforeMs }) => to === undefined && (notBeforeMs ?? 0) <= nowMs)
    .map(({ order, arrivedMs, notBeforeMs }) => ({
      site,
      order: order.key,
      since: instantOf(Math.min(nowMs, Math.max(arrivedMs, notBeforeMs ?? 0)), nowMs),
    }))
}

/** Of the clock that only counts on, as people read time. */
function instantOf(ms: number, nowMs: number): string {
  return new Date(Date.now() - (nowMs - ms)).toISOString()
}
