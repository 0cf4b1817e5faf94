/** Whatever people make of a file, reading it ends with what it says or with faults at lines that are there; never with an exception. */
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { configurationSchema } from '../../src/config/schema.ts'
import { placeFaults } from '../../src/config/places.ts'
import { readYaml } from '../../src/config.ts'
import { readPeople } from '../../src/policy/people.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import type { Fault } from '../../src/text/fault.ts'
import { judgeDocument } from '../../src/lint/judge-document.ts'
import { GOOD } from './documents.ts'
import { shortOrLong } from '../suite/long-form.ts'

const shipped = (file: string): string => readFileSync(join(import.meta.dirname, '../..', file), 'utf8')

type Change = (lines: string[]) => string[]

const at = fc.nat(400)
const ODD = [
  '',
  ' ',
  '\t',
  '\0',
  '\r',
  '\n',
  '---',
  '```',
  '```sql run on=',
  '```yaml',
  '## ',
  '- ',
  ': ',
  '{',
  '}',
  '[',
  ']',
  '*a',
  '&a ',
  '!!x ',
  '<<: ',
  "'",
  '"',
  '@',
  '$',
  '/*',
  '--',
  ';',
  '#',
  '|',
  '>',
  '\uFEFF',
  '\uD800',
  '💥',
  '__proto__: 1',
  'constructor: {}',
  '? [a]: b',
  '~',
  'GO',
  '0s',
  '99999999999999999999',
  '.inf',
  '(',
  ')',
]
const change: fc.Arbitrary<Change> = fc.oneof(
  at.map(
    (n): Change =>
      (lines) =>
        lines.filter((_, index) => index !== n % lines.length),
  ),
  at.map(
    (n): Change =>
      (lines) =>
        lines.flatMap((line, index) => (index === n % lines.length ? [line, line] : [line])),
  ),
  fc.tuple(at, at).map(([n, m]): Change => (lines) => {
    const changed = [...lines]
    const [one, other] = [n % lines.length, m % lines.length]
    changed[one] = lines[other] ?? ''
    changed[other] = lines[one] ?? ''
    return changed
  }),
  fc.tuple(at, fc.nat(80), fc.constantFrom(...ODD)).map(
    ([n, column, odd]): Change =>
      (lines) =>
        lines.map((line, index) => (index === n % lines.length ? line.slice(0, column) + odd + line.slice(column) : line)),
  ),
  fc.tuple(at, fc.nat(80)).map(
    ([n, column]): Change =>
      (lines) =>
        lines.map((line, index) => (index === n % lines.length ? line.slice(column) : line)),
  ),
  at.map(
    (n): Change =>
      (lines) =>
        lines.slice(0, 1 + (n % lines.length)),
  ),
)

function readsAlways(text: string, read: (text: string) => Fault[]): void {
  let refused = 0
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const changed = changes.reduce((lines, each) => (lines.length === 0 ? [''] : each(lines)), text.split('\n')).join('\n')
      const last = changed.split(/\r\n|\r|\n/).length
      for (const { file, line, what, next } of read(changed)) {
        refused += 1
        expect({ file, real: line >= 1 && line <= last, said: what !== '' && next !== '' }).toEqual({
          file: 'the-file',
          real: true,
          said: true,
        })
        expect(`${what} ${next}`).not.toMatch(/Invalid input|\bexpected\b|undefined|\[object|NaN/)
      }
    }),
    { numRuns: text.includes('## ') ? shortOrLong({ short: 30, long: 120 }) : shortOrLong({ short: 100, long: 400 }) },
  )
  expect(refused).toBeGreaterThan(50)
}

const faultsOf = (read: object): Fault[] => ('faults' in read ? (read.faults as Fault[]) : [])

test.each([
  ['the shipped document', shipped('commands/failover-persistent-chat.md')],
  ['a document with everything in it', GOOD],
])('%s', (_, text) => readsAlways(text, (changed) => faultsOf(judgeDocument('the-file', changed))))

test('a policy', () => readsAlways(shipped('approvals/disaster-recovery.yaml'), (changed) => faultsOf(readPolicy('the-file', changed))))

test('people', () => readsAlways(shipped('approvals/people.yaml'), (changed) => faultsOf(readPeople('the-file', changed))))

test('the configuration', () =>
  readsAlways(shipped('countersign.yaml').replaceAll('# ', ''), (changed) => {
    const { map, faults } = readYaml('the-file', changed, configurationSchema)
    return [...faults, ...placeFaults('the-file', map)]
  }))
