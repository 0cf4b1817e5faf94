import { sayInstant } from '../../src/text/instant.ts'
import { expect, test } from 'vitest'
import {
  bothApprove,
  claimOf,
  claims,
  ends,
  FAILED,
  gateOf,
  locks,
  looksOnly,
  observes,
  observesAtOnce,
  orderOf,
  RAN,
  refuses,
  reports,
  starts,
  theEnd,
  waits,
} from './acts.ts'
import { UNCHECKED } from './documents.ts'
import { given, running } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { doneSaid } from '../words/said.ts'

const NEXT = 'Retry, skip, mark it done or abort: each needs a reason and a second person.'

test('the result brings what its check said under the same lock', () => {
  running(claimOf(2))
    .when(ends(RAN, true))
    .leads('attempt-ended', 'attempt-judged', 'step-done', 'step-begun', 'ordered')
    .and((state) => expect(doneSaid(state, 1)).toEqual({ how: 'run', detail: 'it is there' }))
})

test('an effect that did not show in time is a failure whose fate is known; one that nobody can see is not', () => {
  running(claimOf(3), waits(2_000))
    .when(ends(RAN, false))
    .leads('attempt-ended', 'attempt-judged', 'attention')
    .needs('failed', `Step 3 "Copy" did not show its effect within 2 s. Its check says: it is not there. ${NEXT}`)
  running(claimOf(3), waits(2_000))
    .when(ends(RAN, null))
    .leads('attempt-ended', 'attention')
    .needs('cannot-tell', `Step 3 "Copy" did not show its effect within 2 s. Its check cannot tell: no rights. ${NEXT}`)
})

test.each([
  ['is not there', false],
  ['cannot be told', null],
])('that the effect %s is not believed before it had its time to show', (_, done) => {
  running(claimOf(3), waits(980))
    .when(ends(RAN, done))
    .refuses(
      'too-early',
      'R-1/3/0/4 was answered 990 ms after it could begin, and its effect may take 2 s to show: before that only *done* is believed.',
    )
    .and((state) => expect(state.steps[2]?.items[0]?.attempts[0]?.end).toBeUndefined())
  running(claimOf(3), waits(1_990)).when(ends(RAN, done)).is('attention')
})

test('answers of another block than the check are no answers', () => {
  const other = (run: PracticeRun): void => reports({ ...RAN, check: run.answers({ step: 2, item: 0 }, 'before') })(run)
  running(claimOf(2), waits(30_000))
    .when(other)
    .needs('cannot-tell', `Step 2 "Stop" did not show its effect within 30 s. Its check cannot tell: block 3 did not answer. ${NEXT}`)
  running(claimOf(2), waits(30_000))
    .when(reports({ ...RAN, check: [] }))
    .needs('cannot-tell', `Step 2 "Stop" did not show its effect within 30 s. Its check cannot tell: 0 of 1 block answered. ${NEXT}`)
})

test('a result without its check leaves the asking to another worker, for as long as the effect may take to show', () => {
  running(claimOf(2))
    .when(reports(RAN))
    .leads('attempt-ended', 'observing')
    .and((_, run) =>
      expect(run.order).toMatchObject({ kind: 'observe', looks: ['check'], attempt: { step: 2, item: 0, number: 1 }, settleMs: 30_000 }),
    )
  running(claimOf(2), reports(RAN)).when(observes(true)).leads('observed', 'attempt-judged', 'step-done', 'step-begun', 'ordered')
  running(claimOf(2), reports(RAN), waits(20_000))
    .when((run) => observesAtOnce(run.results(run.order, false))(run))
    .refuses(
      'too-early',
      'R-1/2/0/4 was answered 20 s after it could begin, and its effect may take 30 s to show: before that only *done* is believed.',
    )
  running(claimOf(2), reports(RAN))
    .when(observes(false))
    .leads('observed', 'attempt-judged', 'attention')
    .needs('failed', `Step 2 "Stop" did not show its effect within 30 s. Its check says: it is not there. ${NEXT}`)
})

test('an error of the server is asked about once: done after all goes on, and says so', () => {
  const despite = {
    how: 'run',
    detail: 'it is there; it is done although it reported: RESTORE DATABASE is terminating abnormally (error 3013, level 16)',
  }
  running(claimOf(2))
    .when(ends(FAILED, true))
    .leads('attempt-ended', 'attempt-judged', 'step-done', 'step-begun', 'ordered')
    .and((state) => expect(doneSaid(state, 1)).toEqual(despite))
  running(claimOf(2), reports(FAILED))
    .when(observes(true))
    .leads('observed', 'attempt-judged', 'step-done', 'step-begun', 'ordered')
    .and((state) => expect(doneSaid(state, 1)).toEqual(despite))
  expect(running(claimOf(2), reports(FAILED)).run.order).not.toHaveProperty('settleMs')
})

test('an error of the server whose effect is not there needs people', () => {
  const said = `Step 2 "Stop" failed on SEC after 12 s: RESTORE DATABASE is terminating abnormally (error 3013, level 16). Its check says: it is not there. ${NEXT}`
  running(claimOf(2)).when(ends(FAILED, false)).leads('attempt-ended', 'attempt-judged', 'attention').needs('failed', said)
  running(claimOf(2), reports(FAILED)).when(observes(false)).leads('observed', 'attempt-judged', 'attention').needs('failed', said)
  running(claimOf(2)).when(ends(FAILED, null)).leads('attempt-ended', 'attention').is('attention')
})

test('the worker that finds it done under the lock claims nothing, and the run judges its answers', () => {
  running(orderOf(2))
    .when(looksOnly(true))
    .leads('attempt-ended', 'attempt-judged', 'step-done', 'step-begun', 'ordered')
    .and((state) => expect(doneSaid(state, 1)).toEqual({ how: 'already', detail: 'it is there' }))
    .and((state) => expect(state.performed).toBe(false))
})

test('what may not begin by the looks before its claim is not begun', () => {
  running(gateOf(2), waits(60_000), bothApprove, (run) => (run.ready = false))
    .when(looksOnly())
    .leads('attempt-ended', 'attempt-judged', 'attention')
    .needs(
      'precondition',
      'Step 2 "Stop" may not begin: two jobs are running. Only its looks were sent. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
    .and((_, run) => expect(run.last.events[1]).toMatchObject({ type: 'attempt-judged', fate: 'not-done', by: 'no-claim' }))
  const unclear = (run: PracticeRun): void =>
    reports({ type: 'looked', results: run.answers({ step: 2, item: 0 }, 'check').map((result) => ({ ...result, rows: [] })) })(run)
  running(orderOf(2))
    .when(unclear)
    .leads('attempt-ended', 'attempt-judged', 'attention')
    .needs(
      'cannot-tell',
      'Step 2 "Stop" was not begun: its check cannot tell whether it is done already (no detail). Only its looks were sent. Retry, skip or mark it done: each needs a reason and a second person.',
    )
})

test('looks that let it begin are no result', () => {
  running(orderOf(2))
    .when(looksOnly())
    .refuses(
      'nothing-decided',
      'The looks that are told of R-1/2/0/3 neither say that it is done nor that it may not begin: it was to be claimed.',
    )
  given(starts({ document: UNCHECKED }), locks, orderOf(1))
    .when(reports({ type: 'looked', results: [] }))
    .refusesWith('nothing-decided')
})

test('a step without a check is done when it ended without error, and failed when it did not', () => {
  const unchecked = (...acts: Parameters<typeof given>) => given(starts({ document: UNCHECKED }), locks, ...acts)
  const judged = (by: string) => (_: unknown, run: PracticeRun) => expect(run.last.events[1]).toMatchObject({ type: 'attempt-judged', by })
  unchecked(claimOf(1))
    .when(reports(RAN))
    .leads('attempt-ended', 'attempt-judged', 'step-done', 'step-begun', 'ordered')
    .and(judged('no-error'))
  unchecked(claimOf(1))
    .when(reports(FAILED))
    .leads('attempt-ended', 'attempt-judged', 'attention')
    .needs(
      'failed',
      'Step 1 "Tell" failed on SEC after 12 s: RESTORE DATABASE is terminating abnormally (error 3013, level 16). It has no check: look at the system itself. Retry, skip, mark it done or abort: each needs a reason and a second person.',
    )
    .and(judged('error'))
})

test('an order that the worker turns down before its claim calls people', () => {
  running(orderOf(2))
    .when(reports(refuses('unknown-document')))
    .leads('attempt-ended', 'attempt-judged', 'attention')
    .needs(
      'refused',
      'Step 2 "Stop" was refused by the worker before anything was sent (unknown-document): Nothing was sent to SEC. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
})

test('when all steps are done the run is done, and nothing can be changed any more', () => {
  running(theEnd)
    .when(claims())
    .refuses(
      'ended',
      `R-1 has ended (done) at ${sayInstant(running(theEnd).run.made.endedAt ?? '')}: nothing can be changed any more. Start a new run.`,
    )
    .is('done')
})
