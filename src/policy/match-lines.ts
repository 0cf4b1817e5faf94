/** Which of a policy's places are filled when one person fills one place, and which are still open. */
import type { ApprovalLine, Person } from './policy.ts'

/** Places that are still open: `count` more different people of any of these groups. */
export interface OpenPlaces {
  from: string[]
  count: number
}

export interface LineMatch {
  /** `line` is the index in `lines`; every person stands here at most once. */
  filled: { line: number; person: string }[]
  /** Empty when every line is met. A group is named when one more person of it would really help, also by letting others move over. */
  missing: OpenPlaces[]
}

/** A largest bipartite matching of people to places: somebody in two groups fills one place, whichever leaves the fewest open. */
export function matchLines(lines: readonly ApprovalLine[], people: readonly Pick<Person, 'id' | 'groups'>[]): LineMatch {
  const places = lines.flatMap((line, index) => Array.from({ length: line.count }, () => index))
  const holder = new Map<number, string>()
  const distinct = [...new Map(people.map((person) => [person.id, person])).values()]
  for (const person of distinct) seat(person, new Set())
  return {
    filled: places.flatMap((line, place) => {
      const person = holder.get(place)
      return person === undefined ? [] : [{ line, person }]
    }),
    missing: merged(places.flatMap((line, place) => (holder.has(place) ? [] : [helpfulGroups(line)]))),
  }

  /** Kuhn's augmenting step: sit down at a free place, or at one whose holder can move. */
  function seat(person: Pick<Person, 'id' | 'groups'>, tried: Set<number>): boolean {
    for (const [place, line] of places.entries()) {
      if (tried.has(place) || !fits(person, line)) continue
      tried.add(place)
      const sitting = distinct.find((other) => other.id === holder.get(place))
      if (sitting === undefined || seat(sitting, tried)) {
        holder.set(place, person.id)
        return true
      }
    }
    return false
  }

  function fits(person: Pick<Person, 'groups'>, line: number): boolean {
    return lines[line]?.from.some((group) => person.groups.includes(group)) ?? false
  }

  /** The groups of an open place, and of every place whose holder could move there and so make room. */
  function helpfulGroups(open: number): string[] {
    const reached = new Set([open])
    for (const line of reached) {
      for (const [place, from] of places.entries()) {
        const sitting = distinct.find((person) => person.id === holder.get(place))
        if (sitting !== undefined && fits(sitting, line)) reached.add(from)
      }
    }
    return [...new Set([...reached].toSorted((a, b) => a - b).flatMap((line) => lines[line]?.from ?? []))]
  }
}

function merged(groups: string[][]): OpenPlaces[] {
  const counted = new Map<string, OpenPlaces>()
  for (const from of groups) {
    const key = JSON.stringify(from)
    counted.set(key, { from, count: (counted.get(key)?.count ?? 0) + 1 })
  }
  return [...counted.values()]
}
