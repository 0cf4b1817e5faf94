import type { Person } from '../../policy/policy.ts'
import { mayApprove } from './quorum.ts'
import type { Gate, RunState } from '../state.ts'

/** Who is asked at a gate, because they can approve it, and who is called because nobody came. */
export function askedAt({ people }: Pick<RunState, 'people'>, gate: Gate): { asked: Person[]; called: Person[] } {
  const to = gate.escalated?.to ?? []
  return {
    asked: mayApprove(people, gate.lines, gate.barred),
    called: people.filter((person) => to.some((group) => person.groups.includes(group))),
  }
}
