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
