import { copyFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findDatabase } from '../estate/state/instance-state.ts'
import { instanceNamed, type EstateState } from '../estate/state/estate-state.ts'
import { lateLog } from '../estate/state/seed.ts'
import { COPY_DESTINATION } from '../estate/state/seed-log-shipping.ts'
import { realPath, shareDirectory } from '../estate/state/windows-path.ts'
import { expectAllSeen, refusesIn } from './expect-seen.ts'
import { PLAYED_IN } from './played-in.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
afterAll(() => stage[Symbol.asyncDispose]())

const DOCUMENT = 'failover-persistent-chat'
const CHANGE = 'switch-the-pool-to-the-backup-database'
const MIRROR = 'mirror-the-backup-database'
const VALUES = {
  pool: 'lyncpc.contoso.com',
  backup: 'SEC',
  mirror: 'SECM',
  files: 'sec-host',
  shell: 'management',
  mirrorShare: '\\\\sqlb1.contoso.com\\csdatabackup',
  activeServers: 'pc5.contoso.com, pc6.contoso.com',
}

test('people chat again: every step is done, and each check saw it', async () => {
  const { phase, verdict, gates } = await stage.play(DOCUMENT, VALUES)
  expect({ phase, verdict, gates }).toEqual({
    phase: 'done',
    verdict: 'intact',
    gates: ['stop-log-shipping-to-the-backup-server', 'bring-the-backup-database-online', 'switch-the-pool-to-the-backup-database'],
  })
  expect(stage.estate.state.pool).toMatchObject({ state: 'FailedOver', activeServers: ['pc5.contoso.com', 'pc6.contoso.com'] })
})

test('what a step is not to begin with stops it', async () => {
  const refuses = (mishap: object, step: string, detail: string) => refusesIn(stage, DOCUMENT, VALUES, mishap, step, detail)
  await refuses({ given: online }, 'record-what-the-next-step-deletes', 'mgc is ONLINE; it must be RESTORING to take more logs')
  await refuses(
    { given: jobRunning },
    'stop-log-shipping-to-the-backup-server',
    'log shipping jobs that are running: 1; there must be none',
  )
  const recover = 'bring-the-backup-database-online'
  await refuses({ at: { [recover]: copyOneMore } }, recover, 'copied log backups not applied: 1; the first is mgc_')
  await refuses({ at: { [recover]: lateLog } }, recover, 'log backups on the share not copied: 1; go back to the copy step')
  await refuses({ at: { [CHANGE]: renamePool } }, CHANGE, `answer for ${VALUES.pool}: 0; there must be exactly 1`)
  await refuses({ at: { [MIRROR]: restoring } }, MIRROR, 'mgc is RESTORING')
})

test('a rehearsal asks every gate, stops at nothing of today, and changes nothing', async () => {
  const { phase, gates, state, effects } = await stage.play(DOCUMENT, VALUES, { rehearse: true })
  expect({ phase, gates: gates.length, today: state.findings.filter(({ before }) => before === undefined), effects }).toEqual({
    phase: 'done',
    gates: 3,
    today: [],
    effects: [],
  })
})

test('everything of these documents that judges or takes back was seen both ways', () => {
  expectAllSeen(stage, ...PLAYED_IN['failover-persistent-chat'])
})

function chat(state: EstateState) {
  const found = findDatabase(instanceNamed(state, 'SEC'), 'mgc')
  if (found === undefined) throw new Error('SEC has no mgc')
  return found
}

function online(state: EstateState): void {
  chat(state).status = 'ONLINE'
}

function restoring(state: EstateState): void {
  chat(state).status = 'RESTORING'
}

function jobRunning(state: EstateState): void {
  const [activity] = instanceNamed(state, 'SEC').msdb.sysjobactivity
  if (activity !== undefined) activity['stop_execution_date'] = null
}

/** A log backup that was copied, and by nobody applied. */
function copyOneMore(state: EstateState): void {
  const name = lateLog(state)
  const share = shareDirectory(state.dir, 'files', 'pchatlogs')
  copyFileSync(join(share, name), join(realPath(state.dir, 'sqlb1.contoso.com', COPY_DESTINATION) ?? '', name))
  if (!readdirSync(share).includes(name)) throw new Error(`${name} did not turn up`)
}

function renamePool(state: EstateState): void {
  Object.assign(state.pool, { fqdn: 'other.contoso.com' })
}
