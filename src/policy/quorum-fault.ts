/** Whether a policy's lines can be met at all by the people who are left. */
import { matchLines } from './match-lines.ts'
import type { Person, Policy } from './policy.ts'

/**
 * `disaster-recovery needs 1 of uc-leads; nobody of uc-leads but the requester is left.`; undefined where the quorum can be met.
 * `excluded` are the ids of the requester and of everybody who amended the plan.
 */
export function quorumFault(policy: Policy, people: readonly Person[], excluded: readonly string[]): string | undefined {
  const left = people.filter(({ id }) => !excluded.includes(id))
  const { missing } = matchLines(policy.approve, left)
  if (missing.length === 0) return undefined
  const parts = missing.map(({ from, count }) => {
    const groups = from.join(' or ')
    const wanted = policy.approve
      .filter((line) => line.from.some((group) => from.includes(group)))
      .reduce((sum, line) => sum + line.count, 0)
    return `needs ${wanted} of ${groups}; ${whoIsLeft(groups, from, people, excluded, count)}`
  })
  return `${policy.id} ${parts.join(', and ')}.`
}

function whoIsLeft(groups: string, from: string[], people: readonly Person[], excluded: readonly string[], short: number): string {
  const members = people.filter((person) => person.groups.some((group) => from.includes(group)))
  const barred = members.filter(({ id }) => excluded.includes(id))
  const left = members.filter((person) => !barred.includes(person))
  if (members.length === 0) return `nobody is in ${groups}`
  if (left.length > 0) return `only ${left.map(({ name }) => name).join(', ')} ${left.length === 1 ? 'is' : 'are'} left, ${short} too few`
  return `nobody of ${groups} but ${excluded.length === 1 ? 'the requester' : barred.map(({ name }) => name).join(' and ')} is left`
}
