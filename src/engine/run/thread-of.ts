import type { Entry, SignedHead } from '../../audit/entry.ts'
import { evolve } from '../../run/evolve.ts'
import { linesOf } from '../../run/thread/lines.ts'
import type { RunState } from '../../run/state.ts'
import type { ThreadLine } from '../../run/view/view.ts'
import { withHeads } from './head-line.ts'

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
