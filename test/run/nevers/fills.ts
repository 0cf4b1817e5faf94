import type { ApprovalLine, Person } from '../../../src/policy/policy.ts'

/** Whether different people can stand in every place of these lines: every way is tried. */
export function fills(lines: readonly ApprovalLine[], people: readonly Pick<Person, 'id' | 'groups'>[]): boolean {
  const [place, ...rest] = lines.flatMap(({ from, count }) => Array.from({ length: count }, () => from))
  if (place === undefined) return true
  const others = rest.map((from) => ({ from, count: 1 }))
  return people.some(
    (person) =>
      person.groups.some((group) => place.includes(group)) &&
      fills(
        others,
        people.filter(({ id }) => id !== person.id),
      ),
  )
}
