import type { EngineWord } from '../../run/command.ts'
import type { Order } from '../../run/order.ts'
import type { Progress } from '../../run/view/view.ts'

/** What the gateway knows of a site: who is alive, and which orders wait or are out. Milliseconds are a clock that only counts on, never a worker's and never one that is set. */
export interface SiteState {
  workers: Record<string, KnownWorker>
  /** By the order's key. */
  orders: Record<string, SiteOrder>
  /** After a start: these workers may be at an order that is handed in again, until they have said so or this time has come. */
  awaited?: { workers: readonly string[]; untilMs: number }
}

export interface KnownWorker {
  boot: string
  /** Processes of this name that were replaced; one that wakes up again is not believed. */
  pastBoots: string[]
  /** Orders can be sent to it now. */
  connected: boolean
  /** When this connection of it began. */
  connectedMs: number
  seenMs: number
  /** Its clock less ours, as of its last heartbeat. */
  aheadMs: number
  /** It is told to stop, and takes nothing more. */
  leaving?: true
  documents: string[]
  /** Orders that were sent over its connection, and how many of them it has said have come. */
  sent: number
  arrived: number
}

/** An order as a run hands it in. */
export interface SiteRequest {
  order: Order
  /** UTC, ISO 8601. */
  notBefore?: string
  /** It was handed in before, and a worker may be at it. */
  again?: true
  /** Who has claimed it, as the run says: it is watched over, and given to nobody else. */
  claimedBy?: { worker: string; boot: string }
}

export interface GivenTo {
  worker: string
  boot: string
  spokenMs: number
  /** Which of the orders that were sent over the connection it is, as long as the worker has not said that it has come. */
  underway?: number
}

export interface SiteOrder {
  order: Order
  arrivedMs: number
  notBeforeMs?: number
  /** Which process has it; absent: it waits. */
  to?: GivenTo
  again?: true
  /** People want it stopped; its worker may have been away as it was told. */
  stopping?: true
  missingTold?: true
  progress?: Progress
}

export type SiteAct =
  | { type: 'pass'; worker: string; order: Order }
  | { type: 'stop'; worker: string; order: string }
  | { type: 'tell'; command: EngineWord }
  | { type: 'progress'; progress: Progress }

export interface SiteRules {
  /** Silence after which contact is lost. */
  lostMs: number
  /** How long an order waits for a worker before people are told. */
  noWorkerMs: number
}

export interface SiteStep {
  state: SiteState
  acts: SiteAct[]
}

export const emptySite: SiteState = { workers: {}, orders: {} }

/** People want this order stopped: its worker is told; one that still waits is never passed on. */
export function stopOrder(state: SiteState, key: string): SiteStep {
  const known = state.orders[key]
  if (known === undefined) return { state, acts: [] }
  if (known.to === undefined) return { state: settleOrders(state, [key]), acts: [] }
  const stopping = { ...state, orders: { ...state.orders, [key]: { ...known, stopping: true as const } } }
  return { state: stopping, acts: [{ type: 'stop', worker: known.to.worker, order: key }] }
}

/** The runs have their answers: these orders are no longer watched. */
export function settleOrders(state: SiteState, keys: string[]): SiteState {
  return { ...state, orders: Object.fromEntries(Object.entries(state.orders).filter(([key]) => !keys.includes(key))) }
}

/** This process stood still, and heard nobody meanwhile: everybody and everything counts as heard of just now. */
export function allSeen(state: SiteState, nowMs: number): SiteState {
  const workers = Object.entries(state.workers).map(([name, worker]) => [name, { ...worker, seenMs: nowMs }] as const)
  const orders = Object.entries(state.orders).map(
    ([key, known]) => [key, known.to ? { ...known, to: { ...known.to, spokenMs: nowMs } } : known] as const,
  )
  return { ...state, workers: Object.fromEntries(workers), orders: Object.fromEntries(orders) }
}

/** Must this order wait until whoever may be at it has spoken? */
export function isAwaited({ awaited, workers }: SiteState, { again }: SiteOrder, nowMs: number): boolean {
  if (again !== true || awaited === undefined || nowMs >= awaited.untilMs) return false
  return awaited.workers.some((name) => workers[name]?.connected !== true)
}

/** When `sweep` has something to find, at the earliest; `undefined` when no order is known. */
export function nextSweep(state: SiteState, nowMs: number, rules: SiteRules): number | undefined {
  const times = Object.values(state.orders).map((known) => {
    const { to, notBeforeMs, arrivedMs, missingTold } = known
    if (to !== undefined)
      return Math.min(to.underway === undefined ? to.spokenMs : nowMs, state.workers[to.worker]?.seenMs ?? nowMs) + rules.lostMs
    if (notBeforeMs !== undefined && notBeforeMs > nowMs) return notBeforeMs
    if (state.awaited !== undefined && isAwaited(state, known, nowMs)) return state.awaited.untilMs
    return missingTold === true ? nowMs + rules.lostMs : Math.max(arrivedMs, notBeforeMs ?? 0) + rules.noWorkerMs
  })
  return times.length === 0 ? undefined : Math.max(nowMs + 10, Math.min(...times))
}
