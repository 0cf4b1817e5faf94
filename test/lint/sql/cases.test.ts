/** Small documents, each with a verdict: what is dangerous, wrong or impossible is refused with these very sentences, and what is legitimate loads. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judgeDocument } from '../../../src/lint/judge-document.ts'
import { formatFault } from '../../../src/text/fault.ts'

const CASES = join(import.meta.dirname, '../cases')

/** Name, `accepted`, `refused` or `by design` (either could be defended), and each fault as it is said, without the file's name. */
const VERDICTS = readFileSync(join(CASES, 'sql-and-documents.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))

function faultsOf(name: string): string[] {
  const file = `${name}.md`
  const read = judgeDocument(file, readFileSync(join(CASES, file), 'utf8'))
  return 'faults' in read ? read.faults.map((fault) => formatFault(fault).slice(file.length + 1)) : []
}

test.each(VERDICTS)('%s is %s', (name = '', verdict, ...faults) => {
  expect(faultsOf(name)).toEqual(faults)
  if (verdict !== 'by design') expect(faults.length === 0 ? 'accepted' : 'refused').toBe(verdict)
})

test('every document of SQL has its verdict', () => {
  const there = readdirSync(CASES).filter((name) => /^(sql|doc)-.*\.md$/.test(name))
  expect(there.toSorted()).toEqual(VERDICTS.map(([name]) => `${name}.md`).toSorted())
  expect(there.length).toBeGreaterThan(150)
})
