import { due } from '../../run/due.ts'
import type { Effect } from '../../run/effect.ts'
import { LINES_PER_ENTRY, linesOf } from '../../run/thread/lines.ts'
import type { RunState } from '../../run/state.ts'
import { tellsOf } from '../../run/view/tells.ts'
import type { Notice } from '../../run/view/chat-port.ts'
import type { News } from '../conversation/shown-in.ts'
import type { LogPage } from './run-log.ts'
import type { Added } from './stored-run.ts'
import type { Entry, SignedHead } from '../../audit/entry.ts'
import { evolve } from '../../run/evolve.ts'
import type { ThreadLine } from '../../run/view/view.ts'
import type { Head } from '../../run/thread/line.ts'

/** What the newest entry brought: its lines, its heads, its notices. */
export function newsOf(before: RunState | undefined, { state, entry, heads }: Added, effects: Effect[]): News {
  // A conversation that has just come to the run was told of none of the gates that wait.
  const mirrored = entry.events.some(({ type }) => type === 'mirrored')
  return {
    state,
    from: entry.seq,
    lines: withHeads(linesOf(entry, before), heads),
    notices: noticesOf(state, mirrored ? due(state) : effects),
  }
}

/** All of it again; how far it is shown the conversation knows. `evenIfShown`: a card that shows all of it is drawn anew. */
export function allOf(state: RunState, { entries, heads }: LogPage, evenIfShown: boolean): News {
  return { state, from: 1, lines: threadOf(entries, heads), notices: noticesOf(state, due(state)), ...(evenIfShown && { evenIfShown }) }
}

export function noticesOf(state: RunState, effects: Effect[]): Notice[] {
  return effects.flatMap((effect): Notice[] => {
    if (effect.kind === 'notify') return [{ key: effect.key, gate: effect.gate, people: effect.people }]
    return effect.kind === 'tell' ? [{ key: effect.key, tells: tellsOf(state, effect.step), people: effect.people }] : []
  })
}

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
