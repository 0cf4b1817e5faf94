/** Of more rows than fit, the beginning and the end are kept, in order, and the whole is in a file. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Row } from '../../src/run/order.ts'
import { RowSink } from '../../src/worker/block/row-sink.ts'

const dir = mkdtempSync(join(tmpdir(), 'row-sink-'))
afterAll(() => rmSync(dir, { recursive: true }))

function kept(rows: Row[], budget: number, whole: string[] = []) {
  const sink = new RowSink({ budget, whole }, dir, (text) => text)
  for (const row of rows) sink.add(row)
  return sink.end()
}
const many = (count: number): Row[] => Array.from({ length: count }, (_, index) => ({ n: index }))

test('all of them where they fit', () => {
  expect(kept(many(20), 200)).toEqual({ rows: many(20), rowCount: 20 })
})

test('else the first and the last ones, as many as fit', () => {
  const { file, ...rest } = kept(many(50), 100)
  expect(rest).toEqual({ rows: [...many(9), { n: 48 }, { n: 49 }], rowCount: 50, last: 2 })
  const text = readFileSync(join(dir, `${file?.sha256}.jsonl`), 'utf8')
  expect(
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row),
  ).toEqual(many(50))
})

test('what is captured has no end without its middle', () => {
  expect(kept(many(50), 100, ['n'])).toMatchObject({ rows: many(12), rowCount: 50 })
  expect(kept(many(50), 100, ['n'])).not.toHaveProperty('last')
})

test('what is captured holds no secret, because what covers it would be sent in its place', () => {
  const covered = (whole: string[]) => {
    const sink = new RowSink({ budget: 1000, whole }, dir, (text) => text.replaceAll('hunter2', '••••••'))
    for (const share of ['one', 'hunter2', 'three']) sink.add({ n: 1, share: `//files/${share}` })
    return { fault: sink.fault, row: sink.end().rows[1] }
  }
  const row = { n: 1, share: '//files/••••••' }
  expect(covered(['n', 'share'])).toEqual({ fault: { is: 'secret-in-capture', column: 'share' }, row })
  expect(covered(['n'])).toEqual({ fault: undefined, row })
})

test('whatever comes: never more than the budget, in order, and nothing is lost without a file', () => {
  const cells = fc.array(fc.record({ cell: fc.string({ maxLength: 40 }) }), { maxLength: 40 })
  fc.assert(
    fc.property(cells, fc.integer({ min: 40, max: 400 }), (rows, budget) => {
      const { rows: left, rowCount, last = 0, file } = kept(rows, budget)
      expect(rowCount).toBe(rows.length)
      expect(left).toEqual([...rows.slice(0, left.length - last), ...(last === 0 ? [] : rows.slice(-last))])
      expect(left.length === rows.length || file !== undefined).toBe(true)
      expect(left.reduce((sum, row) => sum + Buffer.byteLength(JSON.stringify(row)) + 1, 0)).toBeLessThanOrEqual(budget)
    }),
    { numRuns: 200 },
  )
})
