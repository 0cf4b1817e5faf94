import { CLOCKS_APART_MS } from '../../run/clocks.ts'
import { isAwaited, type KnownWorker, type SiteAct, type SiteState, type SiteOrder, type SiteRules, type SiteStep } from './site-state.ts'

/** An order arrives. One that is known already changes nothing. */
export function takeOrder(
  state: SiteState,
  arriving: Omit<SiteOrder, 'missingTold' | 'progress'>,
  nowMs: number,
  rules: SiteRules,
): SiteStep {
  const key = arriving.order.key
  if (state.orders[key] !== undefined) return { state, acts: [] }
  return passWaiting({ ...state, orders: { ...state.orders, [key]: arriving } }, nowMs, rules)
}

/** Gives every order that waits, and whose time has come, to a worker that can do it. */
export function passWaiting(state: SiteState, nowMs: number, rules: SiteRules): SiteStep {
  const acts: SiteAct[] = []
  let next = state
  for (const [key, known] of Object.entries(state.orders)) {
    if (known.to !== undefined || (known.notBeforeMs ?? 0) > nowMs || isAwaited(next, known, nowMs)) continue
    const chosen = chooseWorker(next, known.order.document, nowMs, rules)
    if (chosen === undefined) continue
    const { name: worker, boot } = chosen
    next = sendOver(next, key, { worker, boot }, nowMs)
    acts.push({ type: 'pass', worker, order: known.order })
  }
  return { state: next, acts }
}

/** The order is sent to this worker: it counts as one that is under way until the worker has said that it has come. */
export function sendOver(state: SiteState, key: string, to: { worker: string; boot: string }, nowMs: number): SiteState {
  const [known, worker] = [state.orders[key], state.workers[to.worker]]
  if (known === undefined || worker === undefined) return state
  const sent = worker.sent + 1
  return {
    ...state,
    workers: { ...state.workers, [to.worker]: { ...worker, sent } },
    orders: { ...state.orders, [key]: { ...known, to: { ...to, spokenMs: nowMs, underway: sent } } },
  }
}

/** Why a worker that lives is not given what this document asks for. */
export function whyNot({ leaving, documents, aheadMs }: KnownWorker, document: string): 'leaving' | 'document' | 'clock' | undefined {
  if (leaving === true) return 'leaving'
  if (!documents.includes(document)) return 'document'
  // What it says of its blocks is timed by its own clock, and it judges approvals by it.
  return Math.abs(aheadMs) > CLOCKS_APART_MS ? 'clock' : undefined
}

/** The living worker that can take it and has least to do. */
export function chooseWorker(
  state: SiteState,
  document: string,
  nowMs: number,
  rules: SiteRules,
): { name: string; boot: string } | undefined {
  const busy = (name: string) => Object.values(state.orders).filter((known) => known.to?.worker === name).length
  return Object.entries(state.workers)
    .filter(([, worker]) => worker.connected && nowMs - worker.seenMs < rules.lostMs && whyNot(worker, document) === undefined)
    .map(([name, { boot }]) => ({ name, boot, busy: busy(name) }))
    .toSorted((a, b) => a.busy - b.busy || (a.name < b.name ? -1 : 1))[0]
}
