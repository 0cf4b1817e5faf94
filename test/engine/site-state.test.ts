import { describe, expect, test } from 'vitest'
import type { SiteState, SiteStep } from '../../src/engine/site/site-state.ts'
import { takeHeartbeat } from '../../src/engine/site/take-heartbeat.ts'
import { emptySite, nextSweep, notAhead, stopOrder, settleOrders } from '../../src/engine/site/site-state.ts'
import { takeOrder } from '../../src/engine/site/pass-orders.ts'
import { sweep } from '../../src/engine/site/sweep-site.ts'
import type { PassedOver } from '../../src/run/command.ts'
import type { Heartbeat } from '../../src/run/heartbeat.ts'
import type { Order } from '../../src/run/order.ts'
import type { Progress } from '../../src/run/view/view.ts'
import { STATE_VERSION } from '../../src/audit/state-version.ts'

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
  role: 'check',
}
const arriving = (at: number, more = {}) => ({ order, conversation: 'console/ops', arrivedMs: at, ...more })
const beat = (at: number, more: Partial<Heartbeat> = {}): Heartbeat => ({
  stateVersion: STATE_VERSION,
  worker: 'w1',
  site: 'east',
  boot: 'b1',
  seq: at,
  at: new Date(at).toISOString(),
  documents: ['d1'],
  running: [],
  ...more,
})
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
const heard =
  (at: number, more: Partial<Heartbeat> = {}) =>
  (state: SiteState) =>
    takeHeartbeat(state, beat(at, more), at, rules)
const ordered =
  (at: number, more = {}) =>
  (state: SiteState) =>
    takeOrder(state, arriving(at, more), rules)
const swept = (at: number) => (state: SiteState) => sweep(state, at, rules)

describe('an order is passed on', () => {
  test('at once to a living worker that holds the document', () => {
    expect(after(heard(0), ordered(100)).acts).toEqual([passed('w1')])
  })
  test('to the one that has least to do', () => {
    const other = { ...order, key: 'R-2/1/0/1', run: 'R-2' }
    const both = after(heard(0), heard(0, { worker: 'w2', boot: 'c1' }), ordered(100))
    expect(takeOrder(both.state, { ...arriving(200), order: other }, rules).acts).toEqual([{ type: 'pass', worker: 'w2', order: other }])
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
    expect(sweep(out.state, 8000, rules).acts).toEqual([lost('w1', 'w1 has not been heard of for 8 s')])
  })
  test('when the worker was started again', () => {
    expect(after(heard(0), ordered(100), heard(900, { boot: 'b2' })).acts).toEqual([lost('w1', 'w1 was started again')])
  })
  test('when the worker lives, but does not speak of the order', () => {
    const quiet = Array.from({ length: 8 }, (_, index) => heard(1100 * (index + 1)))
    expect(after(heard(0), ordered(100), ...quiet).acts).toEqual([lost('w1', 'w1 lives, but has not spoken of this order for 9 s')])
  })
  test('told once', () => {
    expect(after(heard(0), ordered(100), swept(8000), swept(8100)).acts).toEqual([])
  })
  test('never of an order that was answered', () => {
    expect(sweep(settleOrders(after(heard(0), ordered(100)).state, [order.key]), 9000, rules).acts).toEqual([])
  })
  test('never by a sweep that comes late itself: then the engine was away, and the workers get their time anew', () => {
    const out = after(heard(0), ordered(100)).state
    const late = sweep({ ...out, sweepAt: 8000 }, 60_000, rules)
    expect(late.acts).toEqual([])
    expect(sweep({ ...late.state, sweepAt: 68_000 }, 68_000, rules).acts).toEqual([lost('w1', 'w1 has not been heard of for 8 s')])
  })
})

describe('a heartbeat', () => {
  const progress: Progress = { run: 'R-1', order: order.key, step: 1, item: 0, percent: 30, text: '30 percent', at: 'now' }
  test('brings progress, once', () => {
    const running = [{ order: order.key, progress }]
    const first = after(heard(0), ordered(100), heard(1000, { running }))
    expect(first.acts).toEqual([{ type: 'progress', conversation: 'console/ops', progress }])
    expect(takeHeartbeat(first.state, beat(2000, { running }), 2000, rules)?.acts).toEqual([])
  })
  test('of a process that was replaced is not believed', () => {
    const replaced = after(heard(0), heard(1000, { boot: 'b2' })).state
    expect(takeHeartbeat(replaced, beat(5000, { boot: 'b1' }), 5000, rules)).toBeUndefined()
  })
  test('that was recorded and sent again is not believed', () => {
    expect(takeHeartbeat(after(heard(1000)).state, beat(1000), 3000, rules)).toBeUndefined()
    expect(takeHeartbeat(after(heard(2000)).state, beat(1000), 3000, rules)).toBeUndefined()
  })
  test('is believed by its number, whatever the clock of the worker does', () => {
    const back = after(heard(50_000), heard(51_000, { at: new Date(11_000).toISOString() })).state
    expect(back.workers['w1']).toMatchObject({ seq: 51_000, seenMs: 51_000, aheadMs: -40_000 })
  })
})

describe('our own clock', () => {
  const put = () => after(heard(600_000), ordered(600_100)).state
  test('set back, does not make the silence of a worker last longer', () => {
    const back = notAhead(put(), 1000)
    expect(sweep(back, 9000, rules).acts).toEqual([lost('w1', 'w1 has not been heard of for 8 s')])
  })
  test('set forward, loses nobody, when a sweep comes and when another worker speaks', () => {
    const waiting = { ...put(), sweepAt: 608_000 }
    expect(sweep(waiting, 9_000_000, rules).acts).toEqual([])
    expect(takeHeartbeat(waiting, beat(9_000_000, { worker: 'w2', boot: 'c1' }), 9_000_000, rules)?.acts).toEqual([])
  })
})

describe('a worker that says goodbye', () => {
  const w2 = { worker: 'w2', boot: 'c1' }
  const leaves = (at: number, more: Partial<Heartbeat> = {}) => heard(at, { leaving: true, ...more })
  test('gives what it has not begun to another at once, and nobody is told of lost contact', () => {
    expect(after(heard(0), ordered(100), heard(150, w2), leaves(200)).acts).toEqual([passed('w2')])
  })
  test('keeps what it is at, until it has said its last word', () => {
    const running = [{ order: order.key }]
    const at = after(heard(0), ordered(100), heard(150, w2), leaves(200, { running }))
    expect(at.acts).toEqual([])
    expect(takeHeartbeat(at.state, beat(300, { leaving: true }), 300, rules)?.acts).toEqual([passed('w2')])
  })
  test('is given nothing more, and people are told why their order waits', () => {
    const waiting = after(heard(0), leaves(50), ordered(100))
    expect(waiting.acts).toEqual([])
    expect(sweep(waiting.state, 3100, rules).acts).toEqual([missing({ worker: 'w1', why: 'leaving' })])
    expect(takeHeartbeat(waiting.state, beat(3200, { boot: 'b2' }), 3200, rules)?.acts).toEqual([passed('w1')])
  })
  test('of an earlier process says nothing of the one that runs', () => {
    const now = after(heard(0), heard(1000, { boot: 'b2' })).state
    expect(takeHeartbeat(now, beat(2000, { leaving: true }), 2000, rules)).toBeUndefined()
  })
})

describe('a worker whose clock is wrong', () => {
  const off = (at: number, aheadMs: number) => heard(at, { at: new Date(at + aheadMs).toISOString() })
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
