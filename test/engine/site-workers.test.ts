/** Workers of a site come, come again, say what they are at and leave. */
import { describe, expect, test } from 'vitest'
import { takeOrder } from '../../src/engine/gateway/pass-orders.ts'
import type { SiteState, SiteStep } from '../../src/engine/gateway/site-state.ts'
import { emptySite, nextSweep, stopOrder } from '../../src/engine/gateway/site-state.ts'
import { sweep } from '../../src/engine/gateway/sweep.ts'
import type { Progress } from '../../src/run/view/view.ts'
import { inEnglish } from '../worker/said.ts'
import { after, arriving, cut, heard, lost, missing, order, ordered, passed, rules, type Said } from './site-steps.ts'

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
