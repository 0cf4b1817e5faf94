import type { Entry, SignedHead } from '../../audit/entry.ts'
import { evolve } from '../../run/evolve.ts'
import { LINES_PER_ENTRY, linesOf } from '../../run/thread/lines.ts'
import type { RunState } from '../../run/state.ts'
import type { ThreadLine } from '../../run/view/view.ts'
import type { Head } from '../../run/thread/line.ts'

/** Every line of a run's thread, by rising `n`: what its entries say, and the heads that pin them. */
export function threadOf(entries: Entry[], heads: SignedHead[]): ThreadLine[] {
  const lines: ThreadLine[] = []
  let state: RunState | undefined
  for (const entry of entries) {
    lines.push(...linesOf(entry, state))
    for (const event of entry.events) state = evolve(state, event, entry.at)
  }
  return withHeads(lines, heads)
}

/**
 * Pins the log in the channel, where nobody can take it back: an auditor compares it with the file. A head stands with the last
 * public line of its entry, the gate's or the end's, so that no line of hashes stands between those that people read; by itself where the entry says nothing.
 */
export function withHeads(lines: readonly ThreadLine[], heads: readonly SignedHead[]): ThreadLine[] {
  const all = [...lines]
  for (const signed of heads) {
    const at = all.findLastIndex(({ n, only }) => only === undefined && Math.floor(n / LINES_PER_ENTRY) === signed.seq)
    const line = all[at]
    if (line === undefined)
      all.push({ n: signed.seq * LINES_PER_ENTRY + LINES_PER_ENTRY - 1, at: signed.at, says: { line: 'head', head: headOf(signed) } })
    else all[at] = { ...line, head: headOf(signed) }
  }
  return all.toSorted((a, b) => a.n - b.n)
}

function headOf({ seq, hash, final, signature }: SignedHead): Head {
  return { seq, hash, final, signature }
}
