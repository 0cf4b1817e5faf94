/** Whoever reaches the engine's admin interface writes the store: nothing that this bot did not put there is read. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { saidOfStrangers, shown, startBot } from './bot.ts'
import type { DrillHouse } from './drill-installation.ts'
import { openDrillHouse } from './drill-installation.ts'
import { approve, start } from './drill.ts'
import type { Intruder } from './intruder.ts'
import { startIntruder } from './intruder.ts'
import { rulesOfOlderState } from './rules-of-older-state.ts'
import { until } from './until.ts'

let installation: DrillHouse
let intruder: Intruder
beforeAll(async () => {
  installation = await openDrillHouse()
  intruder = await startIntruder(installation.directory)
})
afterAll(async () => {
  await intruder.close()
  await installation.close()
})

const told = (object: string) => saidOfStrangers(installation.stateDir).filter((line) => line.includes(`of ${object}/`))
const eventsOf = async (run: string) =>
  (await installation.client.history(run)).entries.flatMap(({ events }) => events.map(({ type }) => type))
const planted = (object: string, key: string, name: string) =>
  until('it is planted', async () => ((await intruder.stored(object, key))[name] ?? '').includes('forged'))

/** A second run that wants what the first protects. */
async function rival(database: string): Promise<string> {
  const run = await installation.client.newRun()
  expect(await installation.client.command(installation.byChat(start(run, { database })))).toMatchObject({ accepted: true })
  return run
}

test.each([
  ['taken away', {}],
  ['written otherwise', { lock: { waiting: [], forged: true } }],
  ['written as if it were sealed', { lock: { said: '{"version":99,"value":{"waiting":[]}}', tag: 'forged' } }],
])('a lock whose state was %s is still held', async (what, state) => {
  const database = `lock${what.length}`
  const { run } = await installation.atGate({ database })
  await intruder.plant('Lock', `drill/${database}`, state)
  await until('it is planted', async () => {
    const stored = await intruder.stored('Lock', `drill/${database}`)
    return Object.keys(state).length === 0 ? stored['lock'] === undefined : stored['lock']?.includes('forged')
  })
  const other = await rival(database)
  const { status } = await installation.viewWhere(other, ({ status: now }) => now.is === 'lock-waited' && now.holder.includes(run))
  expect(status).toMatchObject({ is: 'lock-waited', holder: expect.stringContaining(run) })
  expect(await eventsOf(other)).toContain('lock-waited')
  expect(await eventsOf(other)).not.toContain('lock-taken')
  expect(told('Lock').length).toBeGreaterThan(0)
})

test('a lock whose state was taken away while the bot was away is taken back by its holder', async () => {
  const { run } = await installation.atGate({ database: 'away' })
  await installation.bot.kill()
  await intruder.plant('Lock', 'drill/away', {})
  installation.bot = await startBot(installation.setUp)
  await until('it is taken back', async () => (await intruder.stored('Lock', 'drill/away'))['lock']?.includes(run))
  const other = await rival('away')
  await installation.viewWhere(other, ({ status: now }) => now.is === 'lock-waited' && now.holder.includes(run))
  expect(await eventsOf(other)).not.toContain('lock-taken')
})

test('how far a run is shown is not believed of anybody else: it is shown again rather than not at all', async () => {
  const { run, gate } = await installation.atGate()
  await until('the card is shown', () => shown(installation.stateDir).some(({ view }) => view.run === run && view.gate !== undefined))
  const forged = {
    seq: 999,
    beyond: [],
    given: [],
    card: 'forged',
  }
  await intruder.plant('Conversation', 'console/ops', { [run]: forged })
  await planted('Conversation', 'console/ops', run)
  await installation.bot.kill()
  installation.bot = await startBot(installation.setUp)
  await installation.client.command(installation.byChat(approve(run, 'amir', gate)))
  await until('the approval is shown', () =>
    shown(installation.stateDir).some(
      (request) => request.view.run === run && request.lines.some(({ says }) => says.line === 'approved' && says.person === 'Amir'),
    ),
  )
  expect(JSON.stringify(shown(installation.stateDir))).not.toContain('forged')
  expect(told('Conversation')).toHaveLength(1)
})

test('a run that was taken out of the list, or written otherwise there, is listed as it is', async () => {
  const { run } = await installation.atGate()
  const { run: other } = await installation.atGate()
  const runs = await until('both are listed', async () => {
    const listed = await installation.client.runs()
    return [run, other].every((id) => listed.find((each) => each.run === id)?.phase === 'waiting') ? listed : undefined
  })
  await intruder.plant('Runs', 'all', {
    [other]: { run: other, title: 'forged', endedAt: 'now' },
    'R-999': { run: 'R-999', title: 'forged' },
  })
  await planted('Runs', 'all', other)
  // Of a run that this process has not noted itself since it started, the store is all that there is.
  const noted = (listed: typeof runs) => listed.filter((each) => [run, other, 'R-999'].includes(each.run))
  expect(noted(await installation.client.runs())).toEqual(noted(runs))
  expect(told('Runs').length).toBeGreaterThan(0)
})

test('a number that was given to a run is given to no other, whatever is put into the store', async () => {
  const given = await installation.client.newRun()
  await intruder.plant('Runs', 'numbers', { next: 1 })
  await until('it is planted', async () => (await intruder.stored('Runs', 'numbers'))['next'] === '1')
  expect(Number((await installation.client.newRun()).slice(2))).toBe(Number(given.slice(2)) + 1)
})

describe('an older state of its own', () => rulesOfOlderState(() => installation))
