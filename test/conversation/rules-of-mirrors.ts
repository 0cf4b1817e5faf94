/** One run in two places, whatever they are: two of one platform, or one of each of two. */
import { expect, test } from 'vitest'
import type { Installation } from './installation.ts'
import type { Platform, Who } from './platform.ts'
import { atGate, type AtGate } from './stage.ts'
import { buttonOf, untilButton, untilSays, untilThread } from './watch.ts'

export interface Places {
  installation: Installation
  /** Where runs are started. */
  platform: Platform
  mirror: Platform
  /** Nothing can be shown in the mirror from now on, until it is up. */
  down(): void
  up(): void
  /** What the terminal says of the run while the mirror is down. */
  trouble(run: string): string
}

const RECORDED = 'is shown here, too, from its first line on. Its card comes in a moment.'

interface Log {
  text: string
  events: { type: string; via?: string }[]
}

/** A run that waits at its gate, in both places. */
async function mirrored(places: Places, who: Who = 'amir'): Promise<AtGate> {
  const at = await atGate(places)
  const told = await places.mirror.type(who, `/countersign mirror ${at.run} here`)
  expect(told.lines).toEqual([`${at.run} ${RECORDED}`])
  await untilButton(places.mirror, at.run, 'Approve')
  return at
}

async function logOf(platform: Platform, run: string): Promise<Log> {
  const { file } = await platform.type('bob', `/countersign audit ${run}`)
  if (file === undefined) throw new Error(`the log of ${run} did not come`)
  const lines = file.text.split('\n').filter(Boolean)
  const entries = lines.map((line) => JSON.parse(line) as { entry?: { events: Log['events'] } })
  return { text: file.text, events: entries.flatMap(({ entry }) => entry?.events ?? []) }
}

export function rulesOfMirrors(places: Places): void {
  test('a run that is mirrored has its card and its whole thread in both places, is approved once in each, and ends in both', async () => {
    const { platform, mirror, installation } = places
    const { run, card } = await mirrored(places)
    await platform.press('amir', buttonOf(card, 'Approve'))
    const shown = await untilSays(mirror, run, 'Amir Haddad')
    await mirror.press('bob', buttonOf(shown, 'Approve'))
    for (const each of [platform, mirror]) {
      const done = await untilSays(each, run, 'Done')
      expect(done.buttons).toEqual([])
    }
    const home = await untilThread(platform, run, 'The log ends with')
    expect(await untilThread(mirror, run, 'The log ends with')).toEqual(home)
    expect(home[0]).toMatch(new RegExp(`^${run}: Dana Whitfield asks for`))
    expect(home.filter((line) => line.startsWith('Amir Haddad mirrors this run into '))).toHaveLength(1)
    const log = await logOf(platform, run)
    expect(log.events.flatMap(({ type, via }) => (type === 'approved' ? [via] : []))).toEqual([platform.via, mirror.via])
    expect(await installation.verify(log.text)).toContain(': intact')
  })

  test('one person counts once, in whichever places they press, and is told why', async () => {
    const { platform, mirror } = places
    const { run, card } = await mirrored(places)
    expect((await platform.press('amir', buttonOf(card, 'Approve'))).lines).toContain(`Your approval of gate 1 of ${run} is recorded.`)
    const shown = await untilSays(mirror, run, 'Amir Haddad')
    expect((await mirror.press('amir', buttonOf(shown, 'Approve'))).lines).toEqual([
      'Amir Haddad has approved gate 1 already, and counts once: still needed: 1 of uc-leads.',
    ])
  })

  test('pressed in both at the same moment, one is recorded and the other told', async () => {
    const { platform, mirror } = places
    const { run, card } = await mirrored(places)
    const there = await untilButton(mirror, run, 'Approve')
    const told = await Promise.all([platform.press('amir', buttonOf(card, 'Approve')), mirror.press('amir', there)])
    const lines = [...new Set(told.flatMap((each) => each.lines))]
    expect(lines).toContain(`Your approval of gate 1 of ${run} is recorded.`)
    expect(lines).toContain('Amir Haddad has approved gate 1 already, and counts once: still needed: 1 of uc-leads.')
    const { events } = await logOf(platform, run)
    expect(events.flatMap(({ type }) => (type === 'approved' || type === 'refused' ? [type] : []))).toEqual(['approved', 'refused'])
  })

  test('where it is shown already, and to whom it is no business, it is not mirrored', async () => {
    const { platform, mirror } = places
    const { run } = await mirrored(places)
    const line = `/countersign mirror ${run} here`
    expect((await platform.type('amir', line)).lines).toEqual([`${run} was started here: this is where it is shown.`])
    expect((await mirror.type('amir', line)).lines).toEqual([`${run} is shown here already: this place is one of its mirrors.`])
    expect((await mirror.type('stranger', line)).lines).toEqual([
      `No person in people.yaml has the ${mirror.account('stranger')}: ask whoever keeps that file to add it.`,
    ])
  })

  test('while the mirror cannot be shown the run goes on at home, and what was missed comes in its order', async () => {
    const { platform, mirror, installation } = places
    const { run, card } = await mirrored(places)
    await untilThread(mirror, run, 'mirrors this run into')
    places.down()
    try {
      const approve = buttonOf(card, 'Approve')
      await platform.press('amir', approve)
      await platform.press('bob', approve)
      await untilSays(platform, run, 'Done')
      await expect.poll(() => installation.bot.printed(), { interval: 200 }).toContain(places.trouble(run))
      expect((await mirror.thread(run)).join('\n')).not.toContain('has ended')
    } finally {
      places.up()
    }
    const home = await untilThread(platform, run, 'The log ends with')
    expect(await untilThread(mirror, run, 'The log ends with')).toEqual(home)
    expect((await untilSays(mirror, run, 'Done')).buttons).toEqual([])
  })
}
