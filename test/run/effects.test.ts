import { sayInstant } from '../../src/text/instant.ts'
import { expect, test } from 'vitest'
import { claimOf, claims, FAILED, observes, orderOf, RAN, refuses, reports, starts, stepOf, theEnd, until, waits, locks } from './acts.ts'
import { CONDITIONAL, UNCHECKED } from './documents.ts'
import { given, running } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { attentionSaid, doneSaid } from '../words/said.ts'

const NEXT = 'Retry, skip, mark it done or abort: each needs a reason and a second person.'

test('after the work, its check is asked until it says done', () => {
  running(claimOf(2)).when(reports(RAN)).leads('attempt-ended', 'observing')
  running(claimOf(2), reports(RAN)).when(observes(false)).leads('observed', 'observing')
  running(claimOf(2), reports(RAN), observes(false))
    .when(observes(true))
    .leads('observed', 'attempt-judged', 'step-done', 'step-begun', 'observing')
})

test('the check is asked ever more rarely: 0.2 s, then twice as long, 10 s at most, and a last time when its time is over', () => {
  const { run } = running(claimOf(5), reports(RAN))
  const waited: number[] = []
  while (run.made.phase === 'working') {
    observes(false)(run)
    const next = run.made.question?.notBefore
    if (next === undefined) break
    waited.push(Date.parse(next) - Date.parse(run.now))
    run.now = new Date(Date.parse(next) - 10).toISOString()
  }
  expect(waited.slice(0, 8)).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000])
  expect(waited.reduce((sum, each) => sum + each, 0)).toBe(60_000 - 10)
  expect(attentionSaid(run.made)).toEqual({
    reason: 'failed',
    sentence: `Step 5 "Recover" did not show its effect within 1 min. Its check says: it is not there. ${NEXT}`,
  })
})

test('an effect that does not show in time is a failure whose fate is known; one that nobody can see is not', () => {
  running(claimOf(3), reports(RAN), waits(2_000)).when(observes(false)).leads('observed', 'attempt-judged', 'attention')
  running(claimOf(3), reports(RAN), waits(2_000))
    .when(observes(null))
    .leads('observed', 'attention')
    .needs('cannot-tell', `Step 3 "Copy" did not show its effect within 2 s. Its check cannot tell: no rights. ${NEXT}`)
})

test('an error of the server is asked about once: done after all goes on, and says so', () => {
  running(claimOf(2), reports(FAILED))
    .when(observes(true))
    .leads('observed', 'attempt-judged', 'step-done', 'step-begun', 'observing')
    .and((state) =>
      expect(doneSaid(state, 1)).toEqual({
        how: 'run',
        detail: 'it is there; it is done although it reported: RESTORE DATABASE is terminating abnormally (error 3013, level 16)',
      }),
    )
})

test('an error of the server whose effect is not there needs people', () => {
  running(claimOf(2), reports(FAILED))
    .when(observes(false))
    .leads('observed', 'attempt-judged', 'attention')
    .needs(
      'failed',
      `Step 2 "Stop" failed on SEC after 12 s: RESTORE DATABASE is terminating abnormally (error 3013, level 16). Its check says: it is not there. ${NEXT}`,
    )
  running(claimOf(2), reports(FAILED)).when(observes(null)).leads('observed', 'attention').is('attention')
})

test('the worker that finds it done before it claims says so, and the check decides', () => {
  running(orderOf(2))
    .when(reports({ type: 'already-done', detail: 'somebody was faster' }), observes(true))
    .leads('observed', 'attempt-judged', 'step-done', 'step-begun', 'observing')
    .and((state) => expect(state.steps[1]?.done?.how).toBe('already'))
    .and((state) => expect(state.performed).toBe(false))
})

test('a step without a check is done when it ended without error, and failed when it did not', () => {
  const unchecked = (...acts: Parameters<typeof given>) => given(starts({ document: UNCHECKED }), locks, ...acts)
  const judged = (by: string) => (_: unknown, run: PracticeRun) => expect(run.last.events[1]).toMatchObject({ type: 'attempt-judged', by })
  unchecked(claimOf(1))
    .when(reports(RAN))
    .leads('attempt-ended', 'attempt-judged', 'step-done', 'step-begun', 'observing')
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

test('that a step without a check is done already is a word that no worker can know: nothing is taken for done', () => {
  given(starts({ document: UNCHECKED }), locks, orderOf(1))
    .when(reports({ type: 'already-done', detail: 'x' }))
    .leads('attempt-ended', 'attempt-judged', 'attention')
    .needs(
      'cannot-tell',
      'Step 1 "Tell" was not begun: the worker says that it is done already (x), and the step has no check that could tell. Nothing was sent. Look at the system itself, then retry, skip, mark it done or abort: each needs a reason and a second person.',
    )
    .and((state, run) => {
      expect(run.last.events[1]).toMatchObject({ type: 'attempt-judged', fate: 'not-done', by: 'no-claim' })
      expect(state.steps[0]?.done).toBeUndefined()
    })
})

test('an order that the worker turns down before its claim calls people', () => {
  running(orderOf(2))
    .when(reports(refuses('unknown-document')))
    .leads('attempt-ended', 'attempt-judged', 'attention')
    .needs(
      'refused',
      'Step 2 "Stop" was refused by the worker before anything was sent (unknown-document): it said so. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
})

test('a list is worked through item by item, each with its own check', () => {
  running(orderOf(4))
    .when()
    .and((state) => expect(state.item).toBe(1))
    .and((_, run) => until((state) => state.steps[3]?.items[0]?.done !== undefined)(run))
    .and((state) => expect(state.item).toBe(2))
    .and((_, run) => stepOf(5)(run))
    .and((state) => expect(doneSaid(state, 3)).toEqual({ how: 'run', detail: '2 items: 2 done' }))
})

test('an empty list is done', () => {
  running((run) => (run.finds['files'] = []), stepOf(5))
    .when()
    .and((state) => expect(doneSaid(state, 3)).toEqual({ how: 'already', detail: 'the list is empty: nothing to do' }))
})

test('items that are done already are passed', () => {
  running((run) => run.done.add('4/1'), stepOf(5))
    .when()
    .and((state) => expect(doneSaid(state, 3)).toEqual({ how: 'run', detail: '2 items: 1 done, 1 done already' }))
})

test('a step whose condition is not met is passed over, and its gate with it', () => {
  given(starts({ document: CONDITIONAL }), locks, theEnd)
    .when()
    .and((state) => expect(doneSaid(state, 1)).toEqual({ how: 'passed-over', detail: 'database is mgc, not other' }))
    .and((state) => expect(state.gates.map(({ step }) => step)).toEqual([1, 3]))
  given(starts({ document: CONDITIONAL, answers: { database: 'other' } }), locks, theEnd)
    .when()
    .and((state) => expect(state.gates.map(({ step }) => step)).toEqual([1, 2]))
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
