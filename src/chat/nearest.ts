/** The name that was probably meant: the nearest by edits, if it is near enough to be worth asking. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const wanted = written.toLowerCase()
  const byDistance = names
    .map((name) => ({ name, edits: editsBetween(wanted, name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3)))
    .sort((a, b) => a.edits - b.edits)
  return byDistance[0]?.name
}

/** " Did you mean X?", or nothing. */
export function didYouMean(written: string, names: readonly string[]): string {
  const name = nearest(written, names)
  return name === undefined ? '' : ` Did you mean ${name}?`
}

/** Levenshtein's distance. Both are cut to 80 characters: names are short, and what people type is not bounded. */
function editsBetween(a: string, b: string): number {
  const [from, to] = [a.slice(0, 80), b.slice(0, 80)]
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const swap = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
