/** What a rehearsal finds today, and what nobody can know before an earlier step is done. */
import { expect, test } from 'vitest'
import { observes, stepOf, theEnd, until } from './acts.ts'
import { CHECK, document, LOOK, RUN, step } from './documents.ts'
import { EARLY_LIST, LATE_LIST, PLAIN_NO } from './rehearsal-documents.ts'
import { WORKER } from './practice-run.ts'
import { rehearsalSaid } from './rehearsal-said.ts'
import { viewOf } from '../words/said.ts'
import { rehearsing, rehearsingOf, gatesOf } from './rehearsing.ts'

test('what fails after a step that was only rehearsed may be the doing of that step', () => {
  rehearsing(stepOf(5), (run) => (run.ready = false), theEnd)
    .when()
    .and((state, run) => {
      expect(gatesOf(run)).toEqual([2, 5])
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today: nothing.',
        'Cannot be known before an earlier step is done (1):',
        'Before step 4 is done: step 5 "Recover" may not begin: two jobs are running.',
        'Done already: nothing.',
      ])
    })
})

test('a check that cannot tell, on a target on which no step before acts, is of today', () => {
  rehearsing(stepOf(3))
    .when(observes(null))
    .and((state) =>
      expect(rehearsalSaid(state).slice(0, 2)).toEqual(['Would stop today (1):', 'Step 3 "Copy" has a check that cannot tell: no rights.']),
    )
})

test('a plain no there cannot be known, and people are told to look there today', () => {
  rehearsingOf(PLAIN_NO, stepOf(2), (run) => (run.ready = false), observes(false), theEnd)
    .when()
    .and((state) =>
      expect(rehearsalSaid(state)).toContain(
        'Before step 1 is done: step 2 "Stop" may not begin: two jobs are running. No step before it acts on SEC: look there today.',
      ),
    )
})

/** What the estate says to the first check of step 5, on SEC, on which step 4 acts. */
const atStepFive = (over: object): string[] =>
  rehearsalSaid(
    rehearsing(
      stepOf(5),
      (run) => observes(undefined, { results: [{ ...run.results(run.order)[0]!, ok: false, rows: [], rowCount: 0, ...over }] })(run),
      theEnd,
    ).run.made,
  )

test('what never reached the target, or asks for a command that is not there, is of today, whatever was rehearsed before it', () => {
  for (const over of [
    { notSent: true, errors: [{ message: 'SEC_PASSWORD is not set' }] },
    { errors: [{ message: 'SEC_PASSWORD is not set' }, { message: 'No Get-It', code: 'CommandNotFoundException' }] },
  ] as const)
    expect(atStepFive(over).slice(0, 3)).toEqual([
      'Would stop today (1):',
      'Step 5 "Recover" has a check that cannot tell: SEC: SEC_PASSWORD is not set.',
      'Cannot be known before an earlier step is done: nothing.',
    ])
})

test("the server's own error there may be the doing of the step before", () => {
  expect(atStepFive({ errors: [{ message: 'It is restoring' }] }).slice(0, 3)).toEqual([
    'Would stop today: nothing.',
    'Cannot be known before an earlier step is done (1):',
    'Before step 4 is done: step 5 "Recover" has a check that cannot tell: SEC: It is restoring.',
  ])
})

test('where one does, nobody can say', () => {
  rehearsing(stepOf(5))
    .when(observes(null))
    .and((state) =>
      expect(rehearsalSaid(state)).toContain('Before step 4 is done: step 5 "Recover" has a check that cannot tell: no rights.'),
    )
})

test('long words are said once, and whatever stands in one place is one line', () => {
  const long = `SEC cannot be reached: ${'x'.repeat(80)}`
  const deaf = observes(undefined, { results: [unreached(long)] })
  rehearsing(deaf, (run) => (run.ready = false))
    .when(
      (run) =>
        run.send({ ...WORKER, type: 'observed', order: run.order.key, results: [{ ...unreached(long), block: 2 }], lockHeld: false }),
      theEnd,
    )
    .and((state) =>
      expect(rehearsalSaid(state).slice(0, 5)).toEqual([
        'Would stop today (2):',
        `Step 1 "Look" does not find what it must record: SEC: ${long}.`,
        'Step 2 "Stop" has a check that cannot tell: the same as at step 1, and may not begin: two jobs are running.',
        'Cannot be known before an earlier step is done (1):',
        'Before step 4 is done: step 5 "Recover" may not begin: two jobs are running.',
      ]),
    )
})

test('of two items the second waits for the first', () => {
  rehearsing(until((state) => state.step === 4 && state.item === 2))
    .when(observes(null), theEnd)
    .and((state) =>
      expect(rehearsalSaid(state)).toContain(
        'Before item 1 of step 4 is done: step 4 "Apply", item 2 of 2 (\\\\a\\share\\2.trn), has a check that cannot tell: no rights.',
      ),
    )
})

test('what needs a capture that was not found is not asked, and says which step should have found it', () => {
  rehearsingOf(EARLY_LIST, (run) => (run.finds['share'] = []))
    .when(observes())
    .leads('observed', 'stands-in-the-way', 'step-done', 'step-begun', 'stands-in-the-way', 'gate-opened')
    .and((_, run) => theEnd(run))
    .and((state, run) => {
      expect(gatesOf(run)).toEqual([2, 4])
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today (1):',
        'Step 1 "Look" does not find what it must record: share: 0 rows were found; exactly one is needed.',
        'Cannot be known before an earlier step is done (3):',
        'Before step 1 has found share: step 2 "Copy" is not asked about, because it uses this.',
        'Before step 1 has found share: step 3 "Apply" is not asked about, because it uses this.',
        'Before step 3 has found files: step 4 "Recover" is not asked about, because it uses this.',
        'Done already: nothing.',
      ])
    })
})

test('an empty list that an earlier step may fill is not nothing to do, and its gate is asked', () => {
  rehearsingOf(LATE_LIST, (run) => (run.finds['files'] = []), theEnd)
    .when()
    .and((state, run) => {
      expect(gatesOf(run)).toEqual([1, 2])
      expect(rehearsalSaid(state)).toEqual([
        'Would stop today: nothing.',
        'Cannot be known before an earlier step is done (1):',
        'Before step 1 is done: step 2 "Apply" has nothing on its list today.',
        'Done already: nothing.',
      ])
    })
})

test('what is done already today, and a step that was only rehearsed may change, is asked again then', () => {
  rehearsing((run) => run.done.add('5/0').add('6/0'), theEnd)
    .when()
    .and((state) => {
      expect(rehearsalSaid(state).slice(-3)).toEqual([
        'Done already (2):',
        'Step 5 "Recover": it is there today; step 4 acts on SEC before it, so it is asked again then.',
        'Step 6 "Switch": it is there today; step 3 acts on management before it, so it is asked again then.',
      ])
      expect(viewOf(state).steps[4]?.detail).toBe('done already today: it is there; asked again after step 4')
    })
})

test('a refusal of the worker is of today, whatever was rehearsed before it', () => {
  rehearsing(stepOf(3))
    .when(observes(undefined, { results: [], refused: { code: 'document-not-held', why: 'It holds another version.' } }), theEnd)
    .and((state) =>
      expect(rehearsalSaid(state).slice(0, 2)).toEqual([
        'Would stop today (1):',
        'Step 3 "Copy" could not be looked at: b1 did not look: It holds another version.',
      ]),
    )
})

test('a step is gone through whose condition hangs on what no step has found', () => {
  const asks = document(
    'asks',
    LOOK,
    step('Stop', ['gate: disaster-recovery', 'when: { share: { not: "\\\\\\\\b\\\\share" } }'], RUN, CHECK),
  )
  rehearsingOf(asks, (run) => (run.finds = {}))
    .when(observes())
    .leads('observed', 'stands-in-the-way', 'step-done', 'step-begun', 'stands-in-the-way', 'observing')
    .and((state) =>
      expect(state.findings[1]).toEqual({
        step: 2,
        item: 0,
        asked: 'when',
        reason: 'capture',
        detail: [],
        needs: ['share'],
        before: { step: 1, item: 0 },
      }),
    )
})

test('the first item of a list waits for the steps before it', () => {
  rehearsing(until((state) => state.step === 4 && state.item === 1))
    .when(observes(null), theEnd)
    .and((state) =>
      expect(rehearsalSaid(state)).toContain(
        'Before step 3 is done: step 4 "Apply", item 1 of 2 (\\\\a\\share\\1.trn), has a check that cannot tell: no rights.',
      ),
    )
})

function unreached(message: string) {
  return { block: 0, target: 'SEC', ok: false, rows: [], rowCount: 0, messages: [], errors: [{ message }], tookMs: 1 }
}
