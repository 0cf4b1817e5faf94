import { expect, test } from 'vitest'
import { said } from '../../src/run/facts/remark.ts'
import { judgeCondition } from '../../src/run/step/judge-results.ts'
import { lettingBegin } from '../../src/run/step/looks.ts'
import { plannedStep } from '../../src/run/where.ts'
import { bothApprove, claims, gateOf, locks, observes, observesAtOnce, orderOf, starts, stepOf, until, waits } from './acts.ts'
import { BEFORE, CHECK, document, LOOK, RUN, step } from './documents.ts'
import { given, running } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { doneSaid, needSaid } from '../words/said.ts'

test('before anybody approves, the estate is asked at once: done already? ready?', () => {
  running(stepOf(2))
    .when()
    .and((state) => expect(state.question).toMatchObject({ step: 2, looks: ['check', 'before'], purpose: 'first' }))
  running(stepOf(2)).when(observes(false)).leads('observed', 'gate-opened')
})

test('a step that is done already needs no gate and no order', () => {
  running(stepOf(2))
    .when(observes(true))
    .leads('observed', 'step-done', 'step-begun', 'observing')
    .and((state) => expect(doneSaid(state, 1)).toEqual({ how: 'already', detail: 'it is there' }))
    .and((state) => expect(state.gates).toEqual([]))
})

test('when the gated step is done already, the next one that performs opens the gate', () => {
  running(stepOf(2), observes(true))
    .when(observes(false))
    .leads('observed', 'gate-opened')
    .and((state) => expect(state.gates[0]).toMatchObject({ step: 3, policy: 'disaster-recovery' }))
})

test('a check that cannot tell at the beginning stops the run before anything is sent', () => {
  running(stepOf(2))
    .when(observes(null))
    .leads('observed', 'attention')
    .needs(
      'cannot-tell',
      'Step 2 "Stop" was not begun: its check cannot tell whether it is done already (no rights). Only its looks were sent. Retry, skip or mark it done: each needs a reason and a second person.',
    )
})

test('a precondition that does not hold stops the run before its gate', () => {
  running(stepOf(2), (run) => (run.ready = false))
    .when(observes(false))
    .leads('observed', 'attention')
    .needs(
      'precondition',
      'Step 2 "Stop" may not begin: two jobs are running. Only its looks were sent. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
})

/** What the worker says that it looked at before its claim. */
const claimsBy =
  (...looks: ('check' | 'before')[]) =>
  (run: PracticeRun): void =>
    claims({ looked: looks.flatMap((look) => run.answers(run.order, look, false)) })(run)

test('a precondition older than a minute is asked again under the lock, or the claim is not granted', () => {
  const late = [gateOf(2), waits(60_000), bothApprove]
  running(...late)
    .when(claimsBy('check', 'before'))
    .leads('claimed')
  running(...late)
    .when(claimsBy('check'))
    .refuses(
      'not-as-seen',
      'R-1/2/0/3 is not granted: it is claimed once its looks have just let it begin, and its before did not (0 of 1 block answered).',
    )
  running(...late, (run) => (run.ready = false))
    .when(claimsBy('check', 'before'))
    .refuses(
      'not-as-seen',
      'R-1/2/0/3 is not granted: it is claimed once its looks have just let it begin, and its before did not (two jobs are running).',
    )
  running(gateOf(2), bothApprove).when(claimsBy('check')).leads('claimed')
  // More than is due may be asked, and then counts.
  running(gateOf(2), bothApprove).when(claimsBy('check', 'before')).leads('claimed')
  running(gateOf(2), bothApprove, (run) => (run.ready = false))
    .when(claimsBy('check', 'before'))
    .refusesWith('not-as-seen')
})

test('before a step with no way back the precondition is asked again after the last approval, however short the wait was', () => {
  running(gateOf(5), waits(1000), bothApprove)
    .when(claimsBy('check'))
    .refusesWith('not-as-seen')
    .and((_, run) => claimsBy('check', 'before')(run))
    .leads('claimed')
})

test('nothing is granted whose check has not just said that it is not done', () => {
  const sentence = (detail: string): string =>
    `R-1/2/0/3 is not granted: it is claimed once its looks have just let it begin, and its check did not (${detail}).`
  const results =
    (done: boolean, over: object = {}) =>
    (run: PracticeRun) =>
      claims({ looked: run.answers(run.order, 'check', done).map((result) => ({ ...result, ...over })) })(run)
  running(orderOf(2)).when(results(true)).refuses('not-as-seen', sentence('it is there'))
  running(orderOf(2))
    .when(results(false, { rows: [], rowCount: 0 }))
    .refuses('not-as-seen', sentence('0 rows, not one'))
  running(orderOf(2))
    .when(results(false, { block: 0 }))
    .refusesWith('not-as-seen')
  running(orderOf(2))
    .when(claims({ looked: [] }))
    .refuses('not-as-seen', sentence('0 of 1 block answered'))
  running(orderOf(2))
    .when((run) => claims({ looked: [...run.looked(), ...run.looked()] })(run))
    .refuses('not-as-seen', sentence('2 of 1 block answered'))
    .changesNothing()
})

test('what went on behind an answer that decides, or ended before one, has not answered', () => {
  const answers =
    (done: boolean, ...looks: ('check' | 'before')[]) =>
    (run: PracticeRun) =>
      observesAtOnce(looks.flatMap((look) => run.answers(run.order, look, done)))(run)
  running(stepOf(2))
    .when(answers(true, 'check', 'before'))
    .and((state) => expect(needSaid(state)).toContain('(2 of 1 block answered)'))
  running(stepOf(2))
    .when(answers(false, 'check'))
    .and((state) => expect(needSaid(state)).toContain('Step 2 "Stop" may not begin: 0 of 1 block answered.'))
  running(stepOf(2))
    .when(answers(false, 'before'))
    .and((state) => expect(needSaid(state)).toContain('(block 3 did not answer)'))
})

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

test('an answer of an error is no answer', () => {
  const broken = (run: PracticeRun): void => {
    const errors = [{ message: 'Login failed.', code: '18456', severity: 14 }]
    observes(undefined, { results: run.results(run.order).map((result) => ({ ...result, ok: false, errors })) })(run)
  }
  running()
    .when(broken)
    .and((state) => expect(needSaid(state)).toContain('SEC: Login failed (error 18456, level 14).'))
  running(stepOf(2))
    .when(broken)
    .is('attention')
    .and((state) => expect(state.attention?.reason).toBe('cannot-tell'))
  running(stepOf(2))
    .when((run) => {
      const errors = [{ message: 'Login failed.', code: '18456', severity: 14 }]
      const before = run.answers(run.order, 'before').map((result) => ({ ...result, ok: false, errors }))
      observes(undefined, { results: [...run.answers(run.order, 'check', false), ...before] })(run)
    })
    .and((state) => expect(state.attention?.reason).toBe('precondition'))
})

test('fewer answers than blocks, or answers of other blocks, tell nothing', () => {
  running(stepOf(2))
    .when(observes(true, { results: [] }))
    .and((state) => expect(needSaid(state)).toContain('(0 of 1 block answered)'))
  const shifted = (run: PracticeRun): void =>
    observes(true, { results: run.results(run.order, true).map((result) => ({ ...result, block: 9 })) })(run)
  running(stepOf(2))
    .when(shifted)
    .and((state) => expect(needSaid(state)).toContain('(block 3 did not answer)'))
})

test.each([
  ['two rows', [{ done: 1 }, { done: 1 }]],
  ['no row', []],
  ['a 2', [{ done: 2 }]],
  ['a text', [{ done: 'yes' }]],
  ['nothing of that name', [{ ready: 1 }]],
])('a check that answers %s cannot tell', (_, rows) => {
  const answer = (run: PracticeRun): void =>
    observes(undefined, { results: run.results(run.order).map((result) => ({ ...result, rows, rowCount: rows.length })) })(run)
  running(stepOf(2))
    .when(answer)
    .is('attention')
    .and((state) => expect(state.attention?.reason).toBe('cannot-tell'))
})

test.each([
  ['true', { Done: true, Detail: 'x' }],
  ['a bit', { DONE: 1 }],
])('a check that answers %s says done', (_, row) => {
  const answer = (run: PracticeRun): void =>
    observes(undefined, { results: run.answers(run.order, 'check').map((result) => ({ ...result, rows: [row] })) })(run)
  running(stepOf(2))
    .when(answer)
    .and((state) => expect(state.steps[1]?.done?.how).toBe('already'))
})

test.each([
  ['no row', [], 'SEC gave 0 rows'],
  ['one of two not 1', [{ ok: 1 }, { ok: 0, detail: 'busy' }], 'busy'],
  ['NULL', [{ ok: null }], 'SEC says no'],
])('a precondition that answers %s does not hold', (_, rows, detail) => {
  const answer = (run: PracticeRun): void => answersBefore(run, { rows, rowCount: rows.length })
  running(stepOf(2))
    .when(answer)
    .and((state) => expect(needSaid(state)).toContain(`may not begin: ${detail}.`))
})

function answersBefore(run: PracticeRun, over: object): void {
  const before = run.answers(run.order, 'before').map((result) => ({ ...result, ...over }))
  observes(undefined, { results: [...run.answers(run.order, 'check', false), ...before] })(run)
}

test('rows of a precondition that were cut do not hold', () => {
  const answer = (run: PracticeRun): void => answersBefore(run, { rowCount: 7 })
  running(stepOf(2))
    .when(answer)
    .and((state) => expect(needSaid(state)).toContain('SEC gave 7 rows'))
})

test('only the answer to the question that is out counts, and only from its site', () => {
  running()
    .when(observes(undefined, { order: 'R-1/1/0/99' }))
    .refuses('stale-answer', 'Nobody waits for the answer to R-1/1/0/99 any more: it changes nothing.')
  running()
    .when(observes(undefined, { site: 'a' }))
    .refuses('wrong-site', 'Step 1 is observed from b, and b1 works at a: its answer is not taken.')
})

test('a worker that refuses to look calls people', () => {
  running()
    .when(observes(undefined, { results: [], refused: { code: 'unknown-document', why: 'no document has that hash' } }))
    .needs(
      'refused',
      'Step 1 "Look" could not be looked at: b1 at b refused (unknown-document): no document has that hash. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
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

test('where nothing was seen, nothing is undone', () => {
  expect(lettingBegin([], true)).toBe(false)
})

test('a rule that holds says nothing, and one that does not says its name', () => {
  const { run } = running(stepOf(2))
  const planned = plannedStep(run.made, 2)
  const ruled = { ...planned, blocks: planned.blocks.map((block) => ({ ...block, rule: 'no jobs' })) }
  const answers = (ok: number) => run.answers({ step: 2, item: 0 }, 'before').map((each) => ({ ...each, rows: [{ ok, detail: 'x' }] }))
  expect(judgeCondition(ruled, 'before', answers(1))).toEqual({ ok: true, detail: [] })
  expect(judgeCondition(ruled, 'before', answers(0))).toEqual({
    ok: false,
    detail: [{ is: 'rule', rule: 'no jobs', why: said('x') }],
  })
})
