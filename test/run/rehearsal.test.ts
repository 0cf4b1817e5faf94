import { expect, test } from 'vitest'
import { bothApprove, cancels, gateOf, observes, starts, stepOf, theEnd } from './acts.ts'
import type { Act } from './acts.ts'
import { given } from './given.ts'

const rehearsing = (...acts: Act[]) => given(starts({ rehearsal: true }), ...acts)

test('a rehearsal takes no lock', () => {
  given()
    .when(starts({ rehearsal: true }))
    .leads('started', 'answered', 'planned', 'step-begun', 'observing', 'heard')
    .and((_, run) => expect(run.effects.map(({ kind }) => kind)).toEqual(['order']))
})

test('it asks for the same approvals and performs nothing', () => {
  rehearsing(gateOf(2))
    .when(bothApprove)
    .leads('heard', 'approved', 'gate-passed', 'step-done', 'step-begun', 'observing')
    .and((state) => expect(state.steps[1]?.done).toEqual({ how: 'rehearsed', detail: 'a real run would perform it here' }))
  rehearsing(theEnd)
    .when()
    .is('done')
    .and((state) => {
      expect(state.endSentence).toBe('Rehearsed all 6 steps: nothing would have stopped the real run.')
      expect(state.performed).toBe(false)
      expect(state.steps.flatMap((step) => step.items.flatMap((item) => item.attempts))).toEqual([])
      expect(state.gates.map(({ step }) => step)).toEqual([2, 5])
    })
})

test('what would stop the real run is written down, and the rehearsal goes on', () => {
  rehearsing(stepOf(2), observes(false), (run) => (run.ready = false))
    .when(observes())
    .leads('observed', 'would-fail', 'step-done', 'step-begun', 'observing')
    .and((state) => expect(state.wouldFail[0]?.sentence).toContain('Step 2 "Stop" may not begin: two jobs are running.'))
    .and((_, run) => theEnd(run))
    .is('done')
    .and((state) => expect(state.endSentence).toBe('Rehearsed all 6 steps: 2 things would have stopped the real run today.'))
})

test('one thing is one thing', () => {
  rehearsing((run) => (run.finds['share'] = []), theEnd)
    .when()
    .and((state) => expect(state.endSentence).toBe('Rehearsed all 6 steps: 1 thing would have stopped the real run today.'))
})

test('a list that is not found is rehearsed as such', () => {
  rehearsing(stepOf(4))
    .when(observes(undefined, { results: [] }))
    .leads('observed', 'would-fail', 'step-done', 'step-begun', 'observing')
})

test('an approval of a rehearsal is worth nothing in the real run', () => {
  const real = given(starts()).run.made.fingerprint
  expect(rehearsing().run.made.fingerprint).not.toBe(real)
})

test('it can be cancelled', () => {
  rehearsing(gateOf(2)).when(cancels('dana')).is('withdrawn')
})
