import { matchLines } from '../../policy/match-lines.ts'
import type { ApprovalLine, Person } from '../../policy/policy.ts'
import type { Barring } from '../event.ts'
import type { Gate, RunState } from '../state.ts'

/** What is missing of each line that these people do not fill; empty when they fill every line. */
export function missingLines(lines: readonly ApprovalLine[], people: readonly Pick<Person, 'id' | 'groups'>[]): ApprovalLine[] {
  return matchLines(lines, people).missing.map(({ count, from }) => ({ count, from }))
}

export function inAnyLine(lines: readonly ApprovalLine[], person: Pick<Person, 'groups'>): boolean {
  return lines.some((line) => line.from.some((group) => person.groups.includes(group)))
}

export function groupsOf(lines: readonly ApprovalLine[]): string[] {
  return [...new Set(lines.flatMap((line) => line.from))]
}

/** Those who approved at the gate, as the people file knows them today; whoever is gone from it or barred does not count. */
export function approversNow(state: RunState, gate: Gate): Person[] {
  const ids = new Set(gate.approvals.map((approval) => approval.person.id))
  return state.people.filter((person) => ids.has(person.id) && !Object.hasOwn(gate.barred, person.id))
}

/** Who could approve at a gate with these lines. */
export function mayApprove(people: readonly Person[], lines: readonly ApprovalLine[], barred: Record<string, Barring>): Person[] {
  return people.filter((person) => !Object.hasOwn(barred, person.id) && inAnyLine(lines, person))
}

/** Why nobody could ever pass a gate with these lines: what is missing, and who would fill it but is barred. Undefined when the people suffice. */
export function unreachable(
  people: readonly Person[],
  lines: readonly ApprovalLine[],
  barred: Record<string, Barring>,
): { lacks: ApprovalLine[]; kept: string[] } | undefined {
  const lacks = missingLines(lines, mayApprove(people, lines, barred))
  if (lacks.length === 0) return undefined
  return { lacks, kept: people.filter((person) => Object.hasOwn(barred, person.id) && inAnyLine(lines, person)).map(({ name }) => name) }
}
