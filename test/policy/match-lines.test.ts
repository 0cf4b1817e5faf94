import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchLines } from '../../src/policy/match-lines.ts'

const LINES = [
  { from: ['dba'], count: 1 },
  { from: ['uc-leads'], count: 1 },
]
const amir = { id: 'amir', groups: ['dba'] }
const bob = { id: 'bob', groups: ['uc-leads'] }
const carol = { id: 'carol', groups: ['dba', 'uc-leads'] }

describe('lines are matched to people', () => {
  test('nobody fills nothing', () => {
    expect(matchLines(LINES, [])).toEqual({
      filled: [],
      missing: [
        { from: ['dba'], count: 1 },
        { from: ['uc-leads'], count: 1 },
      ],
    })
  })

  test('one person in two groups fills one line, and one of either is missing', () => {
    expect(matchLines(LINES, [carol])).toEqual({
      filled: [{ line: 0, person: 'carol' }],
      missing: [{ from: ['dba', 'uc-leads'], count: 1 }],
    })
  })

  test('somebody who fits elsewhere moves over', () => {
    expect(matchLines(LINES, [carol, amir])).toEqual({
      filled: [
        { line: 0, person: 'amir' },
        { line: 1, person: 'carol' },
      ],
      missing: [],
    })
    expect(matchLines(LINES, [carol, bob]).missing).toEqual([])
  })

  test('two of one group leave the other line open, which only its own group can fill', () => {
    expect(matchLines(LINES, [amir, { id: 'ann', groups: ['dba'] }])).toEqual({
      filled: [{ line: 0, person: 'amir' }],
      missing: [{ from: ['uc-leads'], count: 1 }],
    })
  })

  test('the same person twice is one person', () => {
    expect(matchLines([{ from: ['dba'], count: 2 }], [amir, amir])).toEqual({
      filled: [{ line: 0, person: 'amir' }],
      missing: [{ from: ['dba'], count: 1 }],
    })
  })

  test('open places of one kind are counted together', () => {
    expect(matchLines([{ from: ['dba', 'uc-leads'], count: 3 }], [bob])).toEqual({
      filled: [{ line: 0, person: 'bob' }],
      missing: [{ from: ['dba', 'uc-leads'], count: 2 }],
    })
  })

  test('who is in none of the groups fills nothing', () => {
    expect(matchLines(LINES, [{ id: 'dana', groups: ['operators'] }]).filled).toEqual([])
  })
})

describe('for any lines and people', () => {
  const group = fc.constantFrom('a', 'b', 'c', 'd')
  const groups = fc.uniqueArray(group, { minLength: 1, maxLength: 3 })
  const lines = fc.array(fc.record({ from: groups, count: fc.integer({ min: 1, max: 2 }) }), { minLength: 1, maxLength: 3 })
  const people = fc.uniqueArray(fc.record({ id: fc.constantFrom('p', 'q', 'r', 's', 't'), groups }), {
    selector: ({ id }) => id,
    maxLength: 5,
  })

  test('everybody stands at most once, at a place of their own groups, and no better match exists', () => {
    fc.assert(
      fc.property(lines, people, (asked, given) => {
        const { filled, missing } = matchLines(asked, given)
        const total = asked.reduce((sum, { count }) => sum + count, 0)
        expect(new Set(filled.map(({ person }) => person)).size).toBe(filled.length)
        for (const { line, person } of filled) {
          const theirs = given.find(({ id }) => id === person)?.groups ?? []
          expect(asked[line]?.from.some((name) => theirs.includes(name))).toBe(true)
        }
        expect(missing.reduce((sum, { count }) => sum + count, 0)).toBe(total - filled.length)
        expect(filled.length).toBe(
          most(
            asked.flatMap(({ from, count }) => Array.from({ length: count }, () => from)),
            given,
          ),
        )
      }),
    )
  })

  test('one more person helps if and only if they are in a group that is said to be missing', () => {
    fc.assert(
      fc.property(lines, people, group, (asked, given, name) => {
        const before = matchLines(asked, given)
        const after = matchLines(asked, [...given, { id: 'one more', groups: [name] }])
        const said = before.missing.some(({ from }) => from.includes(name))
        expect(after.filled.length > before.filled.length).toBe(said)
      }),
    )
  })
})

/** By trying everything. */
function most(places: string[][], people: { groups: string[] }[]): number {
  const [place, ...rest] = places
  if (place === undefined) return 0
  const without = most(rest, people)
  const fits = people.filter(({ groups }) => place.some((name) => groups.includes(name)))
  return Math.max(
    without,
    ...fits.map(
      (person) =>
        1 +
        most(
          rest,
          people.filter((other) => other !== person),
        ),
    ),
  )
}
