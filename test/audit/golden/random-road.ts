/** A run of commands that a seed chooses: what no road of ours thought of. */
import type { Act } from '../../run/acts.ts'
import { openGate } from '../../../src/run/where.ts'
import { deviates, starts, theEnd, timer } from '../../run/acts.ts'
import { nextCommand } from '../../run/nevers/next-command.ts'
import { Random } from '../../run/nevers/random.ts'

/** About so many commands lead to entries before somebody ends it. */
const COMMANDS = 120

export function randomRoad(seed: number): Act[] {
  const random = new Random(seed)
  const clock = { now: '', events: 1000 }
  const wanders: Act = (run) => {
    for (let count = 0; count < COMMANDS && run.made.endedAt === undefined; count++) {
      run.wait(random.chance(0.02) ? 31 * 60_000 : random.below(3000))
      clock.now = run.now
      const command = nextCommand(run.made, random, clock)
      // Only one worker of the practice run has a key.
      run.send('worker' in command && command.type !== 'lost-contact' ? { ...command, worker: 'b1', site: 'b' } : command)
    }
  }
  const ends: Act = (run) => {
    for (let turns = 0; run.made.endedAt === undefined; turns++) {
      if (turns > 20) throw new Error(`seed ${seed} cannot be ended: ${run.made.phase}`)
      try {
        theEnd(run)
      } catch {
        // Whoever asked for what waits may be one of the two who approve.
        run.wait(31 * 60_000)
        timer(`expire:gate-${openGate(run.made)?.number ?? 0}`)(run)
        deviates('dana', 'abort')(run)
      }
    }
  }
  return [starts(), wanders, ends]
}
