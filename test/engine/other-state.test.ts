/** What lies in the store as another release writes it, newer or older than this one, is refused with both numbers, and never read as if it were ours. */
import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { STATE_VERSION } from '../../src/audit/state-version.ts'
import { engineDirectory } from '../../src/engine/server/directory.ts'
import { recordedKeys } from '../../src/engine/keys/installation-keys.ts'
import { secretOf } from '../../src/engine/proof/inside.ts'
import { sealedState } from '../../src/engine/proof/sealed-state.ts'
import { runQuestions } from '../../src/engine/gateway/run-questions.ts'
import { recentEntries } from '../../src/engine/run/recent-entries.ts'
import { isUnreadRun, sayUnread, unreadRun } from '../../src/engine/run/run-seal.ts'
import { engineHttp } from '../../src/engine/server/http.ts'
import { refuseOtherState } from '../../src/engine/server/refuse-other-state.ts'
import { startEngine } from '../../src/engine/start-engine.ts'
import type { DrillHouse } from './drill-installation.ts'
import { openDrillHouse } from './drill-installation.ts'
import { approve } from './drill.ts'
import type { Intruder } from './intruder.ts'
import { startIntruder } from './intruder.ts'
import { stateDirectory } from './state-directory.ts'
import { plantPieces, sealedBy, storedPieces, textOf, type Pieces } from './stored-pieces.ts'
import { until } from './until.ts'
import { refusalSaid } from '../words/said.ts'

const NEWER = STATE_VERSION + 1
const NONE = 'no state version, as of a release up to 0.3.0'
const named: [string, unknown, string, string][] = [
  ['a newer number', NEWER, `state version ${NEWER}`, 'the release that wrote it'],
  ['no number', undefined, NONE, 'the release that wrote it'],
  ['something that is no number', '4', NONE, 'the release that wrote it'],
]

/** As an object's state lies in the store: `place` and what is kept there, sealed with the bot's own secret. */
const sealed = (secret: ReturnType<typeof secretOf>, object: string, key: string, name: string, kept: object) =>
  secret.seal(JSON.stringify(['state', object, key, name]), kept)

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

const old = (run: string, content: object) => ({ run: sealedBy(installation.stateDir, undefined, { state: { run }, ...content }) })

/** The run as another release would have sealed it, put in the place of what is stored. */
test.each<[string, (run: string, own: Pieces) => Pieces, string]>([
  [
    'a newer number',
    (run, own) => ({
      ...own,
      state: sealedBy(installation.stateDir, [run, 'state'], {
        ...(JSON.parse(textOf(own['state'] ?? Buffer.alloc(0))) as object),
        stateVersion: NEWER,
      }),
    }),
    `state version ${NEWER}`,
  ],
  [
    'a newer number in its plan alone',
    (run, own) => ({ ...own, 'plan/1': sealedBy(installation.stateDir, [run, 'plan/1'], { stateVersion: NEWER, value: {} }) }),
    `state version ${NEWER}`,
  ],
  ['the number of a release that kept a run in one value', (run) => old(run, { stateVersion: 5 }), 'state version 5'],
  ['no number', (run) => old(run, {}), NONE],
])('a run that names %s is neither shown, nor led on, nor listed to a worker', async (_what, left, says) => {
  const { run, gate } = await installation.atGate()
  const admin = engineHttp({ socket: installation.directory.admin })
  await plantPieces(admin, run, left(run, await storedPieces(admin, run)))
  const sentence = `The stored state of ${run} names ${says}, and this bot reads version ${STATE_VERSION}: nothing is done on it. The release that wrote it can lead it on; its audit file stands by itself (docs/upgrading.md).`
  await expect(installation.client.view(run)).rejects.toThrow(sentence)
  await expect(installation.client.history(run)).rejects.toThrow(sentence)
  expect(await runQuestions(installation.client, recentEntries(), () => 'proof').history({ run, from: 1, nonce: 'nonce' })).toEqual({
    gaveUp: sentence,
  })
  const answer = await installation.client.command(installation.byChat(approve(run, 'amir', gate)))
  expect('refusal' in answer && refusalSaid(answer.refusal)).toEqual({ code: 'other-state', sentence })
  const before = await storedPieces(admin, run)
  await installation.client.redrive(run)
  expect(await storedPieces(admin, run)).toEqual(before)
  await admin.close()
})

test('only our own sentence about this very run is shown as ours', () => {
  for (const why of ['altered', { stateVersion: 12 }, { stateVersion: undefined }] as const) {
    const sentence = sayUnread('R-7', why)
    expect(refusalSaid(unreadRun('R-7', why)).sentence).toBe(sentence)
    expect(isUnreadRun('R-7', sentence)).toBe(true)
    expect(isUnreadRun('R-8', sentence)).toBe(false)
    expect(isUnreadRun('R-7', `${sentence} Call 555-0100.`)).toBe(false)
  }
})

test.each(named)('a lock whose state names %s is given to nobody, and what it holds stays as it is', async (_what, theirs, says) => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const secret = secretOf(privateKey, 'state')
  const kept = sealedState(secret, { noticed: () => undefined })
  const written: unknown[] = []
  const ctx = {
    key: 'db/a',
    request: () => ({ id: Buffer.from('1') }),
    get: async () =>
      sealed(secret, 'Lock', 'db/a', 'lock', { ...(theirs !== undefined && { stateVersion: theirs }), version: 3, value: 1 }),
    set: (...words: unknown[]) => void written.push(words),
  } as never
  const sentence = `Lock/db/a in the engine's store names ${says}, and this bot reads version ${STATE_VERSION}: it is not read as if it were its own.`
  await expect(kept.read(ctx, 'Lock', 'lock')).rejects.toThrow(sentence)
  await expect(kept.readShared(ctx, 'Lock', 'lock')).rejects.toThrow(sentence)
  await expect(kept.write(ctx, 'Lock', 'lock', {})).rejects.toThrow(sentence)
  expect(written).toEqual([])
})

test('what somebody else wrote names nothing, whatever stands there', () => {
  const kept = sealedState(secretOf(generateKeyPairSync('ed25519').privateKey, 'state'), { noticed: () => undefined })
  const forged = { said: JSON.stringify({ stateVersion: NEWER, version: 1, value: 1 }), tag: 'forged' }
  expect(kept.otherVersion('Lock', 'db/a', 'lock', forged)).toBeUndefined()
})

test('an engine that cannot be asked is begun with: each object judges what it reads by itself', async () => {
  const kept = { otherVersion: () => ({ names: NEWER }) }
  await expect(refuseOtherState({ states: () => Promise.reject(new Error('not yet')) }, kept, '/state/engine')).resolves.toBeUndefined()
})

test.each([
  ['the list of runs', 'Runs', 'all', 'R-1', undefined, NONE],
  ['a lock', 'Lock', 'drill/db', 'lock', NEWER, `state version ${NEWER}`],
])('a bot does not begin with a store in which %s is of another release', async (_what, object, key, name, theirs, says) => {
  const state = stateDirectory()
  const chat = { intervalMs: 20, show: () => Promise.resolve({ posted: { lines: [], notices: [] } }) }
  const begin = () => startEngine({ stateDir: state.path, installation: 'test', workers: [], chat, log: pino({ level: 'silent' }) })
  const engine = await begin()
  const other = await startIntruder(engineDirectory(state.path))
  const kept = { ...(theirs !== undefined && { stateVersion: theirs }), version: 1, value: { id: 'R-1', title: 'x' } }
  await other.plant(object, key, { [name]: sealed(secretOf(recordedKeys(state.path).clock, 'state'), object, key, name, kept) })
  await until('it is planted', async () => (await other.stored(object, key))[name] !== undefined)
  await other.close()
  await engine.close()
  await expect(begin()).rejects.toThrow(
    `${object}/${key} in the engine's store names ${says}, and this bot reads version ${STATE_VERSION}: it is not read as if it were its own. Lead its runs to their ends with the release that wrote it, then stop the bot and all its workers, move ${engineDirectory(state.path).path} away and start this one (docs/upgrading.md).`,
  )
  expect(existsSync(engineDirectory(state.path).pid)).toBe(false)
  state.remove()
})
