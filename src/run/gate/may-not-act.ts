import type { Actor } from '../command.ts'
import { refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import { groupsOf } from './quorum.ts'
import type { RunState } from '../state.ts'

/** Whoever may start this run or approve any of its gates may also lead it on: answer, confirm, cancel, ask for a deviation. Undefined: this person may. */
export function mayNotAct(state: RunState, by: Actor): Decision | undefined {
  const groups = leadingGroups(state)
  if (by.id === state.requester.id || groups.some((group) => by.groups.includes(group))) return undefined
  return refuse('may-not-act', { person: by.name, groups })
}

export function leadingGroups(state: RunState): string[] {
  const policies = Object.values(state.plan?.policies ?? state.policies)
  const start = state.policies[state.procedure.policy]?.start ?? []
  return [...new Set([...start, ...policies.flatMap((policy) => [...groupsOf(policy.approve), ...policy.deviate.from])])]
}
