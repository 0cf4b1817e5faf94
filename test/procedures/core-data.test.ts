/** Response groups of a failed pool, and what is kept as files: exports and their way back. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { BACKUP_SHARE, RGS_KINDS, type ResponseGroup } from '../estate/state/applications.ts'
import { instanceNamed, type EstateState } from '../estate/state/estate-state.ts'
import { findDatabase } from '../estate/state/instance-state.ts'
import { findPool } from '../estate/state/topology.ts'
import { expectAllSeen, refusesIn } from './expect-seen.ts'
import { PLAYED_IN } from './played-in.ts'
import { backupShare, chatExported, groupsAway, groupsExported, put } from './situations.ts'
import { openStage } from './stage.ts'

const stage = await openStage({ seed: 'healthy' })
afterAll(() => stage[Symbol.asyncDispose]())

const POOLS = { primary: 'pool1.contoso.com', backup: 'pool2.contoso.com', shell: 'management' }
const at = (name: string): string => `${BACKUP_SHARE}\\${name}`
const GO = { ...POOLS, file: at('RgsPrimary.zip'), replaceSettings: 'no' }
const RETURN = { ...POOLS, changed: at('RgsBack.zip'), removed: at('RgsRemoved.zip'), rebuilt: 'no' }
const BACK_UP = { pool: 'pool1.contoso.com', folder: BACKUP_SHARE, stamp: '20261121-0300', shell: 'management' }
const exported = groupsExported('RgsPrimary.zip')
const inFile = chatExported('Chat.zip')
const RESTORE = { chat: 'PRI', file: at('Chat.zip'), keep: at('ChatBefore.zip'), shell: 'management' }

test('response groups go to the partner and come back as they were', async () => {
  const before = sorted(stage.estate.state)
  expect(await stage.play('failover-response-groups', GO, { given: exported })).toMatchObject({ phase: 'done', verdict: 'intact' })
  expect(stage.estate.state.applications.responseGroups).toHaveLength(3 * RGS_KINDS.length)
  backHome(stage.estate.state)
  expect(await stage.play('failback-response-groups', RETURN, { goesOn: true })).toMatchObject({ phase: 'done', verdict: 'intact' })
  expect(sorted(stage.estate.state)).toEqual(before)
})

test('a pool that was rebuilt takes them as its own', async () => {
  await stage.play('failover-response-groups', { ...GO, replaceSettings: 'yes' }, { given: exported })
  backHome(stage.estate.state)
  const { applications } = stage.estate.state
  applications.responseGroups = applications.responseGroups.filter(({ pool }) => pool !== POOLS.primary)
  expect(await stage.play('failback-response-groups', { ...RETURN, rebuilt: 'yes' }, { goesOn: true })).toMatchObject({ phase: 'done' })
  expect(applications.responseGroups.filter(({ pool, owner }) => pool === POOLS.primary && owner === pool)).toHaveLength(RGS_KINDS.length)
})

test('response groups stay where they are while something is in the way', async () => {
  const goes = 'import-the-response-groups-into-the-backup-pool'
  await refusesIn(stage, 'failover-response-groups', GO, {}, goes, 'pool1.contoso.com is Active; it must be FailedOver')
  const lost = (state: EstateState): void => {
    exported(state)
    rmSync(join(backupShare(state), 'RgsPrimary.zip'))
  }
  await refusesIn(stage, 'failover-response-groups', GO, { given: lost }, goes, 'must be there, and readable from this host')

  const see = 'see-that-both-files-are-new'
  await refusesIn(stage, 'failback-response-groups', RETURN, { given: exported }, see, 'is FailedOver; its users must be back')
  for (const name of ['RgsBack.zip', 'RgsRemoved.zip'])
    await refusesIn(stage, 'failback-response-groups', RETURN, { given: (state) => put(state, name, 'x') }, see, 'must not exist yet')
  const remove = 'remove-them-from-the-backup-pool'
  const taken = (state: EstateState): void => put(state, 'RgsRemoved.zip', 'x')
  await refusesIn(stage, 'failback-response-groups', RETURN, { given: groupsAway, at: { [remove]: taken } }, remove, 'must not exist yet')
  const lacking = (state: EstateState): void => {
    const { applications } = state
    const first = applications.responseGroups.find(({ pool, kind }) => pool === POOLS.primary && kind === 'Workflow')
    applications.responseGroups = applications.responseGroups.filter((each) => each !== first)
  }
  const detail = 'that pool1.contoso.com does not have: 1 of 1'
  await refusesIn(stage, 'failback-response-groups', RETURN, { given: groupsAway, at: { [remove]: lacking } }, remove, detail)
})

test('core data lies in four new files', async () => {
  expect(await stage.play('back-up-core-data', BACK_UP)).toMatchObject({ phase: 'done', verdict: 'intact' })
  const names = ['Config', 'E911Config', 'RgsConfig', 'UserData'].map((name) => `${name}_${BACK_UP.stamp}.zip`)
  expect(readdirSync(backupShare(stage.estate.state)).filter((name) => name.includes(BACK_UP.stamp))).toEqual(names)
  const see = 'see-that-the-names-are-new'
  const taken = (state: EstateState): void => put(state, names[1] ?? '', 'x')
  await refusesIn(
    stage,
    'back-up-core-data',
    BACK_UP,
    { given: taken },
    see,
    'files of 20261121-0300 that exist already: 1; take another time',
  )
  const nowhere = { ...BACK_UP, folder: `${BACKUP_SHARE}\\away` }
  await refusesIn(stage, 'back-up-core-data', nowhere, {}, see, 'must be there, and writable from this host')
})

test('chat data is groupsAway where what was there is kept first', async () => {
  const { phase, verdict, effects } = await stage.play('restore-chat-data', RESTORE, { given: inFile })
  expect({ phase, verdict }).toEqual({ phase: 'done', verdict: 'intact' })
  expect(effects.map((effect) => effect.split(' ')[1])).toEqual(['Export-CsPersistentChatData', 'Import-CsPersistentChatData'])
  expect(findDatabase(instanceNamed(stage.estate.state, 'PRI'), 'mgc')?.content.rooms).toBe(99)
  const refuses = (given: (state: EstateState) => void, step: string, detail: string, later = {}) =>
    refusesIn(stage, 'restore-chat-data', RESTORE, { given, ...later }, step, detail)
  const see = 'see-what-is-there'
  const gone = (state: EstateState): void => {
    inFile(state)
    const mgc = findDatabase(instanceNamed(state, 'PRI'), 'mgc')
    if (mgc !== undefined) mgc.status = 'RESTORING'
  }
  await refuses(gone, see, 'mgc is RESTORING; it must be ONLINE')
  await refuses(() => undefined, see, 'Chat.zip must be there, and readable from this host')
  const kept = (state: EstateState): void => {
    inFile(state)
    put(state, 'ChatBefore.zip', 'x')
  }
  await refuses(kept, see, 'ChatBefore.zip must not exist yet')
  const write = 'import-the-export'
  const lost = { at: { [write]: (state: EstateState) => rmSync(join(backupShare(state), 'ChatBefore.zip')) } }
  await refuses(inFile, write, 'ChatBefore.zip must be there: it is the way back', lost)
})

test('the exercise asks every question, and changes nothing', async () => {
  const { phase, effects } = await stage.play('test-disaster-recovery', { pool: 'pool1.contoso.com', shell: 'management' })
  expect({ phase, effects }).toEqual({ phase: 'done', effects: [] })
})

test('everything of these documents that judges or takes back was seen both ways', () => {
  expectAllSeen(stage, ...PLAYED_IN['core-data'])
})

function sorted({ applications }: EstateState): ResponseGroup[] {
  const key = ({ pool, owner, kind, name }: ResponseGroup): string => [pool, owner, kind, name].join('/')
  return applications.responseGroups.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}

function backHome(state: EstateState): void {
  const primary = findPool(state.topology, POOLS.primary)
  if (primary !== undefined) primary.failover = { to: 'home', doneAt: state.clock.now() - 1, returned: true }
}
