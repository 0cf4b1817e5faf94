import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { freshSettings } from '../sql/session-settings.ts'
import { startClock } from './clock.ts'
import { createEstateState, type EstateState } from './estate-state.ts'
import { findDatabase } from './instance-state.ts'
import { keptState } from './kept-state.ts'
import { stateSnapshot } from '../control/state-snapshot.ts'
import { plainJson } from '../control/plain-json.ts'
import { lateLog } from './seed.ts'

const dirs: string[] = []
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
})

function estate(): EstateState {
  const dir = mkdtempSync(join(tmpdir(), 'kept-state-'))
  dirs.push(dir)
  return createEstateState({ dir, speed: 2 })
}

const again = (state: EstateState): EstateState => createEstateState({ dir: state.dir, login: state.login, kept: keptState(state) })
const told = ({ ...state }: EstateState): unknown => ({ ...(JSON.parse(plainJson(stateSnapshot(state))) as object), now: undefined })

test('an estate that was kept goes on: databases, backups, jobs, pool and store are what they were', () => {
  const before = estate()
  lateLog(before)
  before.pool.state = 'FailedOver'
  before.effects.push({ at: 7, where: 'SEC', what: 'RESTORE LOG mgc' })
  const after = again(before)
  expect(told(after)).toEqual(told(before))
  expect(after.effects).toEqual(before.effects)
  expect(lateLog(after)).toMatch(/^mgc_\d{14}\.trn$/)
})

test('what ends with the process ends: nobody is logged in, and nothing is at work on a database', () => {
  const before = estate()
  const sec = before.instances.find(({ name }) => name === 'SEC')
  const row = { spid: 51, login: 'dba', host: 'here', program: 'a test', databaseId: 1, loginTime: 0, lastRequestAt: 0, encrypted: true }
  sec?.sessions.set(51, { ...row, request: undefined, settings: freshSettings(), transactions: 0, end: () => undefined })
  const database = sec && findDatabase(sec, 'mgc')
  if (database) database.heldBy = { spid: 51, what: 'RESTORE LOG' }
  const after = again(before).instances.find(({ name }) => name === 'SEC')
  expect([after?.sessions.size, after && findDatabase(after, 'mgc')?.heldBy]).toEqual([0, undefined])
})

test('its time never goes back, also where a fast clock had run ahead of the machine', () => {
  const ahead = Date.now() + 3_600_000
  expect(startClock(1, ahead).now()).toBeGreaterThanOrEqual(ahead)
  expect(startClock(1).now()).toBeLessThan(ahead)
})

test.each([1, 40])('who slept at speed %s finds that the time has passed', async (speed) => {
  const clock = startClock(speed)
  for (let turn = 0; turn < 100; turn++) {
    const until = clock.now() + 3.5 * speed
    await clock.sleep(3.5 * speed)
    expect(clock.now()).toBeGreaterThanOrEqual(until)
  }
})
