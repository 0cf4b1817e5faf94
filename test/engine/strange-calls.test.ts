/** The engine's admin interface is in somebody else's hand: his own service calls every handler of ours. Nothing comes of it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engineAdmin } from '../../src/engine/server/admin.ts'
import { startEmbedded } from '../../src/engine/server/embedded.ts'
import type { InsideCall, Sealed } from '../../src/engine/objects.ts'
import { secretOf } from '../../src/engine/proof/inside.ts'
import { recordedKeys } from '../../src/engine/keys/installation-keys.ts'
import { engineHttp } from '../../src/engine/server/http.ts'
import { saidOfStrangers, shown } from './bot.ts'
import type { DrillHouse } from './drill-installation.ts'
import { openDrillHouse } from './drill-installation.ts'
import { approve, claim, observed, start, withdraw } from './drill.ts'
import type { Intruder } from './intruder.ts'
import { startIntruder } from './intruder.ts'
import { stateDirectory } from './state-directory.ts'
import { until } from './until.ts'

let installation: DrillHouse
let intruder: Intruder
let run: string
let gate: { number: number; fingerprint: string }
beforeAll(async () => {
  installation = await openDrillHouse()
  intruder = await startIntruder(installation.directory)
  const waiting = await installation.atGate()
  run = waiting.run
  gate = waiting.gate
})
afterAll(async () => {
  await intruder.close()
  await installation.close()
})

/** What our objects say to each other, each in words that would do harm if they were believed. */
const INSIDE: Record<InsideCall, () => [key: string, body: unknown]> = {
  'Run/tell': () => [run, approve(run, 'amir', gate)],
  'Lock/take': () => ['drill/db1', { run: 'R-99', title: 'forged' }],
  'Lock/release': () => ['drill/db1', { run }],
  'Conversation/note': () => ['console/ops', { run, to: { seq: 999, beyond: [], given: [], card: 'forged' }, over: true }],
  'Runs/note': () => ['all', { run: 'R-99', title: 'forged', phase: 'working' }],
  'Runs/told': () => ['all', { run }],
  'Runs/old': () => ['ended/0', { run: 'R-99', title: 'forged', phase: 'working' }],
}
const NAMES = Object.keys(INSIDE) as InsideCall[]
/** Open by design: what is asked there is signed, or tells nothing to anybody who reaches the engine anyway. */
const OPEN = ['Run/command', 'Run/history', 'Run/newest', 'Run/view']
const BOT_ONLY = ['Bot/who', 'Run/redrive', 'Runs/list', 'Runs/next', 'Runs/pages', 'Runs/page', 'Conversation/shown']

/** All that could have changed. */
async function everything() {
  const { entries, heads } = await installation.client.history(run)
  const runs = await installation.client.runs()
  const file = readFileSync(join(installation.stateDir, 'audit', `${run}.jsonl`), 'utf8')
  return {
    entries,
    heads,
    runs,
    view: await installation.client.view(run),
    orders: installation.worker.orders.length,
    stops: installation.worker.stops,
    file,
  }
}

const refusalOf = (call: string, key: string) =>
  `${call.split('/')[0]}/${key}/${call.split('/')[1]} was called by something that is not this bot: nothing was done for it.`

test('every handler of ours is known to this table', async () => {
  const ours = (await intruder.handlers()).filter((name) => !name.startsWith('Intruder'))
  expect(ours).toEqual([...NAMES, ...OPEN, ...BOT_ONLY].toSorted())
})

test.each(NAMES)('%s, called by a service of his own, does nothing', async (name) => {
  const before = await everything()
  const [key, body] = INSIDE[name]()
  const [object = '', handler = ''] = name.split('/')
  const said = JSON.stringify(body)
  const forgeries: unknown[] = [
    body,
    null,
    { said },
    { said, tag: '' },
    { said, tag: 'A'.repeat(43) + '=' },
    { said, tag: said },
    [],
    'x',
    7,
  ]
  for (const forged of forgeries) expect(await intruder.call(object, key, handler, forged)).toEqual({ error: refusalOf(name, key) })
  expect(await everything()).toEqual(before)
})

test.each(NAMES)('%s is not done for words that were said to another handler, or to another object', async (name) => {
  const before = await everything()
  const [key, body] = INSIDE[name]()
  const [object = '', handler = ''] = name.split('/')
  const secret = secretOf(recordedKeys(installation.stateDir).clock, 'inside')
  const others = [
    ...NAMES.filter((other) => other !== name).map((other) => secret.seal(`said to ${other} of ${key}`, body)),
    secret.seal(`said to ${name} of another`, body),
    secretOf(recordedKeys(installation.stateDir).head, 'inside').seal(`said to ${name} of ${key}`, body),
    secretOf(recordedKeys(installation.stateDir).clock, 'state').seal(`said to ${name} of ${key}`, body),
  ]
  for (const other of others) expect(await intruder.call(object, key, handler, other)).toEqual({ error: refusalOf(name, key) })
  expect(await everything()).toEqual(before)
})

/** As if one of our own objects had been brought to say it. */
const sealed = (to: string, body: unknown): Sealed => secretOf(recordedKeys(installation.stateDir).clock, 'inside').seal(to, body)

test.each<[string, () => unknown]>([
  ['an approval', () => approve(run, 'amir', gate)],
  ['a start', () => start(run)],
  ['a withdrawal', () => withdraw(run)],
  ["a worker's claim", () => claim(run, 'x', 'n', 'h')],
  ["a worker's answer", () => observed(run, 'x', 1)],
  ['another configuration', () => ({ run, type: 'configuration-changed', policies: {}, people: [], targets: {} })],
  ['a timer with more in it', () => ({ run, type: 'timer', key: 'x', by: { id: 'amir' } })],
  ['a timer without a key', () => ({ run, type: 'timer' })],
  ['nothing', () => null],
])('what our own objects can say to a run is a closed list: %s is not in it', async (_, word) => {
  const before = await everything()
  expect(await intruder.call('Run', run, 'tell', sealed(`said to Run/tell of ${run}`, word()))).toEqual({
    error: expect.stringMatching(/^This is nothing that the engine or the clock can say: /) as string,
  })
  expect(await everything()).toEqual(before)
})

test.each<[string, () => unknown]>([
  ['a timer before its time', () => ({ run, type: 'timer', key: 'expire:gate-1' })],
  ['a lock that was granted before', () => ({ run, type: 'lock-granted', lock: 'drill/db1' })],
  ['a lock that was refused', () => ({ run, type: 'lock-refused', lock: 'drill/db1', holder: 'R-1 "x"' })],
  ['a loss of an order that is not out', () => ({ run, type: 'lost-contact', order: 'x', worker: 'w1', why: 'x' })],
  ['a missing worker for an order that is not out', () => ({ run, type: 'no-worker', order: 'x', site: 'east', known: [] })],
])('a true word that is repeated at another time is harmless: %s', async (_, word) => {
  const before = await everything()
  expect(await intruder.call('Run', run, 'tell', sealed(`said to Run/tell of ${run}`, word()))).toEqual({ answer: null })
  expect(await everything()).toEqual(before)
})

test('who is no bot gets no number, no list and no drive', async () => {
  for (const [object, key, handler] of [
    ['Runs', 'numbers', 'next'],
    ['Runs', 'all', 'list'],
    ['Runs', 'all', 'pages'],
    ['Runs', 'ended/0', 'page'],
    ['Conversation', 'console/ops', 'shown'],
    ['Run', run, 'redrive'],
  ] as const)
    expect(await intruder.call(object, key, handler, {})).toEqual({ error: 'Only the bot may ask this.' })
})

test('a command in the name of a person is refused without the chat key', async () => {
  const before = await everything()
  const unsigned = { command: approve(run, 'amir', gate), key: 'chat', signature: 'A'.repeat(86) + '==' }
  expect(await intruder.call('Run', run, 'command', unsigned)).toEqual({
    answer: { refusal: { code: 'bad-signature', sentence: `The signature of "approve" is not the chat key's.` } },
  })
  expect(await everything()).toEqual(before)
})

test('the engine key in his hand, too: an engine of his own that signs as ours calls every handler, and nothing comes of it', async () => {
  const before = await everything()
  const other = stateDirectory()
  const engine = await startEmbedded({ stateDir: other.path, identityKey: join(installation.stateDir, 'keys', 'engine.pem') })
  const admin = engineHttp({ socket: installation.directory.admin })
  const { deployments } = (await (await admin.fetch(`${admin.url}/deployments`)).json()) as {
    deployments: { uri: string; services: { name: string }[] }[]
  }
  const uri = deployments.find(({ services }) => services.some(({ name }) => name === 'Run'))?.uri ?? ''
  await engineAdmin({ socket: engine.directory.admin }).register('Run', uri)
  const thief = await startIntruder(engine.directory)
  for (const name of NAMES) {
    const [key, body] = INSIDE[name]()
    const [object = '', handler = ''] = name.split('/')
    expect(await thief.call(object, key, handler, body)).toEqual({ error: refusalOf(name, key) })
  }
  // What was really said, said again to an engine that has forgotten everything.
  for (const { command } of before.entries) {
    expect(await thief.call('Run', run, 'command', command)).toMatchObject({ answer: { refusal: { code: 'state-older' } } })
  }
  expect(await thief.call('Run', 'R-99', 'command', { ...installation.byChat(start('R-99')), signature: 'x' })).toMatchObject({
    answer: { refusal: { code: 'bad-signature' } },
  })
  expect(await everything()).toEqual(before)
  await thief.close()
  await engine.stop()
  await admin.close()
  other.remove()
})

test('people are told once of each kind, and nothing of it was ever shown', async () => {
  const said = await until('people are told', () =>
    saidOfStrangers(installation.stateDir).length >= NAMES.length ? saidOfStrangers(installation.stateDir) : undefined,
  )
  expect(said.toSorted()).toEqual(
    NAMES.map(
      (name) =>
        `Somebody reached the engine. ${refusalOf(name, INSIDE[name]()[0])} Whoever reaches the engine's admin interface can do this: find out who does, then restart the bot, which registers its own handlers again.`,
    ).toSorted(),
  )
  expect(JSON.stringify(shown(installation.stateDir))).not.toContain('forged')
})
