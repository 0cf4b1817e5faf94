import { expect, test } from 'vitest'
import { locks, observes, starts, until } from './acts.ts'
import { BEFORE, CHECK, document, LOOK, RUN, step } from './documents.ts'
import { given, running } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { needSaid } from '../words/said.ts'

test('what a read block finds is kept; what is not one row is said', () => {
  running()
    .when(observes())
    .leads('observed', 'captured', 'step-done', 'step-begun', 'observing')
    .and((state) => expect(state.captures).toEqual({ share: '\\\\a\\share' }))
  running((run) => (run.finds['share'] = []))
    .when(observes())
    .needs(
      'capture',
      'Step 1 "Look" did not find what it must record: share: 0 rows were found; exactly one is needed. Nothing was changed. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
})

test('a name that no block answers to is said', () => {
  const otherwise = (run: PracticeRun): void => {
    observes(undefined, { results: run.results(run.order).map((result) => ({ ...result, rows: [{ folder: 'D:\\x' }], rowCount: 1 })) })(run)
  }
  running()
    .when(otherwise)
    .needs(
      'capture',
      'Step 1 "Look" did not find what it must record: no block gave a column share. Nothing was changed. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
})

test('a list that was cut on its way is not taken for the whole', () => {
  const cut = (run: PracticeRun): void => {
    const results = run.results(run.order).map((result) => ({ ...result, rowCount: 900 }))
    observes(undefined, { results })(run)
  }
  running(until((state) => state.question?.step === 4))
    .when(cut)
    .and((state) => expect(needSaid(state)).toContain('files was cut: of 900 rows only 2 came.'))
})

test('what a step records is read also where its check says that it is done, and nothing else is asked then', () => {
  const [, read = ''] = LOOK.split('\n```sql read')
  const recorded = document(
    'recorded',
    step('Stop', ['gate: disaster-recovery', 'captures:', '  share: path'], `\`\`\`sql read${read}`, BEFORE, RUN, CHECK),
  )
  given(starts({ document: recorded }), locks)
    .when((run) => expect(run.results(run.order, true).map(({ block }) => block)).toEqual([3, 0]), observes(true))
    .leads('observed', 'captured', 'step-done', 'ended')
})
