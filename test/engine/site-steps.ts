/** What happens to a site, one step after the other: orders arrive, workers connect, speak and are silent. */
import { takeConnected, takeDisconnected, takeHeartbeat } from '../../src/engine/gateway/hear-worker.ts'
import { takeOrder } from '../../src/engine/gateway/pass-orders.ts'
import type { SiteState, SiteStep } from '../../src/engine/gateway/site-state.ts'
import { emptySite } from '../../src/engine/gateway/site-state.ts'
import { sweep } from '../../src/engine/gateway/sweep.ts'
import type { PassedOver } from '../../src/run/command.ts'
import type { Order } from '../../src/run/order.ts'
import type { Progress } from '../../src/run/view/view.ts'

export const rules = { lostMs: 8000, noWorkerMs: 3000 }
export const order: Order = {
  kind: 'observe',
  key: 'R-1/1/0/1',
  installation: 'test',
  run: 'R-1',
  site: 'east',
  document: 'd1',
  step: 1,
  item: 0,
  looks: ['check'],
}
export const arriving = (at: number, more = {}) => ({ order, arrivedMs: at, ...more })
export interface Said {
  worker?: string
  boot?: string
  documents?: string[]
  running?: { order: string; progress?: Progress }[]
  leaving?: true
  aheadMs?: number
  /** How many orders have come over its connection; all of them unless said. */
  come?: number
}
export const passed = (worker: string) => ({ type: 'pass', worker, order })
export const lost = (worker: string, why: string) => ({
  type: 'tell',
  command: { run: 'R-1', type: 'lost-contact', order: order.key, worker, why },
})

export const missing = (...passedOver: PassedOver[]) => ({
  type: 'tell',
  command: {
    run: 'R-1',
    type: 'no-worker',
    order: order.key,
    site: 'east',
    known: ['w1'],
    ...(passedOver.length > 0 && { passedOver }),
  },
})

/** Steps one after the other; the acts of the last. */
export function after(...steps: ((state: SiteState) => SiteStep | undefined)[]): SiteStep {
  let step: SiteStep = { state: emptySite, acts: [] }
  for (const take of steps) step = take(step.state) ?? { state: step.state, acts: [] }
  return step
}
/** A worker connects, unless this process of it is connected, and says that it lives. */
export const heard =
  (at: number, { worker = 'w1', boot = 'b1', documents = ['d1'], running = [], leaving, aheadMs = 0, come }: Said = {}) =>
  (state: SiteState): SiteStep | undefined => {
    const known = state.workers[worker]
    const here = known?.connected === true && known.boot === boot
    const arriving = { worker, boot, documents, running: running.map(({ order: key }) => key), aheadMs }
    const arrived = here ? { state, acts: [] } : takeConnected(state, arriving, at, rules)
    if (arrived === undefined) return undefined
    const sent = arrived.state.workers[worker]?.sent ?? 0
    const beat = { running, documents, aheadMs, arrived: come ?? sent, ...(leaving && { leaving }) }
    const step = takeHeartbeat(arrived.state, worker, beat, at, rules)
    return { state: step.state, acts: [...arrived.acts, ...step.acts] }
  }
export const cut =
  (worker = 'w1', boot = 'b1') =>
  (state: SiteState): SiteStep => ({ state: takeDisconnected(state, worker, boot), acts: [] })
export const ordered =
  (at: number, more = {}) =>
  (state: SiteState) =>
    takeOrder(state, arriving(at, more), at, rules)
export const swept = (at: number) => (state: SiteState) => sweep(state, at, rules)
