/** What a run is shown to have been asked for can be typed again, and means the same. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitWords } from '../../src/chat/split-words.ts'
import { readStart } from '../../src/chat/typed-start.ts'
import type { Parameter, Procedure, Value } from '../../src/procedure/procedure.ts'
import { readAnswer } from '../../src/procedure/value/read-answer.ts'
import { typedOf } from '../../src/run/view/view-of.ts'
import { en } from '../../src/words/en.ts'

const parameters = [
  { name: 'pool', ask: 'Which?', type: { of: 'text', list: false } },
  { name: 'servers', ask: 'Which?', type: { of: 'text', list: true } },
  { name: 'wait', ask: 'How long?', type: { of: 'duration', list: false } },
  { name: 'really', ask: 'Really?', type: { of: 'boolean', list: false } },
  { name: 'never', ask: 'Not answered', type: { of: 'integer', list: false } },
] as unknown as Parameter[]
const procedure = { command: '/failover chat', parameters } as unknown as Procedure

const typed = (values: Record<string, Value>, rehearsal = false) => typedOf({ procedure, values, rehearsal })

test('every value that was read stands in it, in the order of the document, and nothing that was not', () => {
  expect(typed({ really: true, pool: 'D:\\chat data', wait: 90_000, servers: ['a', 'b'] }, true)).toBe(
    '/failover chat pool="D:\\chat data" servers="a, b" wait=90s really=true --rehearse',
  )
  expect(typed({})).toBe('/failover chat')
})

test('typed again it is read as the same values', () => {
  const plain = fc.stringMatching(/^[a-zA-Z0-9.,;:'"[\]{}=\\ -]{0,12}$/).map((text) => text.trim())
  const part = plain.filter((text) => text !== '')
  const values = fc.record({
    pool: part,
    // A list with a value twice is refused.
    servers: fc.uniqueArray(part, { minLength: 1, maxLength: 4 }),
    wait: fc.integer({ min: 1, max: 3600 }).map((seconds) => seconds * 1000),
    really: fc.boolean(),
  })
  fc.assert(
    fc.property(values, (written) => {
      const split = splitWords(typed(written), en.notes.typed)
      if ('fault' in split) throw new Error(split.fault)
      const read = readStart(procedure, split.words.slice(2), en.notes.typed)
      if ('fault' in read || read.type !== 'start') throw new Error(JSON.stringify(read))
      const again = parameters.flatMap((parameter): [string, unknown][] => {
        const answer = read.answers[parameter.name]
        return answer === undefined ? [] : [[parameter.name, readAnswer(parameter, answer, { targets: {} })]]
      })
      expect(Object.fromEntries(again)).toEqual(
        Object.fromEntries(Object.entries(written).map(([name, value]): [string, unknown] => [name, { value }])),
      )
    }),
  )
})
