import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCommand } from '../../src/audit/read-command.ts'
import { formatFault } from '../../src/text/fault.ts'
import { readPeople } from '../../src/policy/people.ts'
import { makePlan } from '../../src/procedure/plan.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import { judgeDocument } from '../../src/lint/judge-document.ts'
import { GOOD, procedureOf } from '../procedure/documents.ts'
import { actor, PEOPLE, POLICY, TARGETS } from '../run/practice.ts'
import { shortOrLong } from '../suite/long-form.ts'

/** Why the engine would refuse a start with these; undefined when it takes it. */
function refused(more: object): string | undefined {
  const command = {
    type: 'start',
    run: 'R-1',
    by: actor('dana'),
    eventId: 'e-1',
    at: '2026-11-28T03:00:00.000Z',
    installation: 'contoso',
    document: { id: 'mend', text: GOOD },
    targets: TARGETS,
    policies: { [POLICY.id]: POLICY },
    people: PEOPLE,
    conversation: { platform: 'slack', channel: 'C1' },
    rehearsal: false,
    answers: {},
    ...more,
  }
  const read = readCommand({ command, key: 'chat', signature: 'x' })
  return 'fault' in read ? read.fault : undefined
}

const count = (usual: number, ...edges: number[]): fc.Arbitrary<number> =>
  fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: usual }) }, { weight: 1, arbitrary: fc.constantFrom(0, ...edges) })
const duration = fc.tuple(count(100, 366, 367, 100_000), fc.constantFrom('ms', 's', 'm', 'h', 'd')).map((parts) => parts.join(''))
const names = (most: number): fc.Arbitrary<string[]> =>
  fc
    .tuple(count(2, most, most + 1), count(60, 64, 65))
    .map(([many, length]) => Array.from({ length: many }, (_, index) => `g${index}`.padEnd(length, 'x')))
const line = fc.record({ from: names(50), count: count(20, 21, 999) })
const policy = fc.record(
  {
    start: names(50),
    approve: fc
      .tuple(count(3, 20, 21), line)
      .chain(([lines, first]) => fc.array(fc.constant(first), { minLength: lines, maxLength: lines })),
    expires: duration,
    escalate: fc.record({ after: duration, to: names(50) }),
    deviate: line,
  },
  { requiredKeys: ['start', 'approve', 'expires', 'deviate'] },
)

test('a policy that loads can be started', () => {
  let loaded = 0
  fc.assert(
    fc.property(policy, (written) => {
      const read = readPolicy('approvals/careful.yaml', JSON.stringify(written))
      if ('faults' in read) return
      loaded += 1
      expect(refused({ policies: { careful: read.policy } })).toBeUndefined()
    }),
    { numRuns: shortOrLong({ short: 1000, long: 3000 }) },
  )
  expect(loaded).toBeGreaterThan(50)
})

const person = fc.record({
  name: count(300, 300, 301).map((length) => 'N'.padEnd(length, 'n')),
  email: fc.constant('dana@contoso.com'),
  practice: names(1).map(([name = '']) => name),
  language: fc.constant('en'),
  groups: names(200),
})

test('people who load can be started with', () => {
  let loaded = 0
  fc.assert(
    fc.property(
      names(1).map(([id = '']) => id),
      person,
      (id, written) => {
        const read = readPeople('approvals/people.yaml', JSON.stringify({ people: { [id]: written } }))
        if ('faults' in read) return
        loaded += 1
        const people = read.people.map(({ id, name, groups }) => ({ id, name, groups }))
        const [by = actor('dana')] = people
        expect(refused({ people, by: { ...by, via: 'practice', account: `practice/${read.people[0]?.practice ?? ''}` } })).toBeUndefined()
      },
    ),
    { numRuns: shortOrLong({ short: 250, long: 500 }) },
  )
  expect(loaded).toBeGreaterThan(20)
})

test('and so can more people, and longer documents, up to where they are refused', () => {
  const people = (count: number) =>
    Array.from(
      { length: count },
      (_, n) => `  p${n}: { name: "N ${n}", email: p${n}@contoso.com, practice: p${n}, language: en, groups: [dba] }`,
    )
  const written = (count: number) => `people:\n${people(count).join('\n')}\n`
  expect(faultsOf(readPeople('people.yaml', written(5001)))).toEqual([
    'people.yaml:1: 5001 people stand here, and 5000 are possible; keep those who start or approve',
  ])
  const long = (length: number): string =>
    GOOD.replace('Why and when.', (found) => found.padEnd(length - GOOD.length + found.length, ' and when.'))
  expect(refused({ document: { id: 'mend', text: procedureOf(long(200_000)).text } })).toBeUndefined()
  expect(faultsOf(judgeDocument('mend.md', long(200_001)))).toEqual([
    'mend.md:1: this document has 200001 characters, and 200000 are possible; make two procedures of it',
  ])
})

test('a lock that the engine would not take is refused when the plan is made, not waited for', () => {
  const procedure = procedureOf(GOOD.replace('lock: widget/{pool}', `lock: ${'w'.repeat(200)}/{pool}`))
  const values = {
    pool: `${'p'.repeat(60)}.${'q'.repeat(60)}.com`,
    database: 'mgc',
    backup: 'SEC',
    shell: 'management',
    servers: ['a.b'],
    size: 3,
    mode: 'Normal',
  }
  const made = makePlan({ procedure, values, targets: TARGETS, policies: { careful: POLICY }, people: PEOPLE, rehearsal: false })
  expect(made).toEqual({
    faults: [{ is: 'long-lock', lock: `${'w'.repeat(200)}/{pool}`, length: 326, most: 300 }],
  })
})

function faultsOf(read: object): string[] {
  return 'faults' in read ? (read.faults as Parameters<typeof formatFault>[0][]).map(formatFault) : []
}
