import type { Heartbeat } from '../../connection/frames.ts'
import { dropLost } from './lost-orders.ts'
import { passWaiting, sendOver } from './pass-orders.ts'
import type { KnownWorker, SiteAct, SiteOrder, SiteState, SiteRules, SiteStep } from './site-state.ts'

const PAST_BOOTS = 50

export interface Arriving {
  worker: string
  boot: string
  documents: string[]
  /** Orders that it was given over an earlier connection, and is at. */
  running: string[]
  aheadMs: number
}

/** A worker has connected, or connected again. `undefined`: this process of it was replaced by another, and is not believed. */
export function takeConnected(
  state: SiteState,
  { worker, boot, documents, running, aheadMs }: Arriving,
  nowMs: number,
  rules: SiteRules,
): SiteStep | undefined {
  const known = state.workers[worker]
  if (known?.pastBoots.includes(boot) === true) return undefined
  const changed = known !== undefined && known.boot !== boot
  const now: KnownWorker = {
    boot,
    pastBoots: changed ? [known.boot, ...known.pastBoots].slice(0, PAST_BOOTS) : (known?.pastBoots ?? []),
    connected: true,
    connectedMs: nowMs,
    seenMs: nowMs,
    aheadMs,
    ...(!changed && known?.leaving === true && { leaving: true }),
    documents,
    sent: 0,
    arrived: 0,
  }
  const arrived = { ...state, workers: { ...state.workers, [worker]: now }, orders: atWork(state.orders, { worker, boot, running }, nowMs) }
  // What was on its way as the last connection ended may have been lost with it; an order that it has already changes nothing there.
  const again = Object.values(arrived.orders).filter(({ to }) => to?.worker === worker && to.boot === boot)
  const lacks = (key: string) => !running.includes(key)
  const acts = again.flatMap(({ order, stopping }): SiteAct[] => [
    ...(lacks(order.key) ? [{ type: 'pass' as const, worker, order }] : []),
    ...(stopping === true ? [{ type: 'stop' as const, worker, order: order.key }] : []),
  ])
  const sent = again
    .filter(({ order }) => lacks(order.key))
    .reduce((before, { order }) => sendOver(before, order.key, { worker, boot }, nowMs), arrived)
  return andThen({ state: sent, acts }, nowMs, rules)
}

/** What waits here, and is worked on there, was given before a start of the bot: nobody else is to have it. */
function atWork(
  orders: SiteState['orders'],
  { worker, boot, running }: Pick<Arriving, 'worker' | 'boot' | 'running'>,
  nowMs: number,
): SiteState['orders'] {
  const to = { worker, boot, spokenMs: nowMs }
  const adopted = running.flatMap((key) => {
    const known = orders[key]
    return known === undefined || known.to !== undefined ? [] : [[key, { ...known, to }] as const]
  })
  return { ...orders, ...Object.fromEntries(adopted) }
}

/** Its connection has ended. It may come back; what it has is lost only when it stays silent. */
export function takeDisconnected(state: SiteState, worker: string, boot: string): SiteState {
  const known = state.workers[worker]
  if (known === undefined || known.boot !== boot) return state
  return { ...state, workers: { ...state.workers, [worker]: { ...known, connected: false } } }
}

/** A worker says that it lives. MUST be of the process that is connected under this name. */
export function takeHeartbeat(
  state: SiteState,
  worker: string,
  beat: Omit<Heartbeat, 'at'> & { aheadMs: number },
  nowMs: number,
  rules: SiteRules,
): SiteStep {
  const known = state.workers[worker]
  if (known === undefined) return { state, acts: [] }
  const { aheadMs, leaving, documents = known.documents } = beat
  const now: KnownWorker = { ...known, seenMs: nowMs, aheadMs, documents, arrived: beat.arrived, ...(leaving === true && { leaving }) }
  const noted = noteRunning({ ...state, workers: { ...state.workers, [worker]: now } }, worker, beat.running, nowMs)
  return andThen(leaving === true ? { ...noted, state: takeBack(noted.state, worker, now.boot, beat.running) } : noted, nowMs, rules)
}

function andThen({ state, acts }: SiteStep, nowMs: number, rules: SiteRules): SiteStep {
  const lost = dropLost(state, nowMs, rules)
  const passed = passWaiting(lost.state, nowMs, rules)
  return { state: passed.state, acts: [...acts, ...lost.acts, ...passed.acts] }
}

function noteRunning(state: SiteState, worker: string, running: Heartbeat['running'], nowMs: number): SiteStep {
  const acts: SiteAct[] = []
  const orders = arrivedAt(state, worker, nowMs)
  for (const { order: key, progress } of running) {
    const known = orders[key]
    if (known?.to?.worker !== worker || known.to.boot !== state.workers[worker]?.boot) continue
    // Of another order it has nothing to say, whatever run that is of.
    const own = progress?.order === key && progress.run === known.order.run
    const news = own && JSON.stringify(progress) !== JSON.stringify(known.progress)
    if (news) acts.push({ type: 'progress', progress })
    orders[key] = { ...known, to: { ...known.to, spokenMs: nowMs }, ...(news && { progress }) }
  }
  return { state: { ...state, orders }, acts }
}

/** An order that has come counts as spoken of once: from then on the worker must say that it is at it. */
function arrivedAt({ orders, workers }: SiteState, worker: string, nowMs: number): SiteState['orders'] {
  const come = workers[worker]?.arrived ?? 0
  const arrived = ({ to, ...known }: SiteOrder): SiteOrder | undefined => {
    if (to?.worker !== worker || to.underway === undefined || to.underway > come) return undefined
    const { underway: _, ...given } = to
    return { ...known, to: { ...given, spokenMs: nowMs } }
  }
  return Object.fromEntries(Object.entries(orders).map(([key, known]) => [key, arrived(known) ?? known]))
}

/** Whoever says goodbye begins nothing any more: what it has not begun waits again, and is another's at once. */
function takeBack(state: SiteState, worker: string, boot: string, running: Heartbeat['running']): SiteState {
  const begun = new Set(running.map(({ order }) => order))
  const orders = Object.entries(state.orders).map(([key, known]) => {
    const { to, ...waiting } = known
    return [key, to?.worker === worker && to.boot === boot && !begun.has(key) ? waiting : known] as const
  })
  return { ...state, orders: Object.fromEntries(orders) }
}
