/** "Did you mean …?": the known name that is nearest to what was written. */

/** Advice for a name that is not known; `otherwise` where nothing known is near enough. `mark` stands before the name, e.g. `@`. */
export function didYouMean(written: string, known: Iterable<string>, otherwise: string, mark = ''): string {
  const nearest = closestName(written, known)
  return nearest === undefined ? otherwise : `did you mean \`${mark}${nearest}\`?`
}

/** The nearest known name within a third of the written one's length (at least one edit), without regard to case. */
export function closestName(written: string, known: Iterable<string>): string | undefined {
  const most = Math.max(1, Math.floor(written.length / 3))
  const lower = written.toLowerCase()
  let best: { name: string; edits: number } | undefined
  for (const name of known) {
    const other = name.toLowerCase()
    // Each letter more or less is an edit, so most names need no closer look.
    if (Math.abs(other.length - lower.length) > most) continue
    const edits = editDistance(lower, other)
    if (edits <= most && (best === undefined || edits < best.edits)) best = { name, edits }
  }
  return best?.name
}

/** Letters put in, left out or exchanged, and neighbours that changed places (optimal string alignment), row by row. */
function editDistance(a: string, b: string): number {
  let above: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1)
      const swapped = j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j] ? (above[j - 1] ?? 0) + 1 : replaced
      next.push(Math.min(replaced, swapped, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    above = row
    row = next
  }
  return row[b.length] ?? 0
}
