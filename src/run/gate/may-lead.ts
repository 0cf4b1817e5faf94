import type { Person } from '../../policy/policy.ts'
import { groupsOf } from './quorum.ts'
import type { RunState } from '../state.ts'

/** Whoever may start this run or approve any of its gates may also lead it on: answer, confirm, cancel, ask for a deviation. */
export function mayLead(state: RunState, person: Pick<Person, 'id' | 'groups'>): boolean {
  if (person.id === state.requester.id) return true
  return leadingGroups(state).some((group) => person.groups.includes(group))
}

export function leadingGroups(state: RunState): string[] {
  const policies = Object.values(state.plan?.policies ?? state.policies)
  const start = state.policies[state.procedure.policy]?.start ?? []
  return [...new Set([...start, ...policies.flatMap((policy) => [...groupsOf(policy.approve), ...policy.deviate.from])])]
}
