/** The table of rules has a line for every rule, and what it says of the documents is so. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const TABLE = readFileSync(join(ROOT, 'docs/rules.md'), 'utf8')
const ROWS = [...TABLE.matchAll(/^\| (R\d\d) \| ([^|]*) \| ([^|]*)\| ([^|]*)\|$/gm)].map(([, id = '', , asked = '', otherwise = '']) => ({
  id,
  asked: named(asked),
  otherwise,
}))

/** The groups of numbers of the documentation's rules. */
const GROUPS: [from: number, to: number][] = [
  [1, 14],
  [20, 39],
  [40, 59],
  [60, 66],
  [70, 86],
]

function named(cell: string): string[] {
  return [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name)
}

function textOf(document: string): string {
  const path = join(ROOT, 'commands', `${document}.md`)
  expect(existsSync(path), document).toBe(true)
  return readFileSync(path, 'utf8')
}

test('there is a line for every rule, and no other', () => {
  const ids = GROUPS.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, index) => `R${String(from + index).padStart(2, '0')}`),
  )
  expect(ROWS.map(({ id }) => id)).toEqual(ids)
})

test('each document that is said to ask about a rule has its number', () => {
  for (const { id, asked } of ROWS)
    for (const document of asked) expect(textOf(document), `${document} does not say ${id}`).toMatch(new RegExp(`\\b${id}\\b`))
})

test('where no document asks, it is said why or what keeps the rule, and a document that is named there exists', () => {
  for (const { id, asked, otherwise } of ROWS) {
    if (asked.length === 0) expect(otherwise.trim(), id).not.toBe('')
    for (const document of named(otherwise)) textOf(document)
  }
})
