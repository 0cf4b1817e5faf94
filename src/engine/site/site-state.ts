import type { EngineWord } from '../../run/command.ts'
import type { Order } from '../../run/order.ts'
import type { Progress } from '../../run/view/view.ts'

/** What a site remembers: who is alive, and which orders wait or are out. Milliseconds are the engine's clock, never a worker's. */
export interface SiteState {
  workers: Record<string, KnownWorker>
  /** By the order's key. */
  orders: Record<string, SiteOrder>
  /** When the next `sweep` was asked for. */
  sweepAt?: number
}

/** An order as a run hands it in. */
export interface SiteRequest {
  order: Order
  conversation: string
  notBefore?: string
}

export interface KnownWorker {
  boot: string
  /** Processes of this name that were replaced; one that wakes up again is not believed. */
  pastBoots: string[]
  /** `seq` of its last heartbeat. */
  seq: number
  seenMs: number
  /** Its clock less ours, as of its last heartbeat. */
  aheadMs: number
  /** It is told to stop, and takes nothing more. */
  leaving?: true
  documents: string[]
}

export interface SiteOrder {
  order: Order
  /** Key of the conversation that is shown its progress. */
  conversation: string
  arrivedMs: number
  notBeforeMs?: number
  /** Which process has it; absent: it waits. */
  to?: { worker: string; boot: string; heardMs: number }
  missingTold?: true
  progress?: Progress
}

export type SiteAct =
  | { type: 'pass'; worker: string; order: Order }
  | { type: 'stop'; worker: string; order: string }
  | { type: 'tell'; command: EngineWord }
  | { type: 'progress'; conversation: string; progress: Progress }

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
  return { state, acts: [{ type: 'stop', worker: known.to.worker, order: key }] }
}

/** The runs have their answers: these orders are no longer watched. */
export function settleOrders(state: SiteState, keys: string[]): SiteState {
  return { ...state, orders: Object.fromEntries(Object.entries(state.orders).filter(([key]) => !keys.includes(key))) }
}

/** What the state remembers of a time that has not come yet was written before our clock was set back: it counts from now. */
export function notAhead(state: SiteState, nowMs: number): SiteState {
  return timed(state, (ms) => Math.min(ms, nowMs))
}

/** Everybody and everything has been heard of just now. */
export function allSeen(state: SiteState, nowMs: number): SiteState {
  return timed(state, () => nowMs)
}

function timed(state: SiteState, time: (ms: number) => number): SiteState {
  const workers = Object.entries(state.workers).map(([name, worker]) => [name, { ...worker, seenMs: time(worker.seenMs) }] as const)
  const orders = Object.entries(state.orders).map(
    ([key, known]) => [key, known.to ? { ...known, to: { ...known.to, heardMs: time(known.to.heardMs) } } : known] as const,
  )
  return { ...state, workers: Object.fromEntries(workers), orders: Object.fromEntries(orders) }
}

/** When `sweep` has something to find, at the earliest; `undefined` when no order is known. */
export function nextSweep(state: SiteState, nowMs: number, rules: SiteRules): number | undefined {
  const times = Object.values(state.orders).map(({ to, notBeforeMs, arrivedMs, missingTold }) => {
    if (to !== undefined) return Math.min(to.heardMs, state.workers[to.worker]?.seenMs ?? nowMs) + rules.lostMs
    if (notBeforeMs !== undefined && notBeforeMs > nowMs) return notBeforeMs
    return missingTold === true ? nowMs + rules.lostMs : Math.max(arrivedMs, notBeforeMs ?? 0) + rules.noWorkerMs
  })
  return times.length === 0 ? undefined : Math.max(nowMs + 10, Math.min(...times))
}
