/** An order of a site is passed on, stopped, and told of as lost: never twice. */
import { describe, expect, test } from 'vitest'
import { takeOrder } from '../../src/engine/gateway/pass-orders.ts'
import type { SiteState, SiteStep } from '../../src/engine/gateway/site-state.ts'
import { allSeen, emptySite, nextSweep, settleOrders, stopOrder } from '../../src/engine/gateway/site-state.ts'
import { sweep } from '../../src/engine/gateway/sweep.ts'
import { inEnglish } from '../worker/said.ts'
import { after, arriving, cut, heard, lost, missing, order, ordered, passed, rules, swept } from './site-steps.ts'

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
