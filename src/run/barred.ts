import type { Actor } from './command.ts'
import type { Gate, RunState } from './state.ts'

/**
 * People who must not approve as things are, with the words that say why. When one of them is gone from the people file, whoever came into it while the run was
 * open may be the same human being under another name.
 */
export function barredNow(state: RunState): Record<string, string> {
  const [gone] = Object.keys(state.barred).filter((id) => !state.people.some((person) => person.id === id))
  if (gone === undefined) return state.barred
  const joined = state.people.filter(({ id }) => state.joined?.includes(id) === true && !Object.hasOwn(state.barred, id))
  const why = `${state.barred[gone] ?? ''} and is gone from people.yaml since`
  return { ...state.barred, ...Object.fromEntries(joined.map(({ id, name }) => [id, `${why}, while ${name} is new there`])) }
}

/** Why this person must not approve at this gate; undefined when they may. */
export function whyBarred(state: RunState, gate: Gate, by: Actor): string | undefined {
  if (Object.hasOwn(gate.barred, by.id)) return gate.barred[by.id]
  const { name, via, account } = state.requester
  return by.via === via && by.account === account ? `${name} asked for this run through the same account (${account})` : undefined
}

/** Who has approved already through this very account, under whatever name. */
export function approvedThrough(gate: Gate, by: Actor): string | undefined {
  return gate.approvals.find(({ via, account }) => via === by.via && account === by.account)?.person.name
}
