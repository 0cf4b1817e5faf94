import { matchLines } from '../../policy/match-lines.ts'
import type { ApprovalLine, Person } from '../../policy/policy.ts'
import type { Barring } from '../event.ts'
import type { Gate, RunState } from '../state.ts'
import type { Actor } from '../command.ts'

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

/** Who is asked at a gate, because they can approve it, and who is called because nobody came. */
export function askedAt({ people }: Pick<RunState, 'people'>, gate: Gate): { asked: Person[]; called: Person[] } {
  const to = gate.escalated?.to ?? []
  return {
    asked: mayApprove(people, gate.lines, gate.barred),
    called: people.filter((person) => to.some((group) => person.groups.includes(group))),
  }
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

/**
 * People who must not approve as things are, with the reason. When one of them is gone from the people file, whoever came into it while the run was
 * open may be the same human being under another name.
 */
export function barredNow(state: RunState): Record<string, Barring> {
  const gone = Object.entries(state.barred).find(([id]) => !state.people.some((person) => person.id === id))?.[1]
  if (gone === undefined) return state.barred
  const joined = state.people.filter(({ id }) => state.joined?.includes(id) === true && !Object.hasOwn(state.barred, id))
  return { ...state.barred, ...Object.fromEntries(joined.map(({ id, name }) => [id, { why: 'joined', name, gone }])) }
}

/** Why this person must not approve at this gate; undefined when they may. */
export function whyBarred(state: RunState, gate: Gate, by: Actor): Barring | undefined {
  if (Object.hasOwn(gate.barred, by.id)) return gate.barred[by.id]
  const { name, via, account } = state.requester
  return by.via === via && by.account === account ? { why: 'same-account', name, account } : undefined
}

/** Who has approved already through this very account, under whatever name. */
export function approvedThrough(gate: Gate, by: Actor): string | undefined {
  return gate.approvals.find(({ via, account }) => via === by.via && account === by.account)?.person.name
}
