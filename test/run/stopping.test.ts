import { expect, test } from 'vitest'
import {
  answers,
  cancels,
  claimOf,
  deviates,
  ends,
  FAILED,
  gateOf,
  locks,
  losesContact,
  observes,
  orderOf,
  RAN,
  reports,
  starts,
  stepOf,
  timer,
  until,
  waits,
  withdraws,
} from './acts.ts'
import { UNCHECKED } from './documents.ts'
import { given, running } from './given.ts'
import { endSaid } from '../words/said.ts'

const WAYS = 'Retry, skip or abort: each needs a reason and a second person.'

test('a cancel before anything was performed ends the run', () => {
  for (const act of [stepOf(1), stepOf(2), gateOf(2), orderOf(2)]) {
    running(act)
      .when(cancels('amir'))
      .is('withdrawn')
      .and((state) => expect(endSaid(state)).toBe('Amir cancelled it: the primary is back. Nothing was changed.'))
      .and((state) => expect(state.question).toBeUndefined())
  }
  running(orderOf(2)).when(cancels('amir')).leads('heard', 'cancelled', 'order-voided', 'ended')
  running(gateOf(2)).when(cancels('amir')).leads('heard', 'cancelled', 'gate-closed', 'ended')
  running(stepOf(2)).when(cancels('amir')).leads('heard', 'cancelled', 'question-dropped', 'ended')
  given(starts({ answers: {} }))
    .when(cancels('dana'))
    .leads('heard', 'cancelled', 'ended')
})

test('a cancel between steps leads to attention, and nothing more is sent', () => {
  running(orderOf(5))
    .when(cancels('amir'))
    .leads('heard', 'cancelled', 'order-voided', 'attention')
    .needs('cancelled', `Amir cancelled at step 5 "Recover": the primary is back. Nothing more was sent. ${WAYS}`)
    .and((state) => expect(state.cancelled).toBeUndefined())
  running(gateOf(5)).when(cancels('amir')).leads('heard', 'cancelled', 'gate-closed', 'attention')
})

test('a cancel while the work goes on tells the worker to stop, and the check says what happened', () => {
  running(claimOf(2))
    .when(cancels('dana'))
    .leads('heard', 'cancelled')
    .is('working')
    .and((_, run) =>
      expect(run.effects.filter(({ kind }) => kind === 'stop')).toEqual([
        { kind: 'stop', key: 'stop:R-1/2/0/3', site: 'b', order: 'R-1/2/0/3' },
      ]),
    )
  running(claimOf(2), cancels('dana'), reports(RAN))
    .when(observes(true))
    .leads('observed', 'attempt-judged', 'step-done', 'attention')
    .needs('cancelled', `Dana cancelled: the primary is back. What was running has ended, and its check has answered. ${WAYS}`)
  running(claimOf(2), cancels('dana'), reports(FAILED)).when(observes(false)).leads('observed', 'attempt-judged', 'attention')
  given(starts({ document: UNCHECKED }), locks, claimOf(1), cancels('dana'))
    .when(reports(RAN))
    .needs(
      'cancelled',
      'Dana cancelled: the primary is back. What was running has ended; the step has no check. Look at the system itself, then skip, mark it done or abort: each needs a reason and a second person.',
    )
})

test('a cancelled attempt that could be repeated is not', () => {
  running(claimOf(2), cancels('dana'), losesContact)
    .when(observes(false, { lockHeld: true }))
    .leads('observed', 'attempt-judged', 'attention')
    .and((state) => expect(state.attention?.reason).toBe('cancelled'))
})

test('a cancel while an effect is waited for leaves its attempt unknown', () => {
  running(claimOf(2), reports(RAN))
    .when(cancels('dana'))
    .leads('heard', 'cancelled', 'question-dropped', 'attention')
    .and((state) => expect(state.steps[1]?.items[0]?.attempts[0]?.fate).toBeUndefined())
})

test('after a cancel its check is asked once: what has not shown yet stays unknown', () => {
  const stopped = running(claimOf(2), cancels('dana'), reports(RAN))
  expect(stopped.run.order).not.toHaveProperty('settleMs')
  stopped
    .when(observes(false))
    .leads('observed', 'attention')
    .needs('cancelled', `Dana cancelled: the primary is back. What was running has ended, and its check has answered. ${WAYS}`)
    .and((state) => expect(state.steps[1]?.items[0]?.attempts[0]?.fate).toBeUndefined())
  running(claimOf(2), cancels('dana'))
    .when(ends(RAN, false))
    .leads('attempt-ended', 'attention')
    .and((state) => expect(state.steps[1]?.items[0]?.attempts[0]?.fate).toBeUndefined())
  running(claimOf(2), cancels('dana'), reports(RAN), waits(30_000)).when(observes(false)).leads('observed', 'attempt-judged', 'attention')
})

test('it is cancelled once', () => {
  running(claimOf(2), cancels('dana'))
    .when(cancels('amir'))
    .refuses('cancelled-already', 'Dana cancelled R-1 already: it stops when what is running has ended.')
})

test('what has stopped cannot be cancelled, only aborted by two', () => {
  running(claimOf(2), reports(FAILED), observes(false))
    .when(cancels('dana'))
    .refuses(
      'stopped-already',
      'R-1 is not going on by itself: it waits at step 2. To end it ask for an abort: that needs a reason and a second person.',
    )
})

test('what has stopped before any work can still be withdrawn or cancelled', () => {
  running(stepOf(2), observes(null)).when(withdraws('dana')).leads('heard', 'ended').is('withdrawn')
  running(stepOf(2), observes(null)).when(cancels('amir')).leads('heard', 'cancelled', 'ended').is('withdrawn')
})

test('whoever may neither start nor approve cancels nothing', () => {
  running(gateOf(2))
    .when(cancels('zoe'))
    .refuses('may-not-act', 'Zoe may neither start nor approve this: that takes somebody of operators, dba, uc-leads.')
    .is('waiting')
})

test('the requester may lead the run on even when they left their group', () => {
  running(gateOf(2))
    .when((run) =>
      run.ask('dana', { type: 'cancel', reason: 'x' }, { by: { id: 'dana', name: 'Dana', groups: [], via: 'practice', account: 'a' } }),
    )
    .is('withdrawn')
})

test('an abort while an attempt is unknown tells its worker to stop', () => {
  const { run } = given(starts({ document: UNCHECKED }), locks, claimOf(1), losesContact, deviates('dana', 'abort'))
  until((state) => state.endedAt !== undefined)(run)
  expect(run.effects.map(({ key }) => key)).toEqual(['stop:R-1/1/0/1', 'lock:release', 'head:gate-1', 'head:gate-2', 'head:final'])
})

test('after the end nothing follows, not even a refusal that is written down', () => {
  const ended = running(gateOf(2), withdraws('dana')).run
  for (const act of [
    cancels('dana'),
    withdraws('dana'),
    deviates('dana', 'abort'),
    timer('expire:gate-1'),
    locks,
    answers('dana', { database: 'x' }),
  ]) {
    act(ended)
    expect(ended.last.events).toEqual([])
    expect(ended.last.refusal?.code).toBe('ended')
  }
})
