import { expect, test } from 'vitest'
import { bothApprove, cancels, claimOf, deviates, looksOnly, losesContact, observes, orderOf, RAN, reports, stepOf, waits } from './acts.ts'
import { running } from './given.ts'
import { RUN } from './practice-run.ts'
import type { PassedOver } from '../../src/run/command.ts'
import { linesOf, statusOf } from '../words/said.ts'

test('losing the worker of a question asks it again', () => {
  running()
    .when(losesContact)
    .leads('contact-lost', 'observing')
    .and((state) => expect(state.question).toMatchObject({ order: 'R-1/1/0/2', looks: ['read'], purpose: 'first' }))
  running(claimOf(2), losesContact)
    .when(losesContact)
    .leads('contact-lost', 'observing')
    .and((state) => expect(state.question).toMatchObject({ purpose: 'recover', attempt: { step: 2 } }))
})

test('losing a worker that holds nothing changes nothing', () => {
  const lost = (order: string) => (run: Parameters<typeof losesContact>[0]) =>
    run.send({ run: RUN, type: 'lost-contact', order, worker: 'b1', why: 'x' })
  running(stepOf(2))
    .when(lost('R-1/1/0/1'))
    .refuses('stale-contact', 'R-1/1/0/1 of R-1 is not out any more: losing its worker changes nothing.')
  const { run } = running(claimOf(2))
  const order = run.made.steps[1]?.items[0]?.attempts[0]?.order ?? ''
  losesContact(run)
  lost(order)(run)
  expect(run.last.refusal?.code).toBe('stale-contact')
})

test('in attention a lost worker changes nothing', () => {
  const { run } = running(claimOf(5))
  const order = run.made.steps[4]?.items[0]?.attempts[0]?.order ?? ''
  for (const act of [losesContact, observes(false)]) act(run)
  run.send({ run: RUN, type: 'lost-contact', order, worker: 'b1', why: 'x' })
  expect(run.last.refusal?.code).toBe('stale-contact')
})

test('that no worker is alive is said once for an order', () => {
  const missing = (run: Parameters<typeof losesContact>[0]): void =>
    run.send({ run: RUN, type: 'no-worker', order: run.order.key, site: 'b', known: ['b1', 'b2'] })
  running()
    .when(missing)
    .leads('worker-missing')
    .and((state) => expect(state.workerMissing?.site).toBe('b'))
  running(missing).when(missing).refuses('known', 'That no worker of b can take it was said already.')
  running(missing)
    .when(observes())
    .and((state) => expect(state.workerMissing).toBeUndefined())
  running(orderOf(2))
    .when(missing)
    .leads('worker-missing')
    .and((_, run) => bothClaim(run))
    .and((state) => expect(state.workerMissing).toBeUndefined())
  running()
    .when((run) => run.send({ run: RUN, type: 'no-worker', order: 'R-1/9/0/9', site: 'b', known: [] }))
    .refuses('stale-contact', 'R-1/9/0/9 of R-1 is not out any more.')
})

test('workers that live and are passed over are named with the reason, on the card and in the thread', () => {
  const passedOver: PassedOver[] = [
    { worker: 'b1', why: 'clock', aheadMs: -70_400 },
    { worker: 'b2', why: 'document' },
    { worker: 'b3', why: 'leaving' },
    { worker: 'b4', why: 'clock', aheadMs: 600_000 },
  ]
  const why =
    "the clock of b1 is 70 s behind the bot's, and 60 s are the most: set the wrong one right; b2 holds another version of the document: give it the one that was approved; b3 is told to stop: start another; the clock of b4 is 600 s ahead of the bot's, and 60 s are the most: set the wrong one right"
  running()
    .when((run) => run.send({ run: RUN, type: 'no-worker', order: run.order.key, site: 'b', known: ['b1', 'b2', 'b3', 'b4'], passedOver }))
    .and((state, run) => {
      expect(statusOf(state)).toBe(`No worker of b can take the order, so it waits: ${why}.`)
      expect(linesOf({ seq: 9, at: run.now, events: run.last.events }, state).map(({ text }) => text)).toEqual([
        `No worker of b can take R-1/1/0/1, so it waits: ${why}. It is taken up by itself as soon as one can.`,
      ])
    })
})

function bothClaim(run: Parameters<typeof losesContact>[0]): void {
  claimOf(2)(run)
}

test('an unknown attempt is asked about first when people retry; only not-done lets a new one go', () => {
  const unknown = [claimOf(5), losesContact, observes(false, { lockHeld: false })]
  running(...unknown, deviates('dana', 'retry'))
    .when(bothApprove)
    .leads('heard', 'approved', 'gate-passed', 'deviated', 'observing')
    .and((state) => expect(state.question).toMatchObject({ purpose: 'recover', attempt: { step: 5, number: 1 } }))
  running(...unknown, deviates('dana', 'retry'), bothApprove)
    .when(observes(false, { lockHeld: true }))
    .leads('observed', 'attempt-judged', 'step-begun', 'ordered')
  running(...unknown, deviates('dana', 'retry'), bothApprove)
    .when(observes(false, { lockHeld: false }))
    .leads('observed', 'attention')
    .is('attention')
  running(...unknown, deviates('dana', 'retry'), bothApprove)
    .when(observes(null, { lockHeld: true }))
    .leads('observed', 'attention')
  running(...unknown, deviates('dana', 'retry'), bothApprove)
    .when(observes(true))
    .leads('observed', 'attempt-judged', 'step-begun', 'ordered')
    .and((_, run) => looksOnly(true)(run))
    .leads('attempt-ended', 'attempt-judged', 'step-done', 'step-begun', 'ordered')
})

test('what has passed since contact was lost is not waited for again', () => {
  const unknown = [claimOf(5), losesContact]
  expect(running(...unknown).run.order).toMatchObject({ looks: ['check'], settleMs: 60_000 })
  expect(running(...unknown, waits(20_000), losesContact).run.order).toMatchObject({ settleMs: 38_990 })
  expect(running(...unknown, observes(false), deviates('dana', 'retry'), bothApprove).run.order).not.toHaveProperty('settleMs')
})

test('for PowerShell the two people who approved a retry are the proof', () => {
  running(claimOf(3), losesContact, observes(false), deviates('dana', 'retry'), bothApprove)
    .when(observes(false))
    .leads('observed', 'attempt-judged', 'step-begun', 'ordered')
})

test('a retry from further back waits until the unknown attempt is known', () => {
  const back = [claimOf(5), losesContact, observes(false), deviates('dana', 'retry', { from: 3 }), bothApprove]
  running(...back)
    .when(observes(false, { lockHeld: true }))
    .leads('observed', 'attempt-judged', 'step-begun', 'observing')
    .and((state) => expect(state.step).toBe(3))
  running(...back)
    .when(observes(true))
    .leads('observed', 'attempt-judged', 'attention')
    .needs(
      'unknown',
      'Step 5 "Recover" is done after all, and there is no way back behind it: the run cannot begin again from step 3. Retry from step 5: it needs a reason and a second person.',
    )
  running(claimOf(6), losesContact, observes(false), deviates('dana', 'retry', { from: 5 }), bothApprove)
    .when(observes(true))
    .leads('observed', 'attempt-judged', 'step-begun', 'ordered')
    .and((state) => expect(state.step).toBe(5))
})

test('an attempt that ended needs no lock to be known as not done', () => {
  running(claimOf(2), reports(RAN), cancels('dana'), deviates('dana', 'retry'), bothApprove)
    .when(observes(false, { lockHeld: false }))
    .leads('observed', 'attempt-judged', 'step-begun', 'ordered')
})
