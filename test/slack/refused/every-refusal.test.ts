/** Every method that shows a run in Slack, refused with every code (in the short form with every kind of them), once and lastingly, from every phase on: a generated table. */
import { afterAll, describe, expect, test } from 'vitest'
import type { ThreadLine } from '../../../src/run/view/view.ts'
import { codesOf, PASSES } from './codes.ts'
import { cardsOf, leftUntold, missingOf } from './missing.ts'
import { PHASES, playedRun, type PhaseName } from './played-run.ts'
import { openUploadPlace } from './upload-place.ts'
import { Workspace, type Refusing } from './workspace.ts'
import { World } from './world.ts'

const LASTING_MS = 300_000
/** The longest pause between two tries, and a little. */
const HEALED_MS = 660_000
const MOST_REFUSED = 60
const MOST_CARDS = 7

const place = await openUploadPlace()
afterAll(() => place.close())

const STARTED = '2026-11-21T03:00:00.000Z'
const RUN = playedRun('2026-11-21T03:00:10.000Z')

/** Long enough that the cards are looked at. */
const QUIET_MS = 15_000

/** What was wrong, a sentence each; `called`: told of each method and the phase that called it. */
async function played(
  from: PhaseName | undefined,
  refusing: Refusing,
  called: (method: string, phase: PhaseName) => void = () => undefined,
): Promise<string[]> {
  const workspace = new Workspace(Date.parse(STARTED))
  const world = new World(workspace)
  const lines: ThreadLine[] = []
  const faults: string[] = []
  let refused = false
  let moved = false
  for (const phase of PHASES) {
    const puts = RUN[phase]
    const last = puts.at(-1)
    if (!last) throw new Error(`nothing happens in ${phase}`)
    if (phase === from) workspace.refusing = { ...refusing }
    const before = workspace.calls.length
    for (const put of puts) {
      lines.push(...put.lines)
      world.put(put)
    }
    await world.pass(10_000)
    const say = (fault: string): void => void faults.push(`${phase}: ${fault}`)
    if (phase === from) {
      const missing = missingOf(workspace, last.view, lines, true)
      if (missing.length > 0 && !refusing.once && world.troubles.length === 0) say(`after 10 s nobody is told that ${missing.join('; ')}`)
      for (const name of leftUntold(workspace, last.view, world.troubles)) if (!refusing.once) say(`${name} was neither told nor named`)
      await world.pass(refusing.once ? 30_000 : LASTING_MS)
      const times = workspace.calls.filter((call) => call.refused).length
      if (times > MOST_REFUSED) say(`${refusing.method} was called ${times} times in five minutes`)
      if (cardsOf(workspace).length > MOST_CARDS) say(`there are ${cardsOf(workspace).length} cards`)
      moved = cardsOf(workspace).length > 1
      refused = times > 0
      workspace.refusing = undefined
      if (!refusing.once) await world.pass(HEALED_MS)
    } else await world.pass(QUIET_MS)
    for (const { method } of workspace.calls.slice(before)) called(method, phase)
    const late = missingOf(workspace, last.view, lines, moved && RENEWS.has(refusing.method))
    for (const fault of late) say(fault)
    const left = world.troubles.filter((says) => last.view.gate === undefined || !/: (Bo|Erin) was sent/.test(says))
    for (const says of left) say(`it still says: ${says}`)
  }
  return refused || from === undefined ? faults : [...faults, `${refusing.method} was not called in ${from}`]
}

/** A card that cannot be updated is replaced. */
const RENEWS = new Set(['chat.update', 'conversations.history', 'conversations.replies'])

/** A run in which nothing is refused says which method is called in which phase: that is the table. */
const called = new Map<string, Set<PhaseName>>()
const NOTHING: Refusing = { method: '', code: '', done: false, once: true }
const well = await played(undefined, NOTHING, (method, phase) => {
  called.set(method, (called.get(method) ?? new Set()).add(phase))
})

test('a run in which nothing is refused loses nothing, and calls every method that shows it', () => {
  expect(well).toEqual([])
  expect([...called.keys()].toSorted()).toEqual([
    'auth.test',
    'chat.delete',
    'chat.postMessage',
    'chat.update',
    'conversations.history',
    'conversations.open',
    'conversations.replies',
    'files.completeUploadExternal',
    'files.getUploadURLExternal',
    'users.info',
  ])
})

const table = [...called]
  .flatMap(([method, phases]) => [...phases].map((phase) => ({ method, phase })))
  .map((each, row) => ({ ...each, row }))

describe.each(table)('$method refused in phase $phase', ({ method, phase, row }) => {
  test.each([true, false])('(once: %s): nothing is lost or doubled, everybody is told or named, and the console says it', async (once) => {
    const faults: string[] = []
    for (const code of codesOf(2 * row + Number(once))) {
      const unknown = PASSES.includes(code) && code !== 'rate-limit' && WRITES.has(method)
      for (const done of unknown ? [false, true] : [false]) {
        const found = await played(phase, { method, code, once, done })
        faults.push(...found.map((fault) => `${code}${done ? ', done all the same' : ''}: ${fault}`))
      }
    }
    expect(faults).toEqual([])
  })
})

const WRITES = new Set(['chat.postMessage', 'chat.update', 'chat.delete', 'files.completeUploadExternal'])
