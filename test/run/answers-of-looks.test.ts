import { expect, test } from 'vitest'
import { said } from '../../src/run/facts/remark.ts'
import { judgeCondition } from '../../src/run/step/judge-results.ts'
import { plannedStep } from '../../src/run/where.ts'
import { observes, observesAtOnce, stepOf } from './acts.ts'
import { running } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { needSaid } from '../words/said.ts'

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
