import { expect, test } from 'vitest'
import {
  bothApprove,
  claimOf,
  claims,
  FAILED,
  gateOf,
  observes,
  orderOf,
  RAN,
  refuses,
  reports,
  starts,
  stepOf,
  theEnd,
  until,
  waits,
} from './acts.ts'
import { CONDITIONAL, UNCHECKED } from './documents.ts'
import { given, running } from './given.ts'
import { locks } from './acts.ts'
import type { PracticeRun } from './practice-run.ts'

const NEXT = 'Retry, skip, mark it done or abort: each needs a reason and a second person.'

test('before anybody approves, the estate is asked: done already? ready?', () => {
  running(stepOf(2))
    .when()
    .and((state) => expect(state.question).toMatchObject({ step: 2, role: 'check', purpose: 'first' }))
  running(stepOf(2)).when(observes(false)).leads('observed', 'observing')
  running(stepOf(2), observes(false)).when(observes()).leads('observed', 'gate-opened')
})

test('a step that is done already needs no gate and no order', () => {
  running(stepOf(2))
    .when(observes(true))
    .leads('observed', 'step-done', 'step-begun', 'observing')
    .and((state) => expect(state.steps[1]?.done).toEqual({ how: 'already', detail: 'it is there' }))
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
      'Step 2 "Stop" was not begun: its check cannot tell whether it is done already (no rights). Nothing was sent. Retry, skip or mark it done: each needs a reason and a second person.',
    )
})

test('a precondition that does not hold stops the run before its gate', () => {
  running(stepOf(2), observes(false), (run) => (run.ready = false))
    .when(observes())
    .leads('observed', 'attention')
    .needs(
      'precondition',
      'Step 2 "Stop" may not begin: two jobs are running. Nothing was sent. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
})

test('a precondition older than a minute is asked again when the gate has passed', () => {
  running(gateOf(2), waits(60_000))
    .when(bothApprove)
    .leads('heard', 'approved', 'gate-passed', 'observing')
    .and((state) => expect(state.question).toMatchObject({ role: 'before', purpose: 'again' }))
  running(gateOf(2), waits(60_000), bothApprove).when(observes()).leads('observed', 'ordered')
  running(gateOf(2), waits(60_000), bothApprove, (run) => (run.ready = false))
    .when(observes())
    .needs(
      'precondition',
      'Step 2 "Stop" may not begin: two jobs are running. Nothing was sent. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
  running(gateOf(2), waits(59_900)).when(bothApprove).leads('heard', 'approved', 'gate-passed', 'ordered')
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

test('a list that was cut on its way is not taken for the whole', () => {
  const cut = (run: PracticeRun): void => {
    const results = run.results(run.order).map((result) => ({ ...result, rowCount: 900 }))
    observes(undefined, { results })(run)
  }
  running(until((state) => state.question?.step === 4))
    .when(cut)
    .and((state) => expect(state.attention?.sentence).toContain('files was cut: 900 rows were found and 2 came.'))
})

test('an answer of an error is no answer', () => {
  const broken = (run: PracticeRun): void => {
    const errors = [{ message: 'Login failed.', code: '18456', severity: 14 }]
    observes(undefined, { results: run.results(run.order).map((result) => ({ ...result, ok: false, errors })) })(run)
  }
  running()
    .when(broken)
    .and((state) => expect(state.attention?.sentence).toContain('SEC: Login failed (error 18456, level 14).'))
  running(stepOf(2))
    .when(broken)
    .is('attention')
    .and((state) => expect(state.attention?.reason).toBe('cannot-tell'))
  running(stepOf(2), observes(false))
    .when(broken)
    .and((state) => expect(state.attention?.reason).toBe('precondition'))
})

test('fewer answers than blocks, or answers of other blocks, tell nothing', () => {
  running(stepOf(2))
    .when(observes(true, { results: [] }))
    .and((state) => expect(state.attention?.sentence).toContain('(0 of 1 blocks answered)'))
  const shifted = (run: PracticeRun): void =>
    observes(true, { results: run.results(run.order, true).map((result) => ({ ...result, block: 9 })) })(run)
  running(stepOf(2))
    .when(shifted)
    .and((state) => expect(state.attention?.sentence).toContain('(block 3 did not answer)'))
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
    observes(undefined, { results: run.results(run.order).map((result) => ({ ...result, rows: [row] })) })(run)
  running(stepOf(2))
    .when(answer)
    .and((state) => expect(state.steps[1]?.done?.how).toBe('already'))
})

test.each([
  ['no row', [], 'SEC gave 0 rows'],
  ['one of two not 1', [{ ok: 1 }, { ok: 0, detail: 'busy' }], 'busy'],
  ['NULL', [{ ok: null }], 'SEC says no'],
])('a precondition that answers %s does not hold', (_, rows, detail) => {
  const answer = (run: PracticeRun): void =>
    observes(undefined, { results: run.results(run.order).map((result) => ({ ...result, rows, rowCount: rows.length })) })(run)
  running(stepOf(2), observes(false))
    .when(answer)
    .and((state) => expect(state.attention?.sentence).toContain(`may not begin: ${detail}.`))
})

test('rows of a precondition that were cut do not hold', () => {
  const answer = (run: PracticeRun): void =>
    observes(undefined, { results: run.results(run.order).map((result) => ({ ...result, rowCount: 7 })) })(run)
  running(stepOf(2), observes(false))
    .when(answer)
    .and((state) => expect(state.attention?.sentence).toContain('SEC gave 7 rows'))
})

test('only the answer to the question that is out counts, and only from its site', () => {
  running()
    .when(observes(undefined, { order: 'R-1/1/0/99' }))
    .refuses('stale-answer', 'Nobody waits for the answer to R-1/1/0/99 any more: it changes nothing.')
  running()
    .when(observes(undefined, { site: 'a' }))
    .refuses('wrong-site', 'Step 1 is observed from b, and b1 works at a: its answer is not taken.')
})

test('a worker that is busy is asked again a little later; one that refuses to look calls people', () => {
  running()
    .when(observes(undefined, { results: [], refused: { code: 'worker-busy', why: 'four at once' } }))
    .leads('observed', 'observing')
    .and((state, run) => expect(state.question?.notBefore).toBe(new Date(Date.parse(run.now) + 1000).toISOString()))
  running()
    .when(observes(undefined, { results: [], refused: { code: 'unknown-document', why: 'no document has that hash' } }))
    .needs(
      'refused',
      'Step 1 "Look" could not be looked at: b1 at b refused (unknown-document): no document has that hash. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
})

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
  expect(run.made.attention).toMatchObject({
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
      expect(state.steps[1]?.done).toEqual({
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
  unchecked(claimOf(1)).when(reports(RAN)).leads('attempt-ended', 'attempt-judged', 'step-done', 'step-begun', 'observing')
  unchecked(claimOf(1))
    .when(reports(FAILED))
    .leads('attempt-ended', 'attempt-judged', 'attention')
    .needs(
      'failed',
      'Step 1 "Tell" failed on SEC after 12 s: RESTORE DATABASE is terminating abnormally (error 3013, level 16). It has no check: look at the system itself. Retry, skip, mark it done or abort: each needs a reason and a second person.',
    )
  unchecked(orderOf(1))
    .when(reports({ type: 'already-done', detail: 'x' }))
    .leads('attempt-ended', 'attempt-judged', 'step-done', 'step-begun', 'observing')
})

test('an order that the worker turns down before its claim calls people, a busy worker is ordered again', () => {
  running(orderOf(2))
    .when(reports(refuses('unknown-document')))
    .leads('attempt-ended', 'attempt-judged', 'attention')
    .needs(
      'refused',
      'Step 2 "Stop" was refused by the worker before anything was sent (unknown-document): it said so. Put it right and retry, or skip or abort: each needs a reason and a second person.',
    )
  for (const code of ['worker-busy', 'worker-stopping', 'head-moved']) {
    running(orderOf(2))
      .when(reports(refuses(code)))
      .leads('attempt-ended', 'attempt-judged', 'ordered')
      .and((state, run) => {
        const [first, second] = state.steps[1]?.items[0]?.attempts ?? []
        expect(first?.fate).toBe('not-done')
        expect(second).toMatchObject({ id: { step: 2, item: 0, number: 2 }, notBefore: new Date(Date.parse(run.now) + 1000).toISOString() })
      })
  }
})

test('a worker that only ever puts off is given up on', () => {
  const { run } = running(orderOf(2))
  let turns = 0
  while (run.made.phase === 'working' && turns < 100) {
    reports(refuses('worker-busy'))(run)
    turns++
  }
  expect(turns).toBe(30)
  expect(run.made.attention?.reason).toBe('refused')
})

test('a list is worked through item by item, each with its own check', () => {
  running(orderOf(4))
    .when()
    .and((state) => expect(state.item).toBe(1))
    .and((_, run) => until((state) => state.steps[3]?.items[0]?.done !== undefined)(run))
    .and((state) => expect(state.item).toBe(2))
    .and((_, run) => stepOf(5)(run))
    .and((state) => expect(state.steps[3]?.done).toEqual({ how: 'run', detail: '2 items: 2 done' }))
})

test('an empty list is done', () => {
  running((run) => (run.finds['files'] = []), stepOf(5))
    .when()
    .and((state) => expect(state.steps[3]?.done).toEqual({ how: 'already', detail: 'the list is empty: nothing to do' }))
})

test('items that are done already are passed', () => {
  running((run) => run.done.add('4/1'), stepOf(5))
    .when()
    .and((state) => expect(state.steps[3]?.done).toEqual({ how: 'run', detail: '2 items: 1 done, 1 done already' }))
})

test('a step whose condition is not met is passed over, and its gate with it', () => {
  given(starts({ document: CONDITIONAL }), locks, theEnd)
    .when()
    .and((state) => expect(state.steps[1]?.done).toEqual({ how: 'passed-over', detail: 'database is mgc, not other' }))
    .and((state) => expect(state.gates.map(({ step }) => step)).toEqual([1, 3]))
  given(starts({ document: CONDITIONAL, answers: { database: 'other' } }), locks, theEnd)
    .when()
    .and((state) => expect(state.gates.map(({ step }) => step)).toEqual([1, 2]))
})

test('when all steps are done the run is done, and nothing can be changed any more', () => {
  running(theEnd)
    .when(claims())
    .refuses('ended', `R-1 has ended (done) at ${running(theEnd).run.made.endedAt}: nothing can be changed any more. Start a new run.`)
    .is('done')
})
