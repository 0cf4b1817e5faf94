/** What was done and is not undone, and how far back people may go therefore. */
import { expect, test } from 'vitest'
import { standingAttempt } from '../../src/run/where.ts'
import {
  bothApprove,
  cancels,
  claimOf,
  deviates,
  does,
  FAILED,
  locks,
  looksOnly,
  losesContact,
  observes,
  orderOf,
  refuses,
  reports,
  starts,
  stepOf,
  until,
  type Act,
} from './acts.ts'
import { document, step, RUN, CHECK, UNCHECKED, UNDO } from './documents.ts'
import { given } from './given.ts'
import { doneSaid, viewOf } from '../words/said.ts'
import { REVERSED, reversed, undoes, asksFor, gone, undone } from './undoing.ts'

test('nothing goes back behind a step that was done and cannot be undone', () => {
  const at6 = [REVERSED, locks, claimOf(6), reports(FAILED), observes(false)]
  given(...at6)
    .when(undoes(4))
    .refuses(
      'no-way-back',
      'Step 5 "Switch" was done, and the document does not say how it is undone: nothing before it can be undone, and not back to step 4. Undo back to step 6 at most, or do it by hand and abort.',
    )
  given(...at6)
    .when()
    .and((state) => expect(viewOf(state).attention?.offers).not.toContain('undo'))
  given(...at6)
    .when(undoes(6))
    .refuses('nothing-to-undo', 'Nothing that R-1 has done from step 6 on is still to be undone.')
})

test('nothing goes back behind a step from which there is no way back, nor behind what nobody can ask about', () => {
  const last = step('Last', ['settle: 30s'], RUN, CHECK)
  const sealed = document(
    'sealed',
    step('Stop', ['gate: disaster-recovery', 'settle: 30s'], RUN, CHECK, UNDO),
    step('Recover', ['gate: disaster-recovery', 'one-way: true'], RUN, CHECK),
    last,
  )
  given(starts({ document: sealed }), locks, claimOf(3), reports(FAILED), observes(false))
    .when(undoes(1))
    .refuses(
      'no-way-back',
      'Step 2 "Recover" was done, and there is no way back from it: nothing before it can be undone, and not back to step 1. Undo back to step 3 at most, or do it by hand and abort.',
    )
  given(starts({ document: UNCHECKED }), locks, claimOf(1), losesContact)
    .when(undoes(1))
    .refusesWith('no-check')
})

test('what was never this run’s doing is not undone, and bars nothing', () => {
  const there: Act = (run) => ['2/0', '5/0'].forEach((each) => run.done.add(each))
  given(there, REVERSED, locks, claimOf(6), reports(FAILED), observes(false), undoes(2), bothApprove, undone, undone, undone)
    .when()
    .is('attention')
    .and((state) => expect(state.attention?.reason).toBe('undone'))
    .and((state) => expect(doneSaid(state, 0)).toBeDefined())
})

test('what was undone and is found done again is somebody else’s, and not undone a second time', () => {
  reversed(undoes(3), bothApprove, undone, undone, undone, deviates('dana', 'retry'), bothApprove)
    .when(observes(true))
    .and((state) => {
      expect(state.steps[2]?.done?.how).toBe('already')
      expect(state.steps[2]?.acted).toBeUndefined()
    })
})

test('what is found done after it was tried is this run’s doing, and bars the way back where it cannot be undone', () => {
  reversed(deviates('dana', 'retry'), bothApprove)
    .when(looksOnly(true))
    .and((state) => expect([state.steps[4]?.done?.how, state.steps[4]?.acted]).toEqual(['already', ['']]))
  given(REVERSED, locks, orderOf(5), reports(refuses('unknown-document')), deviates('dana', 'retry'), bothApprove)
    .when(looksOnly(true))
    .and((state) => expect([state.steps[4]?.done?.how, state.steps[4]?.acted]).toEqual(['already', undefined]))
})

test('what people did by hand bars the way back, and what they say was done is undone where the document can', () => {
  const tail = step('Last', ['settle: 30s'], RUN, CHECK)
  const by = document(
    'by',
    step('Stop', ['gate: disaster-recovery', 'settle: 30s'], RUN, CHECK, UNDO),
    step('Ring', ['confirm:', '  ask: "Ring."', '  choices: [done]']),
    tail,
  )
  given(
    starts({ document: by }),
    locks,
    stepOf(2),
    does('dana', { type: 'confirm', step: 2, choice: 'done' }),
    claimOf(3),
    reports(FAILED),
    observes(false),
  )
    .when(undoes(1))
    .refusesWith('no-way-back')
  const marked = document('marked', step('Stop', ['gate: disaster-recovery', 'settle: 30s'], RUN, CHECK, UNDO), tail)
  given(
    starts({ document: marked }),
    locks,
    claimOf(1),
    reports(FAILED),
    observes(false),
    deviates('dana', 'mark-done'),
    claimOf(2),
    reports(FAILED),
    observes(false),
    undoes(1),
    bothApprove,
  )
    .when(observes(true))
    .leads('observed', 'gate-opened')
})

test('a list that holds others now than those that were done is not undone', () => {
  const other: Act = (run) => (run.finds = { ...run.finds, files: ['\\\\a\\share\\2.trn', '\\\\a\\share\\3.trn'] })
  given(
    REVERSED,
    locks,
    claimOf(5),
    reports(FAILED),
    observes(false),
    other,
    deviates('dana', 'retry', { from: 4 }),
    bothApprove,
    gone('4/1', '4/2'),
    claimOf(4),
    reports(FAILED),
    observes(false),
  )
    .when(undoes(4))
    .refuses(
      'no-way-back',
      'Step 4 "Apply" was done, and its list holds others now than those that were done: nothing before it can be undone, and not back to step 4. Undo back to step 5 at most, or do it by hand and abort.',
    )
})

/** Step 4 is marked done while its list is being looked for. */
const MARKED_AT_4 = [cancels('dana'), deviates('dana', 'mark-done'), bothApprove, claimOf(5), reports(FAILED), observes(false)]

test('a list that nobody had found when people marked it done is not undone, and that is the reason', () => {
  given(REVERSED, locks, asksFor(4), ...MARKED_AT_4)
    .when(undoes(4))
    .refuses(
      'no-way-back',
      'Step 4 "Apply" was done, and it was marked done as a whole before its list was found, so that nobody knows what there is to undo: nothing before it can be undone, and not back to step 4. Undo back to step 5 at most, or do it by hand and abort.',
    )
})

test('a known list that people have marked done as a whole is undone one by one, where the check says that there is something', () => {
  const known = [REVERSED, locks, claimOf(5), reports(FAILED), observes(false), deviates('dana', 'retry', { from: 4 }), bothApprove]
  given(...known, asksFor(4), ...MARKED_AT_4, undoes(4), bothApprove, undone)
    .when(undone)
    .is('attention')
    .and((state) => expect([state.attention?.reason, state.steps[3]?.acted]).toEqual(['undone', undefined]))
})

test('what cannot be undone keeps one mark for its whole list, which may be long', () => {
  given(starts(), locks, stepOf(5))
    .when()
    .and((state) => expect(state.steps[3]?.acted).toEqual(['']))
})

test('an undo forgets no attempt, also of an item that its list no longer had', () => {
  const finds =
    (...files: string[]): Act =>
    (run) =>
      (run.finds = { ...run.finds, files: files.map((file) => `\\\\a\\share\\${file}.trn`) })
  const secondOrdered = until((state) => standingAttempt(state)?.id.step === 4 && standingAttempt(state)?.id.item === 2)
  given(
    REVERSED,
    locks,
    secondOrdered,
    reports(refuses('unknown-document')),
    finds('1'),
    deviates('dana', 'retry'),
    bothApprove,
    claimOf(5),
    reports(FAILED),
    observes(false),
    undoes(4),
    bothApprove,
    undone,
    finds('1', '2'),
    deviates('dana', 'retry'),
    bothApprove,
  )
    .when(secondOrdered)
    .and((state) => expect(standingAttempt(state)?.id).toEqual({ step: 4, item: 2, number: 2 }))
})
