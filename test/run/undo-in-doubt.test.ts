/** An undo that fails, is stopped, or of which nobody knows whether it was done. */
import { expect, test } from 'vitest'
import {
  bothApprove,
  cancels,
  claimOf,
  claims,
  deviates,
  ends,
  FAILED,
  locks,
  losesContact,
  observes,
  RAN,
  rejects,
  refuses,
  reopens,
  reports,
  theEnd,
  timer,
  waits,
} from './acts.ts'
import { given } from './given.ts'
import { viewOf } from '../words/said.ts'
import { MINUTE, REVERSED, reversed, undoes, undoGate, undoOrder, performsUndo, undone } from './undoing.ts'

test('the check decides whether it is undone, once the effect had its time to go', () => {
  reversed(undoes(3), bothApprove, undone, undone, performsUndo).when(ends(RAN, true)).refusesWith('too-early')
  reversed(undoes(3), bothApprove, undone, undone, performsUndo, waits(2000))
    .when(ends(RAN, true))
    .needs(
      'failed',
      'Undoing step 3 "Copy" did not show its effect within 2 s. Its check says: it is there. Undo again, retry or abort: each needs a reason and a second person.',
    )
  reversed(undoes(3), bothApprove, undone, undone, performsUndo)
    .when(ends(RAN, false))
    .leads('attempt-ended', 'attempt-judged', 'undone', 'stepped-back', 'attention')
  reversed(undoes(3), bothApprove, undone, undone, performsUndo)
    .when(ends(FAILED, true))
    .needs(
      'failed',
      'Undoing step 3 "Copy" failed on SEC after 12 s: RESTORE DATABASE is terminating abnormally (error 3013, level 16). Its check says: it is there. Undo again, retry or abort: each needs a reason and a second person.',
    )
})

test('a result without its check leaves the asking to another, who asks until it is gone', () => {
  reversed(undoes(3), bothApprove, undone, undone, performsUndo, reports(RAN))
    .when((run) => expect(run.order).toMatchObject({ kind: 'observe', looks: ['check'] }), observes(false))
    .leads('observed', 'attempt-judged', 'undone', 'stepped-back', 'attention')
  reversed(undoes(3), bothApprove, undone, undone, performsUndo, reports(RAN)).when(observes(true)).is('attention')
})

test('contact that is lost in the middle of an undo is asked about, and never leads to a second one by itself', () => {
  // SQL, with the lock of the attempt: nothing acts any more.
  reversed(undoes(4), bothApprove, performsUndo, losesContact)
    .when(observes(false))
    .leads('observed', 'attempt-judged', 'undone', 'undo-begun', 'observing')
  reversed(undoes(4), bothApprove, performsUndo, losesContact)
    .when(observes(true, { lockHeld: true }))
    .needs(
      'unknown',
      'Undoing step 4 "Apply", item 2 of 2 (\\\\a\\share\\2.trn): contact with attempt 2 was lost (b1 has not been heard of for 10 s). Its check says: it is there; nothing is acting any more, but an undo is not repeated by itself. Look at the system itself, then undo again, retry or abort: each needs a reason and a second person.',
    )
  reversed(undoes(4), bothApprove, performsUndo, losesContact, observes(true, { lockHeld: true }), undoes(4), bothApprove)
    .when(observes(true, { lockHeld: true }))
    .leads('observed', 'attempt-judged', 'undo-begun', 'observing')
    .and((_, run) => undoGate(run))
})

test('PowerShell proves nothing: of an undo that is unknown the people are asked, and theirs is the word', () => {
  reversed(undoes(3), bothApprove, undone, undone, performsUndo, losesContact)
    .when(observes(true))
    .is('attention')
    .and((state) => expect(state.attention).toMatchObject({ reason: 'unknown', because: { acting: 'process' } }))
  reversed(undoes(3), bothApprove, undone, undone, performsUndo, losesContact, observes(true), undoes(3), bothApprove)
    .when(observes(true))
    .leads('observed', 'attempt-judged', 'undo-begun', 'observing')
})

test('an order to undo that nobody has claimed is given out again as one', () => {
  reversed(undoes(4), bothApprove, undoOrder)
    .when(losesContact)
    .leads('contact-lost', 'order-voided', 'ordered')
    .and((_, run) => expect(run.order).toMatchObject({ kind: 'perform', undo: true }))
  reversed(undoes(4), bothApprove, undoOrder)
    .when(reports(refuses('worker-busy')))
    .and((_, run) => expect(run.order).toMatchObject({ kind: 'perform', undo: true }))
})

test('a gate of an undo that is rejected or expires leads to attention, and opens again', () => {
  reversed(undoes(4), bothApprove, undoGate).when(rejects('amir')).is('attention')
  reversed(undoes(4), bothApprove, undoGate, rejects('amir'))
    .when(reopens('dana'))
    .leads('heard', 'reopened', 'gate-opened')
    .and((state) => expect(state.gates.at(-1)?.kind).toEqual({ type: 'undo' }))
  reversed(undoes(4), bothApprove, undoGate, waits(31 * MINUTE), timer('expire:gate-4'))
    .when(reopens('dana'))
    .leads('heard', 'reopened', 'gate-opened')
  reversed(undoes(4), bothApprove, undoOrder, waits(31 * MINUTE))
    .when((run) => claims({ looked: run.results(run.order, true) })(run))
    .refusesWith('approvals-expired')
    .and((_, run) => reopens('dana')(run))
    .and((state) => expect(state.gates.at(-1)?.kind).toEqual({ type: 'undo' }))
})

test('a cancel stops it, and people choose again', () => {
  reversed(undoes(3), bothApprove, undoOrder)
    .when(cancels('dana'))
    .needs(
      'cancelled',
      'Dana cancelled at undoing step 4 "Apply", item 2 of 2 (\\\\a\\share\\2.trn): the primary is back. Nothing more was sent. Undo again, retry or abort: each needs a reason and a second person.',
    )
  reversed(undoes(3), bothApprove, performsUndo, cancels('dana'))
    .when(ends(RAN, false))
    .leads('attempt-ended', 'attempt-judged', 'undone', 'attention')
})

test('half undone, nothing is left out or counted as done', () => {
  const half = [undoes(2), bothApprove, undone, observes(null)]
  reversed(...half)
    .when(deviates('dana', 'skip'))
    .refuses(
      'undoing',
      'R-1 is being undone back to step 2, and step 4 is half undone: there is nothing to skip. Undo again, retry or abort.',
    )
  reversed(...half)
    .when(deviates('dana', 'mark-done'))
    .refusesWith('undoing')
  reversed(...half)
    .when()
    .and((state) => expect(viewOf(state).attention).toMatchObject({ offers: ['retry', 'undo', 'abort'], mayUndoTo: [2, 3, 4] }))
  reversed(...half, deviates('dana', 'retry'))
    .when(bothApprove)
    .and((state) => expect(state.undoing).toBeUndefined())
    .and((_, run) => theEnd(run))
})

test('what failed and is unknown is asked about first', () => {
  given(REVERSED, locks, claimOf(3), losesContact, observes(false), undoes(2), bothApprove)
    .when(observes(true))
    .leads('observed', 'attempt-judged', 'undo-begun', 'observing')
  given(REVERSED, locks, claimOf(5), losesContact, observes(false), undoes(2), bothApprove)
    .when(observes(true))
    .needs(
      'unknown',
      'Step 5 "Switch" is done after all, and the document does not say how it is undone: the run cannot be undone back to step 2. Nothing was sent. Retry or abort: each needs a reason and a second person.',
    )
})

test('a configuration that changes voids the approvals of an undo', () => {
  reversed(undoes(4), bothApprove, undoGate)
    .when((run) =>
      run.send({
        run: 'R-1',
        type: 'configuration-changed',
        policies: run.made.policies,
        people: run.made.people.map((person) => (person.id === 'carol' ? { ...person, groups: [] } : person)),
        targets: run.made.targets,
      }),
    )
    .is('attention')
})
