import { expect, test } from 'vitest'
import {
  bothApprove,
  claimOf,
  claims,
  deviates,
  FAILED,
  gateOf,
  locks,
  looksOnly,
  observes,
  orderOf,
  reports,
  starts,
  stepOf,
  theEnd,
  UNKNOWN,
  waits,
} from './acts.ts'
import { CONDITIONAL, UNCHECKED } from './documents.ts'
import { given, running } from './given.ts'
import { doneSaid } from '../words/said.ts'

const MINUTE = 60_000
/** Step 5, recover, reported an error and its check says no. */

const FAILED_AT_5 = [claimOf(5), reports(FAILED), observes(false)]

test('a retry begins the step anew with its check, and performs under the gate that is still good', () => {
  running(...FAILED_AT_5, deviates('dana', 'retry'))
    .when(bothApprove)
    .leads('heard', 'approved', 'gate-passed', 'deviated', 'step-begun', 'ordered')
    .and((state) => expect(state.attention).toBeUndefined())
    .and((state) => expect(state.steps[4]?.items[0]?.attempts[1]).toMatchObject({ gate: 2, id: { number: 2 } }))
})

test('a retry whose gate is not good any more opens it anew', () => {
  running(...FAILED_AT_5, waits(31 * MINUTE), deviates('dana', 'retry'), bothApprove)
    .when(observes(false))
    .leads('observed', 'gate-opened')
})

test('a retry may go back, and then across a gate it needs that gate anew', () => {
  running(...FAILED_AT_5, deviates('dana', 'retry', { from: 3 }), bothApprove)
    .when(observes(false))
    .leads('observed', 'gate-opened')
    .and((state) => expect(state.gates.at(-1)).toMatchObject({ step: 3, kind: { type: 'step' } }))
    .and((_, run) => gateOf(5)(run))
    .and((state) => expect(state.gates.at(-1)?.number).toBe(5))
})

test('a late log file: back to the copy step under the first gate, and the list is read anew', () => {
  running(stepOf(5), (run) => (run.ready = false))
    .when(observes(false))
    .is('attention')
    .and((_, run) => {
      run.ready = true
      run.finds['files'] = ['\\\\a\\share\\1.trn', '\\\\a\\share\\2.trn', '\\\\a\\share\\3.trn']
      run.done.delete('3/0')
      deviates('dana', 'retry', { from: 3 })(run)
      bothApprove(run)
      stepOf(5)(run)
    })
    .and((state) => {
      expect(state.gates.map(({ step, kind }) => `${step} ${kind.type}`)).toEqual(['2 step', '5 deviation'])
      expect(state.steps[2]?.items[0]?.attempts).toHaveLength(2)
      expect(doneSaid(state, 3)).toEqual({ how: 'run', detail: '3 items: 1 done, 2 done already' })
    })
    .and((_, run) => theEnd(run))
    .is('done')
})

test('a shorter list forgets no attempt, and a longer one counts on', () => {
  const { run } = running(stepOf(5), (given) => (given.ready = false), observes(false))
  const back = (files: string[]): void => {
    run.ready = true
    run.finds['files'] = files
    run.done = new Set(['2/0', '3/0'])
    for (const act of [deviates('dana', 'retry', { from: 4 }), bothApprove, stepOf(5)]) act(run)
    run.ready = false
    observes(false)(run)
  }
  back(['\\\\a\\share\\1.trn'])
  expect(run.made.steps[3]?.past?.tried).toEqual([2, 1])
  back(['\\\\a\\share\\1.trn', '\\\\a\\share\\9.trn'])
  const ids = run.entries.flatMap(({ events }) => events.flatMap((event) => (event.type === 'ordered' ? [event.attempt] : [])))
  expect(ids.findLast(({ step, item }) => step === 4 && item === 2)).toEqual({ step: 4, item: 2, number: 2 })
})

test('when what a gate covers was found to be different, the gate opens anew', () => {
  running(claimOf(3), reports(FAILED), observes(false), deviates('dana', 'retry', { from: 2 }), bothApprove)
    .when(looksOnly(true))
    .leads('attempt-ended', 'attempt-judged', 'step-done', 'step-begun', 'ordered')
    .and((state) => expect(state.pass).toBe(1))
  const { run } = running(claimOf(3), reports(FAILED), observes(false), deviates('dana', 'retry', { from: 1 }), bothApprove)
  expect(run.made.pass).toBeUndefined()
})

test('a retry begins at a step there is, and not behind one that cannot be undone', () => {
  for (const from of [0, 6, 1.5]) {
    running(...FAILED_AT_5)
      .when(deviates('dana', 'retry', { from }))
      .refuses('wrong-from', `A retry begins at step 1 to 5; ${from} is none of them.`)
  }
  const failedAt6 = [claimOf(6), reports(FAILED), observes(false)]
  running(...failedAt6)
    .when(deviates('dana', 'retry', { from: 4 }))
    .refuses('one-way', 'Step 5 "Recover" is done and cannot be undone: a retry can begin from step 5 at the earliest.')
  running(...failedAt6)
    .when(deviates('dana', 'retry', { from: 5 }))
    .leads('heard', 'gate-opened')
  running(...FAILED_AT_5)
    .when(deviates('dana', 'retry', { from: 1 }))
    .leads('heard', 'gate-opened')
})

test('only a retry goes back', () => {
  running(...FAILED_AT_5)
    .when(deviates('dana', 'skip', { from: 3 }))
    .refuses('wrong-from', 'Only a retry or an undo goes back to an earlier step, not a skip.')
})

test('what is unknown and has no check cannot be tried again', () => {
  given(starts({ document: UNCHECKED }), locks, claimOf(1), reports(UNKNOWN))
    .when(deviates('dana', 'retry'))
    .refuses(
      'no-check',
      'Nobody knows whether attempt 1 of step 1 took effect, and the step has no check: it cannot be tried again. Look at the system itself, then mark it done, skip it or abort.',
    )
  given(starts({ document: UNCHECKED }), locks, claimOf(1), reports(FAILED))
    .when(deviates('dana', 'retry'))
    .leads('heard', 'gate-opened')
})

test('a step that was passed over cannot bar the way back', () => {
  given(starts({ document: CONDITIONAL }), locks, orderOf(3), claims(), reports(FAILED), observes(false))
    .when(deviates('dana', 'retry', { from: 1 }))
    .leads('heard', 'gate-opened')
})
