/** Which entry of a list of cmdlets a name is: it is looked for among hundreds, by every command of every block. */

interface Places {
  /** By names in small letters. */
  named: ReadonlyMap<string, number>
  /** Of those whose name ends in `*`. */
  kinds: readonly { beginning: string; place: number }[]
}

/** Of each list that was asked. */
const PLACES = new WeakMap<readonly { name: string }[], Places>()

/** The first that has this name, or, where `ofKind` says that it may be one of a kind, whose `*` stands for the rest of it. */
export function listedAs<T extends { name: string }>(name: string, list: readonly T[], ofKind = true): T | undefined {
  const { named, kinds } = placesOf(list)
  const lower = name.toLowerCase()
  const own = named.get(lower)
  const kind = ofKind ? kinds.find(({ beginning }) => lower.startsWith(beginning))?.place : undefined
  return list[Math.min(own ?? list.length, kind ?? list.length)]
}

function placesOf(list: readonly { name: string }[]): Places {
  const known = PLACES.get(list)
  if (known !== undefined) return known
  const named = new Map<string, number>()
  const kinds: Places['kinds'][number][] = []
  for (const [place, { name }] of list.entries()) {
    const lower = name.toLowerCase()
    if (lower.endsWith('*')) kinds.push({ beginning: lower.slice(0, -1), place })
    else if (!named.has(lower)) named.set(lower, place)
  }
  const places = { named, kinds }
  PLACES.set(list, places)
  return places
}
