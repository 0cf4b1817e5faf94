/** What every document of `commands/` tells the people who read it at 03:00. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const COMMANDS = join(import.meta.dirname, '../../commands')
const DOCUMENTS = readdirSync(COMMANDS)
  .filter((name) => name.endsWith('.md') && name !== 'rules.md')
  .map((name) => ({ name, text: readFileSync(join(COMMANDS, name), 'utf8') }))

test('there are documents', () => {
  expect(DOCUMENTS.length).toBeGreaterThan(20)
})

test('each names the pages that it follows', () => {
  expect(DOCUMENTS.filter(({ text }) => !/^source: "./m.test(text)).map(({ name }) => name)).toEqual([])
})

test('each step says something to people, before any block', () => {
  const silent = DOCUMENTS.flatMap(({ name, text }) => [...text.matchAll(/^## (.+)\n\n```/gm)].map(([, title]) => `${name}: ${title}`))
  expect(silent).toEqual([])
})
