/** A list may have thousands of items: of one that is done the state keeps what can still be asked of it, and the log keeps the whole. */
import { expect, test } from 'vitest'
import type { RunState } from '../../src/run/state.ts'
import { viewOf } from '../../src/run/view/view-of.ts'
import { bothApprove, claimOf, claims, deviates, goesOn, observes, RAN, reports, theEnd, UNKNOWN, until } from './acts.ts'
import { running } from './given.ts'

const FIRST = { step: 4, item: 1, number: 1 }
const itemDone = (item: number) => until((state: RunState) => state.steps[3]?.items[item - 1]?.done !== undefined)

test('a done item keeps no attempt; its step counts it, and knows whether it had its effect and how long it took', () => {
  running(itemDone(1))
    .when()
    .and((state, run) => {
      expect(state.steps[3]?.items[0]).toEqual({ done: 'run', attempts: [] })
      expect(state.steps[3]?.past).toEqual({ tried: [1], done: true, workedMs: 10 })
      theEnd(run)
      const claimed = run.entries.filter(({ events }) => events.some(({ type }) => type === 'claimed'))
      // Every command of these runs comes 10 ms after the one before.
      expect(viewOf(run.made).waits.machinesMs).toBe(claimed.length * 10)
    })
})

test('what a worker still says of it is refused as what is over', () => {
  const { order } = running(claimOf(4)).run.made.steps[3]?.items[0]?.attempts[0] ?? { order: '' }
  running(itemDone(1))
    .when(claims({ order, attempt: FIRST }))
    .refuses('order-void', `The order ${order} of R-1 is void: nothing may be performed for it.`)
  running(itemDone(1))
    .when(reports(RAN, { attempt: FIRST }))
    .refuses('result-known', 'The result of step 4, item 1, attempt 1 of R-1 was taken before: a second one changes nothing.')
  running(itemDone(1))
    .when(reports(RAN, { attempt: { ...FIRST, number: 2 } }))
    .refuses('unknown-attempt', 'R-1 has no such attempt: its result is not taken.')
  running(itemDone(1))
    .when(claims({ order, attempt: { ...FIRST, number: 2 } }))
    .refuses('unknown-order', `R-1 has given no order ${order} for step 4, item 1, attempt 2: nothing may be performed.`)
})

test('an attempt whose result is still to come stays whole, and the result is written down', () => {
  running(claimOf(4), reports(UNKNOWN), observes(null))
    .when(deviates('dana', 'mark-done', { step: 4 }), bothApprove)
    .and((state) => expect(state.steps[3]?.past?.tried).toEqual([1]))
  const lost = running(
    claimOf(4),
    (run) =>
      run.send({
        run: 'R-1',
        type: 'lost-contact',
        order: run.made.steps[3]?.items[0]?.attempts[0]?.order ?? '',
        worker: 'b1',
        why: 'silent',
      }),
    observes(null),
  )
  const { nonce = '' } = lost.run.made.steps[3]?.items[0]?.attempts[0]?.claim ?? {}
  lost
    .when(deviates('dana', 'mark-done', { step: 4 }), bothApprove)
    .and((state) => expect(state.steps[3]).toMatchObject({ items: [{ done: 'marked', attempts: [{ id: FIRST, fate: 'done' }] }, {}] }))
  lost
    .when(reports(RAN, { attempt: FIRST, nonce }))
    .leads('attempt-ended')
    .and((_, run) => expect(run.last.events[0]).toMatchObject({ superseded: true }))
})

test('each done item weighs less than fifty bytes in the state', () => {
  const { run } = running(until((state) => state.step === 3))
  run.finds['files'] = Array.from({ length: 60 }, (_, index) => `\\\\a\\share\\${index}.trn`)
  const weight = (item: number) => {
    while (run.made.steps[3]?.items[item - 1]?.done === undefined) goesOn(run)
    return JSON.stringify({ ...run.made, plan: 0, procedure: 0 }).length
  }
  const [ten, sixty] = [weight(10), weight(59)]
  expect((sixty - ten) / 49).toBeLessThan(50)
})
