/** What a `read` finds besides its captures is seen in the thread: cut once, beginning and end kept, and where the whole is. */
import { expect, test } from 'vitest'
import type { BlockResult, Row } from '../../src/run/order.ts'
import { omit } from '../../src/run/omit.ts'
import { linesOf } from './said.ts'
import { given } from '../run/given.ts'
import { locks, observes, starts } from '../run/acts.ts'
import { document, LOOK, RUN, CHECK, step } from '../run/documents.ts'

const READ = '```sql read on=backup\nSELECT name, state FROM sys.databases;\n```\n'
const PLAIN = document('plain', step('Look around', [], READ, READ), step('Stop', ['gate: disaster-recovery'], RUN, CHECK))
const CAPTURING = document('capturing', LOOK, step('Stop', ['gate: disaster-recovery'], RUN, CHECK))

const FILE = { sha256: 'ab'.repeat(32), bytes: 12_345 }
const NOTHING = { target: 'SEC', ok: true, rows: [], rowCount: 0, messages: [], errors: [], tookMs: 1 }
const result = (rows: Row[], over: Partial<BlockResult> = {}): BlockResult => ({
  ...NOTHING,
  block: 0,
  rows,
  rowCount: rows.length,
  ...over,
})

/** Lines of the entry in which these were the answers of the first step. */
function said(doc: typeof PLAIN, ...results: BlockResult[]): string[] {
  const { run } = given(starts({ document: doc }), locks)
  const before = run.made
  observes(undefined, { results: results.map((each, block) => ({ ...each, block })) })(run)
  const entry = run.entries.at(-1)
  if (entry === undefined || run.last.refusal !== undefined) throw new Error('the answer was not taken')
  return linesOf(entry, before)
    .map(({ text }) => text)
    .filter((text) => text.startsWith('Step 1'))
}

const many = (count: number): Row[] => Array.from({ length: count }, (_, index) => ({ name: `db${index + 1}` }))

test('one row is said whole, with what is missing or empty in it', () => {
  expect(said(PLAIN, result([{ name: 'mgc', state: null, note: '  ', size: 7 }]), result([]))).toEqual([
    'Step 1 "Look around" read 1 row on SEC: name = mgc; state = (none); note = (empty); size = 7.',
    'Step 1 "Look around" read 0 rows on SEC.',
    'Step 1 "Look around": recorded (what it found is recorded).',
  ])
})

test('a few rows are said whole, of many the first and the last, and where the whole is', () => {
  const [few, lots] = said(PLAIN, result(many(6)), result(many(9)))
  expect(few?.split('\n')).toEqual(['Step 1 "Look around" read 6 rows on SEC:', ...many(6).map(({ name }) => `– name = ${name}`)])
  expect(lots?.split('\n')).toEqual([
    'Step 1 "Look around" read 9 rows on SEC:',
    '– name = db1',
    '– name = db2',
    '– name = db3',
    '– name = db4',
    '… 3 more rows …',
    '– name = db8',
    '– name = db9',
    expect.stringMatching(/^The whole is in the audit log, entry \d+\.$/),
  ])
})

test('of rows that the log did not keep, the file is named; and that there is none', () => {
  const kept = [...many(5), { name: 'db999' }]
  const [inFile, nowhere] = said(PLAIN, result(kept, { rowCount: 999, last: 1, file: FILE }), result(many(5), { rowCount: 1000 }))
  expect(inFile?.split('\n').slice(4)).toEqual([
    '– name = db4',
    '… 994 more rows …',
    '– name = db999',
    `All that was taken is in the file ${FILE.sha256}.jsonl on the machine of b1, 12345 bytes.`,
  ])
  expect(nowhere?.split('\n').slice(4)).toEqual([
    '– name = db4',
    '… 996 more rows …',
    'No more of them were taken, and the rest is in no file. Let the document select what matters.',
  ])
})

test('a long cell is cut, and the log named', () => {
  const [line] = said(PLAIN, result([{ name: 'x'.repeat(200) }]), result([]))
  expect(line).toMatch(
    /^Step 1 "Look around" read 1 row on SEC: name = x{120}… \(200 characters\)\.\nThe whole is in the audit log, entry \d+\.$/,
  )
})

test('one of 120 characters is said whole', () => {
  expect(said(PLAIN, result([{ name: 'x'.repeat(120) }]), result([]))[0]).toBe(
    `Step 1 "Look around" read 1 row on SEC: name = ${'x'.repeat(120)}.`,
  )
})

test('that nothing was found is said of a block that answered, and where nothing was to be captured', () => {
  const rowsSaid = (...asked: Parameters<typeof said>): string[] => said(...asked).filter((text) => text.includes(' read '))
  expect(rowsSaid(PLAIN, result([]), result([], { ok: false }))).toEqual(['Step 1 "Look around" read 0 rows on SEC.'])
  expect(rowsSaid(CAPTURING, result([]))).toEqual([])
  const two = document('two', LOOK + READ, step('Stop', ['gate: disaster-recovery'], RUN, CHECK))
  expect(rowsSaid(two, result([]), result([]))).toEqual(['Step 1 "Look" read 0 rows on SEC.', 'Step 1 "Look" read 0 rows on SEC.'])
})

test('what is captured is said as such, and once', () => {
  expect(said(CAPTURING, result([{ share: '\\\\a\\share' }]))).toEqual([
    'Step 1 "Look" found: share = \\\\a\\share.',
    'Step 1 "Look": recorded (what it found is recorded).',
  ])
  expect(said(CAPTURING, result([{ share: '\\\\a\\share', by: 'ls' }]))[0]).toBe('Step 1 "Look" read 1 row on SEC: by = ls.')
})

test('of an answer to another question nothing is said to have been found', () => {
  const { run } = given(starts({ document: PLAIN }), locks)
  const before = run.made
  observes(undefined, { results: [result([{ name: 'mgc' }]), { ...result([]), block: 1 }] })(run)
  const entry = run.entries.at(-1)
  const other = { ...before, ...(before.question && { question: { ...before.question, order: 'R-1/1/0/99' } }) }
  const texts = (state: typeof before) => (entry === undefined ? [] : linesOf(entry, state)).map(({ text }) => text)
  expect(texts(before)[0]).toBe('Step 1 "Look around" read 1 row on SEC: name = mgc.')
  for (const state of [other, omit(before, 'question')]) expect(texts(state).filter((text) => text.includes('row'))).toEqual([])
})
