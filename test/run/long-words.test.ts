import { expect, test } from 'vitest'
import { firstOf, said } from '../../src/run/facts/remark.ts'
import { shortened } from '../../src/run/facts/shorten-fault.ts'
import type { Row } from '../../src/run/order.ts'
import { claimOf, observes, RAN, reports, stepOf } from './acts.ts'
import type { Act } from './acts.ts'
import { running } from './given.ts'
import { PEOPLE, POLICY, TARGETS } from './practice.ts'
import { RUN } from './practice-run.ts'
import type { PracticeRun } from './practice-run.ts'
import { needSaid } from '../words/said.ts'

/** What the question that is out is answered with. */
function answersRows(rows: Row[], look: 'check' | 'before' = 'check'): Act {
  return (run: PracticeRun) => {
    const answers = run.answers(run.order, look).map((result) => ({ ...result, rows, rowCount: rows.length }))
    const before = look === 'check' ? [] : run.answers(run.order, 'check', false)
    observes(undefined, { results: [...before, ...answers] })(run)
  }
}

test('a precondition that fails in many rows stops the run with the first of them, and the entry fits', () => {
  const rows = Array.from({ length: 30 }, (_, row) => ({
    ok: 0,
    detail: `job ${row} of the secondary is running since ${'0'.repeat(170)}`,
  }))
  running(stepOf(2))
    .when(answersRows(rows, 'before'))
    .leads('observed', 'attention')
    .and((state) => expect(needSaid(state)).toMatch(/job 4 of the secondary [^;]*; and 25 more\. Only its looks were sent\./))
})

test('a detail is said up to 1,500 characters, and no character is cut in two', () => {
  running(stepOf(2))
    .when(answersRows([{ done: null, detail: `${'x'.repeat(1499)}\u{1f525}${'y'.repeat(100)}` }]))
    .leads('observed', 'attention')
    .and((state) => expect(needSaid(state)).toContain(`(${'x'.repeat(1499)}… (1601 characters)). Only its looks were sent.`))
})

test('a check with two columns that are both called done cannot tell', () => {
  running(stepOf(2))
    .when(answersRows([{ done: 1, Done: 0, detail: '' }]))
    .leads('observed', 'attention')
    .and((state) => expect(state.attention?.reason).toBe('cannot-tell'))
})

test('a change of the configuration that is longer than a sentence is said by its first lines, and nothing is stuck', () => {
  const people = [...PEOPLE, ...Array.from({ length: 300 }, (_, index) => ({ id: `p${index}`, name: `Person ${index}`, groups: ['dba'] }))]
  running(claimOf(2), reports(RAN))
    .when(
      (run) => run.send({ run: RUN, type: 'configuration-changed', policies: { 'disaster-recovery': POLICY }, people, targets: TARGETS }),
      observes(true),
      observes(false),
    )
    .is('attention')
    .and((state) => expect(state.attention?.reason).toBe('approvals-void'))
    .and((state) => expect(needSaid(state)).toMatch(/\n\+ approver p124: Person 124, in dba\n… and 270 more lines$/))
})

test('of many remarks the first 3,000 characters are kept, the others are counted', () => {
  const [long, other, third] = ['a', 'b', 'c'].map((letter) => said(letter.repeat(1500))[0])
  if (long === undefined || other === undefined || third === undefined) throw new Error('nothing was said')
  expect(firstOf([long, other])).toEqual([long, other])
  expect(firstOf([long, other, third])).toEqual([long, other, { is: 'more', count: 1 }])
})

test('a remark that is cut keeps the length of the whole, also where it was cut before', () => {
  const [whole, half, short] = ['a', 'b', 'c'].map((letter) => ({ is: 'said' as const, text: letter.repeat(1400) }))
  if (whole === undefined || half === undefined || short === undefined) throw new Error('nothing was said')
  expect(firstOf([{ ...whole, of: 9000 }, half, short])).toStrictEqual([
    { ...whole, of: 9000 },
    half,
    { is: 'said', text: 'c'.repeat(200), of: 1400 },
  ])
  expect(firstOf([whole, half, { ...short, of: 9000 }]).at(-1)).toStrictEqual({ is: 'said', text: 'c'.repeat(200), of: 9000 })
})

test('of what a worker says each text keeps 1,000 characters and each list its first twenty', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`)
  const fault = { is: 'block-killed' as const, allowedMs: 5000, stderr: ['x'.repeat(1000), 'y'.repeat(1001), ...lines] }
  expect(shortened(fault)).toEqual({
    is: 'block-killed',
    allowedMs: 5000,
    stderr: ['x'.repeat(1000), `${'y'.repeat(1000)}…`, ...lines.slice(0, 18)],
  })
})
