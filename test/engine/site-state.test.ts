import { describe, expect, test } from 'vitest'
import { takeConnected, takeDisconnected, takeHeartbeat } from '../../src/engine/gateway/hear-worker.ts'
import { takeOrder } from '../../src/engine/gateway/pass-orders.ts'
import type { SiteState, SiteStep } from '../../src/engine/gateway/site-state.ts'
import { allSeen, emptySite, nextSweep, settleOrders, stopOrder } from '../../src/engine/gateway/site-state.ts'
import { sweep } from '../../src/engine/gateway/sweep.ts'
import type { PassedOver } from '../../src/run/command.ts'
import type { Order } from '../../src/run/order.ts'
import type { Progress } from '../../src/run/view/view.ts'
import { inEnglish } from '../worker/said.ts'

const rules = { lostMs: 8000, noWorkerMs: 3000 }
const order: Order = {
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
const arriving = (at: number, more = {}) => ({ order, arrivedMs: at, ...more })
interface Said {
  worker?: string
  boot?: string
  documents?: string[]
  running?: { order: string; progress?: Progress }[]
  leaving?: true
  aheadMs?: number
  /** How many orders have come over its connection; all of them unless said. */
  come?: number
}
const passed = (worker: string) => ({ type: 'pass', worker, order })
const lost = (worker: string, why: string) => ({
  type: 'tell',
  command: { run: 'R-1', type: 'lost-contact', order: order.key, worker, why },
})

const missing = (...passedOver: PassedOver[]) => ({
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
function after(...steps: ((state: SiteState) => SiteStep | undefined)[]): SiteStep {
  let step: SiteStep = { state: emptySite, acts: [] }
  for (const take of steps) step = take(step.state) ?? { state: step.state, acts: [] }
  return step
}
/** A worker connects, unless this process of it is connected, and says that it lives. */
const heard =
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
const cut =
  (worker = 'w1', boot = 'b1') =>
  (state: SiteState): SiteStep => ({ state: takeDisconnected(state, worker, boot), acts: [] })
const ordered =
  (at: number, more = {}) =>
  (state: SiteState) =>
    takeOrder(state, arriving(at, more), at, rules)
const swept = (at: number) => (state: SiteState) => sweep(state, at, rules)

describe('an order is passed on', () => {
  test('at once to a living worker that holds the document', () => {
    expect(after(heard(0), ordered(100)).acts).toEqual([passed('w1')])
  })
  test('to the one that has least to do', () => {
    const other = { ...order, key: 'R-2/1/0/1', run: 'R-2' }
    const both = after(heard(0), heard(0, { worker: 'w2', boot: 'c1' }), ordered(100))
    expect(takeOrder(both.state, { ...arriving(200), order: other }, 200, rules).acts).toEqual([
      { type: 'pass', worker: 'w2', order: other },
    ])
  })
  test('once, however often it arrives', () => {
    expect(after(heard(0), ordered(100), ordered(200)).acts).toEqual([])
  })
  test('when a worker appears', () => {
    expect(after(ordered(100), heard(500)).acts).toEqual([passed('w1')])
  })
  test('not to one that holds another version of the document', () => {
    expect(after(heard(0, { documents: ['d0'] }), ordered(100)).acts).toEqual([])
  })
  test('not to one that has been silent', () => {
    expect(after(heard(0), ordered(8000)).acts).toEqual([])
  })
  test('not before its time', () => {
    const early = after(heard(0), ordered(100, { notBeforeMs: 2000 }))
    expect(early.acts).toEqual([])
    expect(nextSweep(early.state, 100, rules)).toBe(2000)
    expect(sweep(early.state, 2000, rules).acts).toEqual([passed('w1')])
  })
  test('never once it was stopped while it waited', () => {
    expect(after(ordered(0), (state) => stopOrder(state, order.key), heard(100)).acts).toEqual([])
  })
})

describe('contact is lost', () => {
  test('after eight seconds of silence, and the run is told why', () => {
    const out = after(heard(0), ordered(100))
    expect(nextSweep(out.state, 100, rules)).toBe(8000)
    expect(sweep(out.state, 7999, rules).acts).toEqual([])
    expect(inEnglish(sweep(out.state, 8000, rules).acts)).toEqual([lost('w1', 'w1 has not been heard of for 8 s')])
  })
  test('when the worker was started again', () => {
    expect(inEnglish(after(heard(0), ordered(100), heard(900, { boot: 'b2' })).acts)).toEqual([lost('w1', 'w1 was started again')])
  })
  test('when the worker lives, but does not speak of the order', () => {
    const quiet = Array.from({ length: 8 }, (_, index) => heard(1100 * (index + 1)))
    // It counts from the first word after the order has come.
    expect(after(heard(0), ordered(100), ...quiet).acts).toEqual([])
    const once = after(heard(0), ordered(100), ...quiet, heard(9200)).acts
    expect(inEnglish(once)).toEqual([lost('w1', 'w1 lives, but has not spoken of this order for 8 s')])
  })
  test('never of a worker that lives while the order is on its way to it, however long; then it has its eight seconds', () => {
    const other = { ...order, key: 'R-2/1/0/1', run: 'R-2' }
    const orderedOther = (at: number) => (state: SiteState) => takeOrder(state, { ...arriving(at), order: other }, at, rules)
    const way = Array.from({ length: 60 }, (_, index) => heard(1000 * (index + 1), { come: 1, running: [{ order: other.key }] }))
    const out = after(heard(0), orderedOther(50), ordered(100), ...way)
    expect([out.acts, out.state.orders[order.key]?.to?.underway]).toEqual([[], 2])
    expect(nextSweep(out.state, 60_100, rules)).toBe(68_000)
    expect(inEnglish(sweep(out.state, 68_000, rules).acts)).toContainEqual(lost('w1', 'w1 has not been heard of for 8 s'))
    const come = heard(61_000, { running: [{ order: other.key }] })(out.state) as SiteStep
    expect(come.state.orders[order.key]?.to).toEqual({ worker: 'w1', boot: 'b1', spokenMs: 61_000 })
    const seen = { ...come.state, workers: { w1: { ...(come.state.workers['w1'] as SiteState['workers'][string]), seenMs: 68_500 } } }
    expect(sweep(seen, 68_999, rules).acts).toEqual([])
    expect(inEnglish(sweep(seen, 69_000, rules).acts)).toContainEqual(lost('w1', 'w1 lives, but has not spoken of this order for 8 s'))
  })
  test('over a new connection an order is on its way anew', () => {
    const out = after(heard(0), ordered(100), heard(1000, { running: [{ order: order.key }] }), cut(), heard(2000, { come: 0 }))
    expect(out.state.orders[order.key]?.to).toMatchObject({ underway: 1 })
  })
  test('told once', () => {
    expect(after(heard(0), ordered(100), swept(8000), swept(8100)).acts).toEqual([])
  })
  test('never of an order that was answered', () => {
    expect(sweep(settleOrders(after(heard(0), ordered(100)).state, [order.key]), 9000, rules).acts).toEqual([])
  })
  test('never where this process itself stood still: then everybody gets his time anew', () => {
    const out = after(heard(0), ordered(100)).state
    const late = sweep(allSeen(out, 60_000), 60_000, rules)
    expect(late.acts).toEqual([])
    expect(inEnglish(sweep(late.state, 68_000, rules).acts)).toEqual([lost('w1', 'w1 has not been heard of for 8 s')])
  })
  test('never by the end of a connection alone', () => {
    expect(after(heard(0), ordered(100), cut(), swept(7999)).acts).toEqual([])
    expect(inEnglish(after(heard(0), ordered(100), cut(), swept(8000)).acts)).toEqual([lost('w1', 'w1 has not been heard of for 8 s')])
  })
})

describe('a worker that connects again', () => {
  test('is given what it has once more, and told once more what is to stop', () => {
    const out = after(heard(0), ordered(100), (state) => stopOrder(state, order.key), cut())
    expect(heard(500)(out.state)?.acts).toEqual([passed('w1'), { type: 'stop', worker: 'w1', order: order.key }])
  })
  test('is given nothing while it is away', () => {
    const out = after(heard(0), cut(), ordered(100))
    expect(out.acts).toEqual([])
    expect(heard(200)(out.state)?.acts).toEqual([passed('w1')])
  })
  test('as another process is told nothing of what the first one had', () => {
    expect(inEnglish(after(heard(0), ordered(100), cut(), heard(300, { boot: 'b2' })).acts)).toEqual([lost('w1', 'w1 was started again')])
  })
  test('and whose earlier connection ends after that, stays connected', () => {
    const out = after(heard(0), heard(100, { boot: 'b2' }), cut('w1', 'b1'), ordered(200))
    expect(out.acts).toEqual([passed('w1')])
  })
})

describe('after a start of the bot, an order that is handed in again', () => {
  const fresh: SiteState = { ...emptySite, awaited: { workers: ['w1', 'w2'], untilMs: 2500 } }
  const again = (at: number, more = {}) => takeOrder(fresh, arriving(at, { again: true, ...more }), at, rules)
  const w2 = { worker: 'w2', boot: 'c1' }
  test('waits for whoever may be at it, and stays with him', () => {
    const first = heard(200, w2)(again(100).state) as SiteStep
    expect(first.acts).toEqual([])
    const both = heard(300, { running: [{ order: order.key }] })(first.state) as SiteStep
    expect(both.acts).toEqual([])
    expect(both.state.orders[order.key]?.to).toMatchObject({ worker: 'w1', boot: 'b1' })
  })
  test('is given to somebody when all have come and none is at it', () => {
    const first = heard(200, w2)(again(100).state) as SiteStep
    expect(heard(300)(first.state)?.acts).toEqual([passed('w1')])
  })
  test('is given to somebody when those who did not come had their time', () => {
    const first = heard(200, w2)(again(100).state) as SiteStep
    expect(nextSweep(first.state, 200, rules)).toBe(2500)
    expect(sweep(first.state, 2500, rules).acts).toEqual([passed('w2')])
  })
  test('does not wait when it is a new one', () => {
    const first = heard(200, w2)(fresh) as SiteStep
    expect(takeOrder(first.state, arriving(300), 300, rules).acts).toEqual([passed('w2')])
  })
  test('is watched over where the run says who has claimed it: silence is lost contact, and so is another process', () => {
    const claimed = again(100, { to: { worker: 'w1', boot: 'b1', spokenMs: 100 } }).state
    expect(sweep(claimed, 8099, rules).acts).toEqual([])
    expect(inEnglish(sweep(claimed, 8100, rules).acts)).toEqual([lost('w1', 'w1 has not been heard of for 8 s')])
    expect(inEnglish(heard(500, { boot: 'b2' })(claimed)?.acts)).toEqual([lost('w1', 'w1 was started again')])
    const back = heard(500, { running: [{ order: order.key }] })(claimed) as SiteStep
    expect(sweep(back.state, 8100, rules).acts).toEqual([])
  })
})

describe('a heartbeat', () => {
  const progress: Progress = { run: 'R-1', order: order.key, step: 1, item: 0, percent: 30, text: '30 percent', at: 'now' }
  test('brings progress, once', () => {
    const running = [{ order: order.key, progress }]
    const first = after(heard(0), ordered(100), heard(1000, { running }))
    expect(first.acts).toEqual([{ type: 'progress', progress }])
    expect(heard(2000, { running })(first.state)?.acts).toEqual([])
  })
  test.each([{ run: 'R-2' }, { order: 'R-2/1/0/1' }, { run: 'R-2', order: 'R-2/1/0/1' }])(
    'brings no progress of another order: %j',
    (other) => {
      const running = [{ order: order.key, progress: { ...progress, ...other } }]
      expect(after(heard(0), ordered(100), heard(1000, { running })).acts).toEqual([])
    },
  )
  test('of a process that was replaced is not believed', () => {
    const replaced = after(heard(0), heard(1000, { boot: 'b2' })).state
    expect(heard(5000, { boot: 'b1' })(replaced)).toBeUndefined()
  })
})

describe('a worker that says goodbye', () => {
  const w2 = { worker: 'w2', boot: 'c1' }
  const leaves = (at: number, more: Said = {}) => heard(at, { leaving: true, ...more })
  test('gives what it has not begun to another at once, and nobody is told of lost contact', () => {
    expect(after(heard(0), ordered(100), heard(150, w2), leaves(200)).acts).toEqual([passed('w2')])
  })
  test('keeps what it is at, until it has said its last word', () => {
    const running = [{ order: order.key }]
    const at = after(heard(0), ordered(100), heard(150, w2), leaves(200, { running }))
    expect(at.acts).toEqual([])
    expect(heard(300, { leaving: true })(at.state)?.acts).toEqual([passed('w2')])
  })
  test('is given nothing more, and people are told why their order waits', () => {
    const waiting = after(heard(0), leaves(50), ordered(100))
    expect(waiting.acts).toEqual([])
    expect(sweep(waiting.state, 3100, rules).acts).toEqual([missing({ worker: 'w1', why: 'leaving' })])
    expect(heard(3200, { boot: 'b2' })(waiting.state)?.acts).toEqual([passed('w1')])
  })
})

describe('a worker whose clock is wrong', () => {
  const off = (at: number, aheadMs: number) => heard(at, { aheadMs })
  test.each([60_000, -60_000])('by %i ms is given orders', (aheadMs) => {
    expect(after(off(0, aheadMs), ordered(100)).acts).toEqual([passed('w1')])
  })
  test.each([-70_000, 600_000])('by %i ms is given none, and people are told of the clock', (aheadMs) => {
    const waiting = after(off(0, aheadMs), ordered(100))
    expect(waiting.acts).toEqual([])
    expect(sweep(waiting.state, 3100, rules).acts).toEqual([missing({ worker: 'w1', why: 'clock', aheadMs })])
  })
  test('is given them when it was set right', () => {
    expect(after(off(0, -70_000), ordered(100), heard(200)).acts).toEqual([passed('w1')])
  })
})

describe('without a worker', () => {
  test('people are told after a moment, once, and by the names that are known', () => {
    const waiting = after(heard(0, { documents: [] }), ordered(100))
    expect(nextSweep(waiting.state, 100, rules)).toBe(3100)
    const told = sweep(waiting.state, 3100, rules)
    expect(told.acts).toEqual([missing({ worker: 'w1', why: 'document' })])
    expect(sweep(told.state, 9000, rules).acts).toEqual([])
    expect(after(heard(0), swept(9000), ordered(9100), swept(13_000)).acts).toEqual([missing()])
  })
})

test('a stop goes to the worker that has the order', () => {
  expect(after(heard(0), ordered(100), (state) => stopOrder(state, order.key)).acts).toEqual([
    { type: 'stop', worker: 'w1', order: order.key },
  ])
  expect(stopOrder(emptySite, order.key).acts).toEqual([])
})
