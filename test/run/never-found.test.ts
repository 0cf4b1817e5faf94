/** What becomes of a step that hangs on what nobody has found or answered. */
import { describe, expect, test } from 'vitest'
import { bothApprove, deviates, locks, observes, starts, theEnd, type Act } from './acts.ts'
import { CHECK, CONDITIONAL, document, LOOK, RUN, SHELL_CHECK, SHELL_RUN, step } from './documents.ts'
import { given } from './given.ts'
import { EARLY_LIST } from './rehearsal-documents.ts'
import { rehearsalSaid } from './rehearsal-said.ts'
import { rehearsingOf } from './rehearsing.ts'

const skipped: Act = (run) => {
  deviates('dana', 'skip')(run)
  bothApprove(run)
}

test('a real run asks what it is to ask with a value that nobody found: only a rehearsal goes on without', () => {
  given(starts({ document: EARLY_LIST }), locks, (run) => (run.finds['share'] = []), observes())
    .when(skipped)
    .leads('heard', 'approved', 'gate-passed', 'deviated', 'step-done', 'step-begun', 'observing')
    .and(({ question }) => expect(question).toMatchObject({ step: 2, looks: ['check'] }))
})

const FIND = '```sql read on=backup\nSELECT files = s.backup_source_directory FROM msdb.dbo.log_shipping_secondary s;\n```\n'
const LISTED = document(
  'listed',
  step('Find', ['captures: { files: list of path }'], FIND),
  step('Apply', ['gate: disaster-recovery', 'each: file of files'], RUN, CHECK),
)

test('a real run waits for people before a list that nobody found', () => {
  given(starts({ document: LISTED }), locks, observes(undefined, { refused: { code: 'no-such-target', why: 'it is gone' } }))
    .when(skipped)
    .needs(
      'capture',
      'Step 2 works through the list files, and no earlier step found it. Nothing was sent. Retry from a step that finds it, or skip, mark it done or abort: each needs a reason and a second person.',
    )
    .and((state) => expect(state.findings).toEqual([]))
})

/** Whether the shell is set hangs on `word`, which nobody need answer; when it was found, on `share` too. */
const hanging = (when: string, ...before: string[]) => {
  const { id, text } = document('hanging', ...before, step('Set', ['gate: disaster-recovery', `when: ${when}`], SHELL_RUN, SHELL_CHECK))
  return { id, text: text.replace('\n---\n', '\n  word: { type: text, ask: "Which word?", optional: true }\n---\n') }
}
const answered = (word: string | undefined) => ({ answers: { database: 'mgc', ...(word !== undefined && { word }) } })

describe('a step that is done unless a word is given', () => {
  const document = hanging('{ word: { not: nothing } }')

  test.each([
    ['another one is given', 'something', undefined],
    ['that very one is given', 'nothing', 'passed-over'],
    ['none is given: nobody said that it is another', undefined, 'passed-over'],
  ])('where %s', (_, word, how) => {
    const { made } = given(starts({ document, ...answered(word) }), locks).run
    expect(made.steps[0]?.done?.how).toBe(how)
  })
})

describe('a rehearsal of a step with conditions', () => {
  test('says nothing of one that hangs on an answer alone', () => {
    const { made } = rehearsingOf(CONDITIONAL, theEnd).run
    expect(made.findings).toEqual([])
    const holds = given(starts({ rehearsal: true, document: CONDITIONAL, answers: { database: 'other' } }), theEnd).run.made
    expect(holds.findings).toEqual([])
    expect(holds.steps[1]?.done?.how).toBe('rehearsed')
  })

  test('passes one over whose known condition fails, whatever nobody has found', () => {
    const document = hanging('{ word: something, share: "D:\\\\x" }', LOOK)
    const rehearsed = (word: string) =>
      given(starts({ rehearsal: true, document, ...answered(word) }), (run) => (run.finds['share'] = []), theEnd).run.made
    expect(rehearsed('nothing').steps[1]?.done?.how).toBe('passed-over')
    expect(rehearsalSaid(rehearsed('nothing')).slice(0, 3)).toEqual([
      'Would stop today (1):',
      'Step 1 "Look" does not find what it must record: share: 0 rows were found; exactly one is needed.',
      'Cannot be known before an earlier step is done: nothing.',
    ])
    expect(rehearsed('something').steps[0]?.done).toEqual({ how: 'rehearsed', detail: [] })
    expect(rehearsed('something').steps[1]?.done?.how).toBe('rehearsed')
    expect(rehearsalSaid(rehearsed('something'))[3]).toContain('step 2 "Set"')
  })
})
