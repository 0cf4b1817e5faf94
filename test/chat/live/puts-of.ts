import { noticesOf } from '../../../src/engine/run/show-run.ts'
import { due } from '../../../src/run/due.ts'
import { linesOf } from '../../../src/run/thread/lines.ts'
import { viewOf } from '../../../src/run/view/view-of.ts'
import type { Put } from '../../../src/engine/conversation/outbox.ts'
import type { Act } from '../../run/acts.ts'
import type { PracticeRun } from '../../run/practice-run.ts'

/** Plays on, and answers what the engine wants shown after each entry that this led to. Throws where the run refuses. */
export function putsOf(run: PracticeRun): (acts: readonly Act[]) => Put[] {
  let puts: Put[] = []
  run.after = (before, after) => {
    const entry = run.entries.at(-1)
    puts.push({ view: viewOf(after), lines: entry ? linesOf(entry, before) : [], notices: noticesOf(after, due(after)) })
  }
  return (acts) => {
    puts = []
    for (const act of acts) {
      act(run)
      if (run.last.refusal) throw new Error(run.last.refusal.code)
    }
    return puts
  }
}
