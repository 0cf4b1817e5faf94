/** Teams is away for ten minutes in the middle of a run, and comes back. */
import { expect, test } from 'vitest'
import type { ThreadLine } from '../../../src/run/view/view.ts'
import { cardsOf, missingOf } from './missing.ts'
import { playedRun, STORIES, type PhaseName } from './played-run.ts'
import { Team, type Post } from './team.ts'
import { World } from './world.ts'

const DOWN_MS = 600_000
const LONGEST_PAUSE_MS = 60_000

test.each(STORIES.done)(
  'down from phase %s on, while the run goes on: nothing is lost, nothing doubled, and the order is kept',
  async (from) => {
    const team = new Team(Date.parse('2026-11-21T03:00:00.000Z'))
    const world = new World(team)
    const run = playedRun('done', '2026-11-21T03:00:10.000Z')
    const lines: ThreadLine[] = []
    const shown = (): string[] => lineTexts(team.posts)
    let before: string[] = []
    let calls = 0
    for (const [phase, puts] of run) {
      if (phase === from) {
        before = shown()
        calls = team.calls.length
        team.downUntilMs = team.nowMs + DOWN_MS
      }
      for (const put of puts) {
        lines.push(...put.lines)
        world.put(put)
      }
      // The run goes on as fast as it would; only Teams does not hear of it.
      await world.pass(team.nowMs < team.downUntilMs ? DOWN_MS / 8 : 25_000)
      if (team.nowMs < team.downUntilMs) {
        expect(shown()).toEqual(before)
        expect(world.troubles.some((says) => /^Teams did not answer when it was asked to [a-z ]+ \(ECONNREFUSED\)\.$/.test(says))).toBe(
          true,
        )
      }
    }
    await world.pass(Math.max(0, team.downUntilMs - team.nowMs))
    const refused = team.calls.slice(calls).filter((call) => call.refused).length
    expect(refused).toBeLessThan(DOWN_MS / 3000)
    await world.pass(LONGEST_PAUSE_MS + 30_000)
    const last = run.at(-1)?.[1].at(-1)
    if (!last) throw new Error('nothing happens')
    expect(missingOf(team, last.view, lines)).toEqual([])
    expect([shown().slice(0, before.length), cardsOf(team).length, world.troubles]).toEqual([before, 1, []])
    world.close()
  },
)

test.each<PhaseName>(['gate', 'working', 'attention'])(
  'a process that begins anew while Teams is down from phase %s on loses nothing either',
  async (from) => {
    const team = new Team(Date.parse('2026-11-21T03:00:00.000Z'))
    const world = new World(team)
    const run = playedRun('done', '2026-11-21T03:00:10.000Z')
    const lines: ThreadLine[] = []
    for (const [phase, puts] of run) {
      if (phase === from) team.downUntilMs = team.nowMs + DOWN_MS
      for (const put of puts) {
        lines.push(...put.lines)
        world.put(put)
      }
      await world.pass(60_000)
      if (phase === from) world.bornAgain()
    }
    await world.pass(DOWN_MS + LONGEST_PAUSE_MS)
    const last = run.at(-1)?.[1].at(-1)
    if (!last) throw new Error('nothing happens')
    expect(missingOf(team, last.view, lines)).toEqual([])
    world.close()
  },
)

function lineTexts(posts: readonly Post[]): string[] {
  return posts.flatMap(({ activity: { text } }) => (text !== undefined && /^\d\d:\d\d:\d\d UTC/.test(text) ? [text] : []))
}
