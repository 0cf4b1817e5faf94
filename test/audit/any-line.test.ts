/** Whatever a line holds, the answer is a verdict with the number of its entry, never a stack trace. */
import { expect, test } from 'vitest'
import fc from 'fast-check'
import type { Entry } from '../../src/audit/entry.ts'
import { logText } from '../../src/audit/export.ts'
import { verifyBytes, verifyText } from '../../src/audit/verify.ts'
import { hashOf } from '../../src/audit/chain.ts'
import { clone, LOG } from './forged.ts'
import { KEYS } from './recorded-log.ts'
import { shortOrLong } from '../suite/long-form.ts'

const BEFORE = LOG.lines.slice(0, 2).map(logText).join('')
const THIRD = logText(LOG.lines[2] as never).trimEnd()
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
const nestedObjects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

/** Put in place of the third entry's time. */
const VALUES: [string, string][] = [
  ['half a character', '"\\ud800"'],
  ['half a character as it is', '"\ud800"'],
  ['a number beyond all numbers', '1e400'],
  ['one below', '-1e400'],
  ['a long number', '9'.repeat(5000)],
  ['a small one', '1e-400'],
  ['a deep nest', nested(shortOrLong({ short: 20_000, long: 200_000 }))],
  ['a deep nest of objects', nestedObjects(shortOrLong({ short: 20_000, long: 50_000 }))],
  ['a prototype', '{"__proto__":{"type":"x"}}'],
  ['a constructor', '{"constructor":{"prototype":1}}'],
  ['a name twice', '{"a":1,"a":2}'],
  ['a way to JSON', '{"toJSON":1}'],
  ['a zero character', '"\\u0000"'],
  ['a zero byte', '"\0"'],
  ['a tab', '"\t"'],
  ['a byte order mark', '\ufeff"x"'],
  ['a line separator', '"\u2028"'],
  ['a carriage return', '"x"\r'],
  ['a very long text', `"${'x'.repeat(shortOrLong({ short: 500_000, long: 5_000_000 }))}"`],
  ['nothing', ''],
  ['NaN', 'NaN'],
  ['undefined', 'undefined'],
  ['null', 'null'],
  ['true', 'true'],
  ['a list', '[]'],
  ['an object', '{}'],
  ['minus zero', '-0'],
]

const FIELDS = ['at', 'rules', 'seq', 'run', 'prev', 'hash', 'events', 'command'] as const

test.each(VALUES)('%s in the place of any field', (_, value) => {
  for (const field of FIELDS) {
    const entry = (LOG.lines[2] as { entry: Entry }).entry
    const whole = JSON.stringify(entry[field])
    const line = THIRD.replace(`"${field}":${canonicalOf(entry, field) ?? whole}`, () => `"${field}":${value}`)
    expect(line).not.toBe(THIRD)
    expect(verifyText(`${BEFORE}${line}\n`, KEYS), field).toMatchObject({ verdict: 'altered', at: 3, why: expect.any(String) })
    expect(verifyBytes(Buffer.from(`${BEFORE}${line}\n`), KEYS), field).toMatchObject({ verdict: 'altered', at: 3 })
  }
})

test.each(VALUES)('%s as a whole line, or in a head', (_, value) => {
  const head = `{"head":{"at":${value},"final":false,"hash":"x","run":"R-1","seq":1,"signature":"x"}}`
  for (const line of [value, head, `{"entry":${value}}`, `{"head":${value}}`]) {
    const verdict = verifyText(`${BEFORE}${line}\n`, KEYS)
    expect(verdict.verdict === 'altered' && verdict.at).toBeOneOf([1, 3])
  }
})

test('events and commands of any shape, sealed as the product would', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ noUnicodeString: false, maxDepth: 6 }),
      fc.constantFrom('events', 'command', 'inner', 'event'),
      (value, where) => {
        const entry = clone((LOG.lines[2] as { entry: Entry }).entry) as unknown as Record<string, never>
        if (where === 'inner') entry['command'] = { command: value, key: 'chat', signature: 'x' } as never
        else if (where === 'event') entry['events'] = [value] as never
        else entry[where] = value as never
        const sealed = { ...entry, hash: hashOr(entry) }
        const verdict = verifyText(`${BEFORE}${JSON.stringify(sorted({ entry: sealed }))}\n`, KEYS)
        expect(verdict).toMatchObject({ verdict: 'altered', at: 3 })
      },
    ),
    { numRuns: shortOrLong({ short: 75, long: 300 }) },
  )
})

test('any bytes at all', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      // That is how a line begins: the rest may come yet.
      fc.pre(bytes[0] !== '{'.charCodeAt(0))
      const verdict = verifyBytes(Buffer.concat([Buffer.from(BEFORE), bytes]), KEYS)
      expect(verdict.verdict).toBeOneOf(bytes.length === 0 ? ['incomplete'] : ['altered'])
    }),
  )
})

test('a head that names an entry before the first is found at the first', () => {
  for (const seq of [0, -5, -1e15]) {
    const head = `{"head":{"at":"x","final":false,"hash":"x","run":"R-1","seq":${JSON.stringify(seq)},"signature":"x"}}`
    expect(verifyText(`${BEFORE}${head}\n`, KEYS)).toMatchObject({ verdict: 'altered', at: 1 })
  }
})

function canonicalOf(entry: Entry, field: (typeof FIELDS)[number]): string | undefined {
  const line = JSON.stringify(sorted(entry[field]))
  return THIRD.includes(`"${field}":${line}`) ? line : undefined
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  )
}

function hashOr(entry: object): string {
  try {
    return hashOf(entry as Entry)
  } catch {
    return 'f'.repeat(64)
  }
}

test('a line without an end is a verdict too, however long what it holds', () => {
  const line = `{"entry":{"at":"${'\\n'.repeat(10_000_000)}`
  expect(verifyText(`${BEFORE}${line}`, KEYS)).toMatchObject({ verdict: 'incomplete' })
  expect(verifyText(`${BEFORE}${line}"}}`, KEYS)).toMatchObject({ verdict: 'altered', at: 3 })
})
