/** What is asked before something is undone, and what is known of it afterwards. */
import { expect, test } from 'vitest'
import { bothApprove, claimOf, claims, FAILED, locks, observes, reports, waits } from './acts.ts'
import { given } from './given.ts'
import { MINUTE, REVERSED, reversed, undoes, undoGate, undone, undoOrder } from './undoing.ts'
import { viewOf } from '../words/said.ts'

test('before an undo is claimed only its check is asked: that its step may not begin is no reason to leave it as it is', () => {
  reversed(undoes(2), bothApprove, undone, undone, undone, undoOrder, waits(2 * MINUTE), (run) => (run.ready = false))
    .when((run) => {
      const check = run.answers({ step: 2, item: 0 }, 'check', true)
      expect(run.results(run.order, true)).toEqual(check)
      claims({ looked: check })(run)
    })
    .leads('claimed')
})

test('of a step that may not begin just now it is enough that its check says that nothing is there to be undone', () => {
  reversed(undoes(2), bothApprove, undone, undone, undone, undoOrder)
    .when((run) => reports({ type: 'looked', results: run.answers({ step: 2, item: 0 }, 'check', false) })(run))
    .leads('attempt-ended', 'attempt-judged', 'undone', 'stepped-back', 'attention')
})

test('an undo whose check cannot tell what is there has undone nothing', () => {
  reversed(undoes(4), bothApprove, undoGate, bothApprove)
    .when((run) => {
      const results = run
        .answers({ step: 4, item: 2 }, 'check')
        .map((result) => ({ ...result, rows: [{ done: null, detail: 'no rights' }] }))
      reports({ type: 'looked', results })(run)
    })
    .leads('attempt-ended', 'attempt-judged', 'attention')
    .needs(
      'cannot-tell',
      'Undoing step 4 "Apply", item 2 of 2 (\\\\a\\share\\2.trn) was not begun: its check cannot tell whether it is done already (no rights). Only its looks were sent. Undo again, retry or abort: each needs a reason and a second person.',
    )
    .and((state) => expect(state.steps[3]?.acted).toEqual(['\\\\a\\share\\1.trn', '\\\\a\\share\\2.trn']))
})

test('of a list of which one item is undone and the next is asked about, those before it are done as they were', () => {
  const three = ['1', '2', '3'].map((name) => `\\\\a\\share\\${name}.trn`)
  given(REVERSED, (run) => (run.finds['files'] = three), locks, claimOf(5), reports(FAILED), observes(false), undoes(4), bothApprove)
    .when(undone)
    .and((state) => {
      expect(viewOf(state).steps[3]?.items).toEqual({ done: 1, of: 3 })
      expect(state.steps[3]?.items.map(({ done }) => done)).toEqual(['run', undefined, undefined])
    })
})

test('of a step that is undone its attempts are kept, and nothing that was seen of it', () => {
  reversed(undoes(2), bothApprove, undone, undone)
    .when(undone)
    .and((state) => expect(state.steps[2]?.items.map((item) => Object.keys(item))).toEqual([['attempts']]))
})
