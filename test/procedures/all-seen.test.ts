/** Of every document of `commands/` each check was seen both ways, each condition refusing, and each undo run: nothing is forgotten. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PLAYED_IN } from './played-in.ts'

const COMMANDS = join(import.meta.dirname, '../../commands')

test('every document is played from all sides in one file', () => {
  const documents = readdirSync(COMMANDS).flatMap((name) => (name === 'rules.md' ? [] : (/^([a-z-]+)\.md$/.exec(name)?.[1] ?? [])))
  expect(Object.values(PLAYED_IN).flat().toSorted()).toEqual(documents.toSorted())
})

test.each(Object.keys(PLAYED_IN))('%s ends by asking what of its documents was not seen', (file) => {
  const text = readFileSync(join(import.meta.dirname, `${file}.test.ts`), 'utf8')
  expect(text).toContain(`expectAllSeen(stage, ...PLAYED_IN${/^[a-z]+$/.test(file) ? `.${file}` : `['${file}']`})`)
})
