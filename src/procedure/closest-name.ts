/** "Did you mean …?": the known name that is nearest to what was written. */

/** Advice for a name that is not known; `otherwise` where nothing known is near enough. `mark` stands before the name, e.g. `@`. */
export function didYouMean(written: string, known: Iterable<string>, otherwise: string, mark = ''): string {
  const nearest = closestName(written, known)
  return nearest === undefined ? otherwise : `did you mean \`${mark}${nearest}\`?`
}

/** The nearest known name within a third of the written one's length (at least one edit), without regard to case. */
export function closestName(written: string, known: Iterable<string>): string | undefined {
  let best: { name: string; edits: number } | undefined
  for (const name of known) {
    const edits = editDistance(written.toLowerCase(), name.toLowerCase())
    if (edits <= Math.max(1, Math.floor(written.length / 3)) && (best === undefined || edits < best.edits)) best = { name, edits }
  }
  return best?.name
}

/** Levenshtein's distance, row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
