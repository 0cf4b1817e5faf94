/** Whether a policy's lines can be met at all by the people who are left. */
import { matchLines, type OpenPlaces } from './match-lines.ts'
import type { Person, Policy } from './policy.ts'

/** What nobody can fill: of each place that stays open, who is there. */
export interface QuorumFault {
  policy: string
  /** Nobody but the requester does not count. */
  onlyRequester: boolean
  lacks: LackingPlaces[]
}

export interface LackingPlaces extends OpenPlaces {
  /** How many the policy asks for of any of these groups. */
  wanted: number
  /** Names of those who could fill it, and are too few. */
  left: string[]
  /** Names of those in these groups who do not count. */
  excluded: string[]
}

/** Undefined where the quorum can be met. `excluded` are the ids of the requester and of everybody who amended the plan. */
export function quorumFault(policy: Policy, people: readonly Person[], excluded: readonly string[]): QuorumFault | undefined {
  const counts = ({ id }: Person): boolean => !excluded.includes(id)
  const { missing } = matchLines(policy.approve, people.filter(counts))
  if (missing.length === 0) return undefined
  const lacks = missing.map((open) => {
    const ofGroups = ({ groups }: { groups: string[] }): boolean => groups.some((group) => open.from.includes(group))
    const wanted = policy.approve.filter(({ from }) => ofGroups({ groups: from })).reduce((sum, { count }) => sum + count, 0)
    const members = people.filter(ofGroups)
    const names = (some: Person[]): string[] => some.map(({ name }) => name)
    return { ...open, wanted, left: names(members.filter(counts)), excluded: names(members.filter((person) => !counts(person))) }
  })
  return { policy: policy.id, onlyRequester: excluded.length === 1, lacks }
}
