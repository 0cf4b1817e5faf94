/** Every call that shows a run in Teams, refused with every error (in the short form with every kind of them), once and lastingly, from every phase on: a generated table. */
import { describe, expect, test } from 'vitest'
import type { TeamsCall } from '../../../src/words/teams-words.ts'
import type { ThreadLine } from '../../../src/run/view/view.ts'
import { refusalsOf, type Refusal } from './codes.ts'
import { cardsOf, leftUntold, missingOf } from './missing.ts'
import { playedRun, STORIES, type PhaseName, type Story } from './played-run.ts'
import { Team, type Refusing as AnyRefusing } from './team.ts'
import { World } from './world.ts'

const LASTING_MS = 300_000
/** The longest pause between two tries, and a little. */
const HEALED_MS = 660_000
/** About eleven tries of each way: lines, plan, two people and their mentions. */
const MOST_REFUSED = 70
const MOST_CARDS = 7
/** Long enough that the cards are looked at. */
const QUIET_MS = 25_000

const STARTED = '2026-11-21T03:00:00.000Z'
const RUNS = { done: playedRun('done', '2026-11-21T03:00:10.000Z'), expired: playedRun('expired', '2026-11-21T03:00:10.000Z') }

type Refusing = AnyRefusing & { call: TeamsCall }

/** What was wrong, a sentence each; `called`: told of each call and the phase that made it. */
async function played(
  story: Story,
  from: PhaseName | undefined,
  refusing: Refusing,
  called: (call: TeamsCall, phase: PhaseName) => void = () => undefined,
): Promise<string[]> {
  const team = new Team(Date.parse(STARTED))
  const world = new World(team)
  const lines: ThreadLine[] = []
  const faults: string[] = []
  let refused = false
  let moved = false
  for (const [phase, puts] of RUNS[story]) {
    const last = puts.at(-1)
    if (!last) throw new Error(`nothing happens in ${phase}`)
    if (phase === from) team.refusing = { ...refusing }
    const before = team.calls.length
    for (const put of puts) {
      lines.push(...put.lines)
      world.put(put)
    }
    await world.pass(10_000)
    const say = (fault: string): void => void faults.push(`${phase}: ${fault}`)
    const allowed = { moved: moved && refusing.call === 'update', doubled: refusing.done }
    if (phase === from) {
      const missing = missingOf(team, last.view, lines, { ...allowed, moved: true })
      if (missing.length > 0 && !refusing.once && world.troubles.length === 0) say(`after 10 s nobody is told that ${missing.join('; ')}`)
      for (const name of leftUntold(team, last.view, world.troubles)) if (!refusing.once) say(`${name} was neither told nor named`)
      await world.pass(refusing.once ? 30_000 : LASTING_MS)
      const times = team.calls.filter((call) => call.refused).length
      if (times > MOST_REFUSED) say(`${refusing.call} was called ${times} times in five minutes`)
      if (cardsOf(team).length > MOST_CARDS) say(`there are ${cardsOf(team).length} cards`)
      moved = cardsOf(team).length > 1
      refused = times > 0
      team.refusing = undefined
      if (!refusing.once) await world.pass(HEALED_MS)
    } else await world.pass(QUIET_MS)
    for (const { call } of team.calls.slice(before)) called(call, phase)
    for (const fault of missingOf(team, last.view, lines, { ...allowed, moved: moved && refusing.call === 'update' })) say(fault)
    const left = world.troubles.filter((says) => last.view.gate === undefined || !/: (Bo|Erin) was sent/.test(says))
    for (const says of left) say(`it still says: ${says}`)
  }
  world.close()
  return refused || from === undefined ? faults : [...faults, `${refusing.call} was not called in ${from}`]
}

/** A run in which nothing is refused says which call is made in which phase: that is the table. */
const table: { story: Story; phase: PhaseName; call: TeamsCall }[] = []
const NOTHING: Refusing = { call: 'members', fault: {}, done: false, once: true }
const well: string[] = []
for (const story of ['done', 'expired'] as const) {
  const made = new Map<PhaseName, Set<TeamsCall>>()
  well.push(...(await played(story, undefined, NOTHING, (call, phase) => made.set(phase, (made.get(phase) ?? new Set()).add(call)))))
  // Both begin alike.
  const phases = STORIES[story].filter((phase) => story === 'done' || phase === 'expired')
  table.push(...phases.flatMap((phase) => [...(made.get(phase) ?? [])].map((call) => ({ story, phase, call }))))
}

test('a run in which nothing is refused loses nothing, and makes every call that shows it in every phase', () => {
  expect(well).toEqual([])
  expect([...new Set(table.map(({ call }) => call))].toSorted()).toEqual(['create', 'member', 'remove', 'send', 'update'])
  expect([...new Set(table.map(({ phase }) => phase))]).toEqual([...STORIES.done, 'expired'])
})

describe.each(table.map((each, row) => ({ ...each, row })))('$call refused in phase $phase', ({ story, phase, call, row }) => {
  test.each([true, false])('(once: %s): nothing is lost or doubled, everybody is told or named, and the console says it', async (once) => {
    const faults: string[] = []
    const tried = async (refusal: Refusal, done: boolean): Promise<void> => {
      const { is, ...fault } = refusal
      const found = await played(story, phase, { call, fault, once, done })
      faults.push(...found.map((each) => `${is}${done ? ', done all the same' : ''}: ${each}`))
    }
    for (const refusal of refusalsOf(2 * row + Number(once))) {
      await tried(refusal, false)
      // What was done lastingly and never answered for would be done anew for ever: it is tried once.
      if (once && WRITES.has(call) && refusal.unsure) await tried(refusal, true)
    }
    expect(faults).toEqual([])
  })
})

const WRITES: ReadonlySet<TeamsCall> = new Set(['send', 'update', 'remove'])
