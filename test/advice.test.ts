/** Advice that messages of the product give is followed: the command is there, its options are, and so is the key. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readTyped, WORDS } from '../src/chat/typed.ts'
import { isCommand } from '../src/cli/commands.ts'
import { helpFor } from '../src/cli/help.ts'
import { configurationSchema } from '../src/config/schema.ts'
import { readRunName } from '../src/run/run-name.ts'
import { en } from '../src/words/en.ts'

const SRC = join(import.meta.dirname, '../src')

/** Every line of code that could hold a message, with the back-ticks of templates as they are shown. */
const LINES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|js)$/.test(name))
  .flatMap((name) =>
    readFileSync(join(SRC, name), 'utf8')
      .split('\n')
      .map((text, index) => ({ place: `src/${name}:${index + 1}`, text })),
  )
  .filter(({ text }) => !/^\s*(\/?\*|\/\/)|\.replace\(/.test(text))
  .map(({ place, text }) => ({ place, text: text.replaceAll('\\`', '`') }))

/** `find`: with the advice as its first group. Throws when there is nothing, because then nothing was judged. */
function advice(find: RegExp): { place: string; words: string }[] {
  const found = LINES.flatMap(({ place, text }) => [...text.matchAll(find)].map(([, words = '']) => ({ place, words })))
  if (found.length === 0) throw new Error(`nothing in src says ${find.source}`)
  return found
}

test('every command of the program that a message names is one, with what follows it', () => {
  for (const { place, words } of advice(/["`]countersign ([a-z][^"'`:]*)["`:]/g)) {
    const [command = '', ...rest] = words.trim().split(/\s+/)
    const help = isCommand(command) ? helpFor(command) : undefined
    expect(help, `${place}: countersign ${command}`).toBeDefined()
    for (const word of rest.filter((each) => /^(--)?[a-z][a-z-]+$/.test(each) && each !== 'dc2-a' && each !== '--help'))
      expect(help, `${place}: ${words}`).toMatch(new RegExp(`(^|[\\s[(])${word}\\b`))
  }
})

test('every word after /countersign that a message names is one', () => {
  for (const { place, words } of advice(/\/countersign (?!knows|takes)([a-z]+)/g)) expect(WORDS, place).toContain(words)
})

test('a command with a run that a message shows to be typed does nothing to a run of somebody else', () => {
  for (const { place, words } of advice(/(\/countersign cancel [^'`"]+)/g)) {
    const run = /cancel (\S+)/.exec(words)?.[1] ?? ''
    // `${run}` is the run that was meant; anything else must not be the name of any run.
    expect(run.startsWith('${') || readRunName(run) === undefined, `${place}: ${words}`).toBe(true)
  }
  expect(readTyped('/countersign cancel RUN and why', [], en)).toEqual({
    type: 'cancel',
    run: undefined,
    asked: true,
    reason: 'RUN and why',
  })
})

test('every key of the configuration that a message names is one', () => {
  const keys = new Set<string>()
  const collect = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return
    for (const [name, inner] of Object.entries(schema)) {
      if (name === 'properties' && typeof inner === 'object' && inner !== null) for (const key of Object.keys(inner)) keys.add(key)
      collect(inner)
    }
  }
  collect(z.toJSONSchema(configurationSchema, { io: 'input', unrepresentable: 'any' }))
  expect(keys.size).toBeGreaterThan(20)
  const named = [
    ...advice(/\bunder `(\w+):?`/g).filter(({ place }) => !/^src\/(?:procedure|policy|yaml)\//.test(place)),
    ...advice(/`(\w+)` (?:of (?:this|that) target|in the configuration)/g),
    ...advice(/\bin the configuration, as `(\w+):/g),
    ...advice(/\b(?:add|write|correct|remove) `(\w+):? [^`]*`/gi).filter(({ place }) => place.startsWith('src/config')),
  ]
  for (const { place, words } of named) expect([...keys], place).toContain(words)
})
