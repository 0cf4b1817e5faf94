/** Small documents, each with one thing that the loader must take or refuse, and the whole of what it says. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judgeDocument } from '../../../src/lint/judge-document.ts'

const CASES = join(import.meta.dirname, '../cases')
const ROWS = readFileSync(join(CASES, 'powershell.tsv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => {
    const [name = '', verdict = '', answer = '', sentences = ''] = row.split('\t')
    return { name, verdict, answer, sentences }
  })

test.each(ROWS)('$name: $verdict', ({ name, verdict, answer, sentences }) => {
  const file = `${name}.md`
  const judged = judgeDocument(file, readFileSync(join(CASES, file), 'utf8'))
  const said = 'faults' in judged ? judged.faults.map(({ line, what, next }) => `${line}: ${what}; ${next}`).join(' || ') : ''
  expect({ answer: said === '' ? 'accepted' : 'refused', sentences: said }).toEqual({ answer, sentences })
  // What can be defended either way has one answer; the rest has the only one.
  if (verdict !== 'by design') expect(answer).toBe(verdict)
})

test('every case has a row', () => {
  const files = readdirSync(CASES).filter((name) => /^(own-)?ps-.*\.md$/.test(name))
  expect(files.length).toBeGreaterThan(190)
  expect(files.map((name) => name.replace('.md', '')).toSorted()).toEqual(ROWS.map(({ name }) => name).toSorted())
})
