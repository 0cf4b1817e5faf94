/** Who speaks in a play: the people and policies of `approvals/`, each in their own name. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPeople } from '../../src/policy/people.ts'
import type { Person, Policy } from '../../src/policy/policy.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import type { Actor } from '../../src/run/command.ts'
import type { Gate } from '../../src/run/state.ts'
import { formatFault } from '../../src/text/fault.ts'

const FOLDER = join(import.meta.dirname, '../../approvals')

export const PEOPLE: Person[] = readAll().people
export const POLICIES: Record<string, Policy> = readAll().policies

function readAll(): { people: Person[]; policies: Record<string, Policy> } {
  const read = readPeople('people.yaml', readFileSync(join(FOLDER, 'people.yaml'), 'utf8'))
  if ('faults' in read) throw new Error(read.faults.map(formatFault).join('\n'))
  const policies = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml') && file !== 'people.yaml')
    .map((file) => {
      const found = readPolicy(file, readFileSync(join(FOLDER, file), 'utf8'))
      if ('faults' in found) throw new Error(found.faults.map(formatFault).join('\n'))
      return [found.policy.id, found.policy] as const
    })
  return { people: read.people.map(({ id, name, groups }) => ({ id, name, groups })), policies: Object.fromEntries(policies) }
}

export function actor(id: string): Actor {
  const person = PEOPLE.find((each) => each.id === id)
  if (person === undefined) throw new Error(`nobody is called ${id}`)
  return { ...person, via: 'practice', account: `practice/${id}` }
}

/** The first who may start what this policy governs. */
export function starter(policy: string): string {
  const groups = POLICIES[policy]?.start ?? []
  const found = PEOPLE.find((person) => person.groups.some((group) => groups.includes(group)))
  if (found === undefined) throw new Error(`nobody may start what ${policy} governs`)
  return found.id
}

/** Those who can fill a line of this gate and have not approved it yet. */
export function approversOf(gate: Gate): string[] {
  const groups = new Set(gate.lines.flatMap(({ from }) => from))
  return PEOPLE.filter(
    ({ id, groups: theirs }) =>
      gate.barred[id] === undefined && theirs.some((group) => groups.has(group)) && !gate.approvals.some(({ person }) => person.id === id),
  ).map(({ id }) => id)
}
