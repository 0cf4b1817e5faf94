import { matchLines } from '../procedure/match-lines.ts'
import type { ApprovalLine, Person } from '../procedure/plan-types.ts'
import type { Gate, RunState } from './state.ts'

/** `1 of uc-leads, 1 of dba`, or undefined when these people fill every line. */
export function stillMissing(lines: readonly ApprovalLine[], people: readonly Pick<Person, 'id' | 'groups'>[]): string | undefined {
  const { missing } = matchLines(lines, people)
  return missing.length === 0 ? undefined : missing.map((place) => `${place.count} of ${place.from.join(' or ')}`).join(', ')
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
export function mayApprove(people: readonly Person[], lines: readonly ApprovalLine[], barred: Record<string, string>): Person[] {
  return people.filter((person) => !Object.hasOwn(barred, person.id) && inAnyLine(lines, person))
}

/** Why nobody could ever pass a gate with these lines; undefined when the people suffice. */
export function unreachable(people: readonly Person[], lines: readonly ApprovalLine[], barred: Record<string, string>): string | undefined {
  const able = mayApprove(people, lines, barred)
  const missing = stillMissing(lines, able)
  if (missing === undefined) return undefined
  const kept = people.filter((person) => Object.hasOwn(barred, person.id) && inAnyLine(lines, person)).map((person) => person.name)
  const left = kept.length === 0 ? '' : `, and ${kept.join(' and ')} must not approve here`
  return `${missing} too few can approve${left}`
}
