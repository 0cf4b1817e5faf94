import { canonical } from '../../src/audit/canonical.ts'
import { expect, test } from 'vitest'
import { logText } from '../../src/audit/export.ts'
import { readLog } from '../../src/audit/read-log.ts'
import { verifyText } from '../../src/audit/verify.ts'
import { locks, starts } from '../run/acts.ts'
import { KEYS, recorded } from './recorded-log.ts'

const LINES = recorded([starts(), locks]).lines.map(logText)
const TEXT = LINES.join('')
const HEAD = '{"head":{"at":"x","final":false,"hash":"x","run":"R-1","seq":1,"signature":"x"}}'

test('a log is read line by line', () => {
  expect(readLog(TEXT)).toEqual({ lines: recordedAgain(), faults: [] })
  expect(readLog(`${HEAD}\n`).faults).toEqual([])
  expect(readLog('')).toEqual({ lines: [], faults: [] })
})

function recordedAgain() {
  return LINES.map((line) => JSON.parse(line) as unknown)
}

test.each([
  ['no JSON', '{"entry":', 'this is not JSON'],
  ['a list', '[]', 'this is neither an entry nor a head'],
  ['nothing', '', 'this is not JSON'],
  ['null', 'null', 'this is neither an entry nor a head'],
  ['something else', '{"note":"x"}', 'this is neither an entry nor a head'],
  ['both at once', '{"entry":{},"head":{}}', 'this is neither an entry nor a head'],
  ['an empty entry', '{"entry":{}}', 'this entry lacks something that every entry has'],
  ['no entry', '{"entry":7}', 'this entry lacks something that every entry has'],
  ['an empty head', '{"head":{}}', 'this head lacks something that every head has'],
  ['a head with a text for its number', HEAD.replace('1,', '"1",'), 'this head lacks something that every head has'],
  ['a head with a text for its end', HEAD.replace('false', '"no"'), 'this head lacks something that every head has'],
  ['no head', '{"head":7}', 'this head lacks something that every head has'],
  ['blanks', HEAD.replace(':1,', ': 1,'), 'this is not written as the product writes it (canonical JSON)'],
  [
    'another order',
    '{"head":{"final":false,"at":"x","hash":"x","run":"R-1","seq":1,"signature":"x"}}',
    'this is not written as the product writes it (canonical JSON)',
  ],
  ['a name twice', HEAD.replace('{"at"', '{"at":"y","at"'), 'this is not written as the product writes it (canonical JSON)'],
])('%s is a fault at its line', (_, line, what) => {
  expect(readLog(`${TEXT}${line}\n${HEAD}\n`)).toMatchObject({ faults: [{ line: 3, what, before: 2 }] })
})

test.each(['run', 'seq', 'at', 'rules', 'command', 'events', 'prev', 'hash'])('an entry without its %s is a fault', (name) => {
  const { entry } = JSON.parse(LINES[1] ?? '') as { entry: Record<string, unknown> }
  for (const value of [null, {}, [7]]) {
    const broken = { ...entry, [name]: value }
    const sorted = Object.fromEntries(Object.entries(broken).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    expect(readLog(`${JSON.stringify({ entry: sorted })}\n`).faults).toMatchObject([
      { what: 'this entry lacks something that every entry has' },
    ])
  }
})

test.each(['run', 'hash', 'at', 'signature'])('a head without its %s is a fault', (name) => {
  const { head } = JSON.parse(HEAD) as { head: Record<string, unknown> }
  expect(readLog(`${JSON.stringify({ head: { ...head, [name]: 7 } })}\n`).faults).toMatchObject([
    { what: 'this head lacks something that every head has' },
  ])
})

test.each([
  ['no type', { command: {} }],
  ['no command', { command: null }],
  ['no key', { command: { type: 'timer' }, key: 7 }],
  ['no signature', { command: { type: 'timer' }, key: 'chat', signature: 7 }],
])('an entry whose command has %s is a fault', (_, command) => {
  const { entry } = JSON.parse(LINES[1] ?? '') as { entry: Record<string, unknown> }
  expect(readLog(`${JSON.stringify({ entry: { ...entry, command } })}\n`).faults).toHaveLength(1)
})

test('a last line that does not end is a fault', () => {
  expect(readLog(TEXT.slice(0, -1)).faults).toEqual([
    { line: 2, what: 'the last line does not end: the file was cut or is still being written', before: 1 },
  ])
})

test('a line that cannot be read is the entry that is altered, unless an earlier one is', () => {
  expect(verifyText(`${LINES[0]}x\n`, KEYS)).toEqual({ verdict: 'altered', at: 2, why: 'Line 2: this is not JSON' })
  expect(verifyText(`x\n`, KEYS)).toEqual({ verdict: 'altered', at: 1, why: 'Line 1: this is not JSON' })
  const forged = (LINES[1] ?? '').replace('small/mgc', 'small/mgd')
  expect(verifyText(`${LINES[0]}${forged}x\n`, KEYS)).toMatchObject({
    verdict: 'altered',
    at: 2,
    why: 'Its hash is not that of its content.',
  })
})

test.each([
  ['{"entry":null}'],
  ['{"entry":[]}'],
  ['{"head":null}'],
  ['{"head":7}'],
  ['null'],
  [
    '{"entry":{"run":"R-1","seq":1,"at":"x","rules":1,"command":{"command":null,"key":"chat","signature":"x"},"events":[],"prev":"x","hash":"x"}}',
  ],
  ['{"entry":{"run":"R-1","seq":1,"at":"x","rules":1,"command":null,"events":[],"prev":"x","hash":"x"}}'],
  [
    '{"entry":{"run":"R-1","seq":1,"at":"x","rules":1,"command":{"command":{"type":7},"key":"chat","signature":"x"},"events":[],"prev":"x","hash":"x"}}',
  ],
])('a line whose inside is none is a fault of that line, not stumbled over: %s', (line) => {
  const { lines, faults } = readLog(`${canonical(JSON.parse(line))}\n`)
  expect(lines).toEqual([])
  expect(faults).toMatchObject([{ line: 1, before: 0 }])
})
