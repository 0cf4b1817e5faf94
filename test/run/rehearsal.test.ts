/** A rehearsal goes through every and every gate, and performs nothing. */
import { expect, test } from 'vitest'
import { approves, bothApprove, cancels, gateOf, observes, starts, stepOf, theEnd, waits } from './acts.ts'
import { CONDITIONAL, WAITING } from './documents.ts'
import { given } from './given.ts'
import { rehearsalSaid } from './rehearsal-said.ts'
import { statusOf, viewOf } from '../words/said.ts'
import { rehearsing, rehearsingOf, gatesOf, emptyListThatNobodyFills } from './rehearsing.ts'

test('a rehearsal takes no lock', () => {
  given()
    .when(starts({ rehearsal: true }))
    .leads('started', 'answered', 'planned', 'step-begun', 'observing', 'heard')
    .and((_, run) => expect(run.effects.map(({ kind }) => kind)).toEqual(['order']))
})

test('it asks for the same approvals and performs nothing', () => {
  rehearsing(gateOf(2)).when(bothApprove).leads('heard', 'approved', 'gate-passed', 'step-done', 'step-begun', 'observing')
  rehearsing(theEnd)
    .when()
    .is('done')
    .and((state, run) => {
      expect(state.performed).toBe(false)
      expect(state.steps.flatMap((step) => step.items.flatMap((item) => item.attempts))).toEqual([])
      expect(gatesOf(run)).toEqual([2, 5])
    })
})

test('where nothing stands in the way, all three lists say so', () => {
  rehearsing(theEnd)
    .when()
    .and((state) =>
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today: nothing.',
        'Cannot be known before an earlier step is done: nothing.',
        'Done already: nothing.',
      ]),
    )
})

test('what fails before anything was rehearsed would stop today, and the rest is shown all the same', () => {
  rehearsing(stepOf(2), (run) => (run.ready = false))
    .when(observes(false))
    .leads('observed', 'stands-in-the-way', 'gate-opened')
    .and((_, run) => theEnd(run))
    .and((state, run) => {
      expect(gatesOf(run)).toEqual([2, 5])
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today (1):',
        'Step 2 "Stop" may not begin: two jobs are running.',
        'Cannot be known before an earlier step is done (1):',
        'Before step 4 is done: step 5 "Recover" may not begin: two jobs are running.',
        'Done already: nothing.',
      ])
      const details = viewOf(state).steps.map(({ detail }) => detail)
      expect([details[1], details[4]]).toEqual(['would stop here today', 'cannot be known before step 4'])
    })
})

test('a step that is done already is nothing that was left undone', () => {
  const all = ['2/0', '3/0', '4/1', '4/2']
  rehearsing(
    (run) => (run.done = new Set(all)),
    stepOf(5),
    (run) => (run.ready = false),
    theEnd,
  )
    .when()
    .and((state) =>
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today (1):',
        'Step 5 "Recover" may not begin: two jobs are running.',
        'Cannot be known before an earlier step is done: nothing.',
        'Done already (3):',
        'Step 2 "Stop": it is there.',
        'Step 3 "Copy": it is there.',
        'Step 4 "Apply": 2 of 2 items.',
      ]),
    )
})

test('a check that cannot tell is written down, and its step is gone through to its gate', () => {
  rehearsing(stepOf(2))
    .when(observes(null))
    .leads('observed', 'stands-in-the-way', 'observing')
    .and((_, run) => gateOf(2)(run))
    .and((state) =>
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today (1):',
        'Step 2 "Stop" has a check that cannot tell: no rights.',
        'Cannot be known before an earlier step is done: nothing.',
        'Done already: nothing.',
      ]),
    )
})

test('an empty list that no step fills is done already', () => {
  emptyListThatNobodyFills()
    .when()
    .and((state) =>
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today: nothing.',
        'Cannot be known before an earlier step is done: nothing.',
        'Done already (2):',
        'Step 1 "Copy": it is there.',
        'Step 2 "Apply": nothing is on its list.',
      ]),
    )
})

test('approvals that ran out are asked for anew', () => {
  rehearsing(stepOf(3), waits(31 * 60_000))
    .when(observes(false))
    .leads('observed', 'gate-closed', 'gate-opened')
    .and((state) => expect(state.findings).toEqual([]))
})

test('whether a step is passed over by an answer is known', () => {
  rehearsingOf(CONDITIONAL, theEnd)
    .when()
    .and((state) => expect(state.steps[1]?.done?.how).toBe('passed-over'))
})

test('what a step waits for today stops nothing, and is said as that', () => {
  rehearsingOf(WAITING, (run) => (run.caughtUp = false), theEnd)
    .when()
    .and((state) =>
      expect(viewOf(state).steps.map(({ detail }) => detail)).toEqual(['would wait here today', 'cannot be known before step 1']),
    )
})

test('ended early it says of which steps nothing is known', () => {
  rehearsing(gateOf(2))
    .when(cancels('dana'))
    .is('withdrawn')
    .and((state) => {
      expect(statusOf(state)).toBe(
        'Dana cancelled it: the primary is back. Nothing was changed. Steps 3 to 6 were not rehearsed: nothing is known of them. Would stop today: nothing. Cannot be known before an earlier step is done: nothing. Done already: nothing.',
      )
    })
})

test('an approval of the real run is worth nothing in a rehearsal of the same plan, and the other way round', () => {
  for (const rehearsal of [true, false]) {
    const other = given(starts({ rehearsal: !rehearsal }), gateOf(2)).run
    const fingerprint = other.made.gates[0]?.fingerprint ?? ''
    given(starts({ rehearsal }), gateOf(2)).when(approves('amir', { fingerprint })).refusesWith('stale-plan').changesNothing()
  }
})
