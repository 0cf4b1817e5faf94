/** The log holds facts: what has blanks in it was written or said by somebody else, and stands in what they signed. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readLog } from '../../src/audit/read-log.ts'
import { RULES_VERSION } from '../../src/audit/rules.ts'

const GOLDEN = join(import.meta.dirname, 'golden', `rules-${RULES_VERSION}`)
const entriesOf = (log: string) =>
  readLog(readFileSync(join(GOLDEN, log), 'utf8')).lines.flatMap((line) => ('entry' in line ? [line.entry] : []))

interface Leaf {
  path: string
  text: string
}

function leavesOf(value: unknown, path = ''): Leaf[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, Array.isArray(value) ? `${path}[]` : `${path}.${key}`))
}

/** What others wrote or said, inside what a worker or its bot has signed: a server's or a block's own words, and what its rows hold. */
const OTHERS = [
  /\.rows\[\]\./,
  // A nonce is random; that of a golden log is told apart by eye.
  /\.nonce$/,
  /\.messages\[\]$|\.errors\[\]\.message$/,
  /\.(?:said\[\]\.message|message|reason|stderr\[\]|text|met)$/,
]

/** Commands that no person gives. */
const MACHINES = new Set(['claim', 'result', 'observed', 'timer', 'lock-granted', 'lock-refused', 'lost-contact', 'no-worker'])

/** Codes, names, instants, hashes and numbers have no blanks; a sentence does. */
const isSentence = ({ text }: Leaf): boolean => /\s/.test(text.trim())

// Every kind of event stands in the golden logs: golden-logs.test.ts.
describe('no event holds a sentence that the program made', () => {
  test.each(readdirSync(GOLDEN).filter((name) => name.endsWith('.jsonl')))('%s', (log) => {
    const heard: string[] = []
    const made: string[] = []
    for (const { command, events } of entriesOf(log)) {
      heard.push(...leavesOf(command).map(({ text }) => text))
      for (const event of events)
        for (const leaf of leavesOf(event, event.type).filter(isSentence))
          if (!heard.some((each) => each.includes(leaf.text))) made.push(`${leaf.path}: ${leaf.text}`)
    }
    expect(made).toEqual([])
  })
})

function madeIn({ command }: { command: { type: string } }): string[] {
  if (!MACHINES.has(command.type)) return []
  const leaves = leavesOf(command, command.type).filter(isSentence)
  return leaves.filter(({ path }) => !OTHERS.some((theirs) => theirs.test(path))).map(({ path, text }) => `${path}: ${text}`)
}

describe('no worker and no bot signs a sentence that the program made', () => {
  test.each(readdirSync(GOLDEN).filter((name) => name.endsWith('.jsonl')))('%s', (log) => {
    expect(entriesOf(log).flatMap(({ command }) => madeIn(command))).toEqual([])
  })

  test.each([
    [{ type: 'lost-contact', why: 'b1 is silent' }, 'lost-contact.why: b1 is silent'],
    [{ type: 'result', outcome: { type: 'refused', code: 'x', why: 'it was stopped' } }, 'result.outcome.why: it was stopped'],
    [{ type: 'observed', missing: [{ target: 'SEC', why: 'The password of SEC.' }] }, 'observed.missing[].why: The password of SEC.'],
  ])('%j is one', (command, made) => {
    expect(madeIn({ command })).toEqual([made])
  })
})
