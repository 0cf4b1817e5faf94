import { expect, test } from 'vitest'
import { locks, starts, theEnd } from './acts.ts'
import { CONDITIONAL } from './documents.ts'
import { given } from './given.ts'
import { doneSaid } from '../words/said.ts'

test('a step whose condition is not met is passed over, and its gate with it', () => {
  given(starts({ document: CONDITIONAL }), locks, theEnd)
    .when()
    .and((state) => expect(doneSaid(state, 1)).toEqual({ how: 'passed-over', detail: 'database is mgc, not other' }))
    .and((state) => expect(state.gates.map(({ step }) => step)).toEqual([1, 3]))
  given(starts({ document: CONDITIONAL, answers: { database: 'other' } }), locks, theEnd)
    .when()
    .and((state) => expect(state.gates.map(({ step }) => step)).toEqual([1, 2]))
})

test.each([
  ['{ database: { not: mgc } }', 'database is mgc'],
  ['{ database: { in: [mgc, other] } }', undefined],
  ['{ database: { in: [others, other] } }', 'database is mgc, not one of others, other'],
  ['{ database: mgc, size: { at-least: 4 } }', 'size is 3, not at least 4'],
  ['{ size: { at-least: 3, at-most: 3 } }', undefined],
  ['{ size: { at-most: 2 }, database: mgc }', 'size is 3, not at most 2'],
  ['{ size: { not: 3, at-least: 1 } }', 'size is 3'],
])('a step with when: %s is passed over where that does not hold', (when, because) => {
  const text = CONDITIONAL.text
    .replace('{ database: other }', when)
    .replace('  backup:', '  size: { type: integer, ask: "How many?", default: 3 }\n  backup:')
  given(starts({ document: { ...CONDITIONAL, text } }), locks, theEnd)
    .when()
    .and((state) =>
      expect(doneSaid(state, 1)).toEqual(
        because === undefined ? { how: 'run', detail: 'it is there' } : { how: 'passed-over', detail: because },
      ),
    )
})

test('a step whose condition names what nobody answered is passed over', () => {
  const text = CONDITIONAL.text
    .replace('{ database: other }', '{ size: 3 }')
    .replace('  backup:', '  size: { type: integer, ask: "How many?", optional: true }\n  backup:')
  given(starts({ document: { ...CONDITIONAL, text } }), locks, theEnd)
    .when()
    .and((state) => expect(doneSaid(state, 1)).toEqual({ how: 'passed-over', detail: 'size is not known, not 3' }))
})
