import type { Actor } from '../command.ts'
import type { Barring } from '../event.ts'
import type { Gate, RunState } from '../state.ts'

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
