import { afterAll, expect, test } from 'vitest'
import { instanceNamed, type EstateState } from '../estate/state/estate-state.ts'
import { findDatabase } from '../estate/state/instance-state.ts'
import { expectAllSeen, refusesIn } from './expect-seen.ts'
import { PLAYED_IN } from './played-in.ts'
import { alone, lose } from './situations.ts'
import { openStage } from './stage.ts'

const stage = await openStage({ seed: 'healthy' })
afterAll(() => stage[Symbol.asyncDispose]())

const POOL = { pool: 'pool1.contoso.com', shell: 'management', types: 'User, CentralMgmt' }
const served = ({ stores, instances }: EstateState): Record<string, string[]> =>
  Object.fromEntries(
    instances.map(({ name, databases }) => [
      name,
      databases.filter(({ mirroring }) => mirroring?.role === 'PRINCIPAL' && stores.length > 0).map((each) => each.name),
    ]),
  )
const database = (state: EstateState, instance: string, name: string) => findDatabase(instanceNamed(state, instance), name)!

test('databases go to the mirror type by type, and come back as they were', async () => {
  const before = served(stage.estate.state)
  expect(await stage.play('failover-database', { ...POOL, principal: 'works' })).toMatchObject({ phase: 'done', verdict: 'intact' })
  expect(served(stage.estate.state)['BE2']).toEqual(['rtcab', 'rtcshared', 'rtcxds', 'lis', 'xds'])
  expect(await stage.play('failback-database', POOL, { goesOn: true })).toMatchObject({ phase: 'done', verdict: 'intact' })
  expect(served(stage.estate.state)).toEqual(before)
})

test('when one type cannot go over, those that went are given back', async () => {
  const before = served(stage.estate.state)
  const stuck = (state: EstateState): void => {
    for (const name of ['BE1', 'BE2']) database(state, name, 'lis').mirroring!.suspended = true
  }
  const values = { ...POOL, principal: 'works' }
  const played = await stage.play('failover-database', values, { given: stuck, ways: [{ kind: 'undo', from: 2 }] })
  expect(played.effects.map((effect) => /"NewPrincipal":"(\w+)"/.exec(effect)?.[1])).toEqual(['Mirror', 'Primary'])
  expect(played.need).toMatchObject({ reason: 'undone', step: 'make-the-mirror-serve-the-databases' })
  expect(served(stage.estate.state)).toEqual(before)
})

test('when one type cannot come back, those that came go to the mirror again', async () => {
  const away = (state: EstateState): void => {
    for (const type of ['User', 'CentralMgmt']) move1(state, type)
    for (const name of ['BE1', 'BE2']) database(state, name, 'lis').mirroring!.suspended = true
  }
  const played = await stage.play('failback-database', POOL, { given: away, ways: [{ kind: 'undo', from: 1 }] })
  expect(played.effects.map((effect) => /"NewPrincipal":"(\w+)"/.exec(effect)?.[1])).toEqual(['Primary', 'Mirror'])
  expect(played.need).toMatchObject({ reason: 'undone', step: 'make-the-primary-serve-the-databases' })
  expect(served(stage.estate.state)['BE2']).toEqual(['rtcab', 'rtcshared', 'rtcxds', 'lis', 'xds'])
})

test('a primary that is lost is passed over, and what comes back waits as a suspended mirror', async () => {
  const played = await stage.play('failover-database', { ...POOL, types: 'User', principal: 'is lost' }, { given: lose('BE1') })
  expect(played).toMatchObject({ phase: 'done', gates: ['force-the-mirror-to-serve-the-databases'] })
  const { state } = stage.estate
  expect(database(state, 'BE2', 'rtcxds').mirroring).toMatchObject({ role: 'PRINCIPAL', suspended: true })
  const refused = { given: (estate: EstateState) => (instanceNamed(estate, 'BE1').up = true), goesOn: true }
  const back = await stage.play('failback-database', { ...POOL, types: 'User' }, refused)
  expect(back.need).toMatchObject({ reason: 'precondition', step: 'make-the-primary-serve-the-databases' })
})

test('mirrored databases are not moved while that would lose something', async () => {
  const planned = { ...POOL, types: 'User', principal: 'works' }
  await refusesIn(
    stage,
    'failover-database',
    planned,
    { given: splitBrain },
    'see-how-the-databases-are',
    'databases that both servers serve (1): rtcxds',
  )
  const move = 'make-the-mirror-serve-the-databases'
  await refusesIn(
    stage,
    'failover-database',
    planned,
    { given: suspended },
    move,
    'User databases whose mirror is not synchronized (1 of 3): rtcxds',
  )
  const two = ({ topology: { pools } }: EstateState): void => {
    pools[0]!.servers.pop()
    for (const service of pools[0]!.servers[0]!.services) service.status = 'Stopped'
  }
  await refusesIn(
    stage,
    'failover-database',
    planned,
    { given: two },
    move,
    'R62: Front Ends of pool1.contoso.com: 2, away: 1; with an even',
  )
  const force = 'force-the-mirror-to-serve-the-databases'
  const lost = { ...planned, principal: 'is lost' }
  await refusesIn(
    stage,
    'failover-database',
    lost,
    {},
    force,
    'User databases that the primary server still answers for (3): rtcab, rtcshared, rtcxds',
  )
  const half = { given: (state: EstateState) => move1(state, 'CentralMgmt') }
  const last = 'see-that-one-server-serves-all-of-them'
  await refusesIn(
    stage,
    'failback-database',
    POOL,
    { at: { [last]: half.given } },
    last,
    'databases that the primary does not serve (2): lis, xds',
  )
})

const REMOVE = { ...POOL, primary: 'BE1' }

test('mirroring is removed type by type, and of a witness nothing else goes with it', async () => {
  expect(await stage.play('remove-mirror', { ...REMOVE, what: 'mirror' })).toMatchObject({ phase: 'done', verdict: 'intact' })
  const { state } = stage.estate
  expect(served(state)['BE1']).toEqual(['cpsdyn', 'rgsconfig', 'rgsdyn', 'LcsLog', 'LcsCDR', 'QoEMetrics'])
  expect(database(state, 'BE2', 'rtcxds')).toMatchObject({ status: 'RESTORING', mirroring: undefined })
  expect(await stage.play('remove-mirror', { ...REMOVE, what: 'witness only' })).toMatchObject({ phase: 'done', verdict: 'intact' })
  expect(served(state)['BE1']).toHaveLength(11)
  expect(database(state, 'BE1', 'rtcxds').mirroring?.witness).toBeUndefined()
})

const SETUP = { ...REMOVE, mirror: 'BE2', mirrorShare: '\\\\be1.contoso.com\\csdatabackup' }

test('a pool gets its mirrors with the witness of the topology, where mirroring is supported and nothing is in the way', async () => {
  const before = served(stage.estate.state)['BE1']
  expect(await stage.play('setup-mirror', { ...SETUP, types: 'User' }, { given: alone })).toMatchObject({
    phase: 'done',
    verdict: 'intact',
  })
  const { state } = stage.estate
  expect(served(state)['BE1']).toEqual(before?.slice(0, 3))
  expect(database(state, 'BE1', 'rtcxds').mirroring?.witness).toBe('TCP://bew.contoso.com:7022')
  const look = 'look-before-anything-is-made'
  const newer = (estate: EstateState): void => (alone(estate), void Object.assign(estate.topology.pools[0]!, { version: 8 }))
  const of2019 = 'registrars of pool1.contoso.com: 1, of Skype for Business Server 2019 or later: 1; it has no mirroring'
  await refusesIn(stage, 'setup-mirror', SETUP, { given: newer }, look, of2019)
  await refusesIn(stage, 'setup-mirror', SETUP, {}, look, 'databases of users on the mirror server: 11; drop what nobody needs')
})

test('when the mirrors of one type cannot be made, those that were made are taken away, and nothing is left of them', async () => {
  const given = (state: EstateState): void => (alone(state), void (database(state, 'BE1', 'rgsdyn').status = 'OFFLINE'))
  const played = await stage.play('setup-mirror', { ...SETUP, types: 'User, Application' }, { given, ways: [{ kind: 'undo', from: 3 }] })
  expect(played.need).toMatchObject({ reason: 'undone', step: 'make-the-mirrors' })
  expect(served(stage.estate.state)['BE1']).toEqual([])
  expect(instanceNamed(stage.estate.state, 'BE2').databases.filter(({ id }) => id > 4)).toEqual([])
})

const GROUP = { group: 'sfb-ag', target: 'AG2', primary: 'works' }

test('an availability group goes to its other replica, and back', async () => {
  expect(await stage.play('failover-availability-group', GROUP)).toMatchObject({ phase: 'done', verdict: 'intact' })
  const { state } = stage.estate
  expect(state.groups[0]?.primary).toBe('AG2')
  // Before that nobody may send it back.
  await expect.poll(() => state.groups[0]?.replicas.every(({ synchronizedAt }) => synchronizedAt <= state.clock.now())).toBe(true)
  expect(await stage.play('failover-availability-group', { ...GROUP, target: 'AG1' }, { goesOn: true })).toMatchObject({ phase: 'done' })
  expect(stage.estate.state.groups[0]?.primary).toBe('AG1')
})

test('a replica whose primary is lost is forced, and the other one waits to be told', async () => {
  const lost = { ...GROUP, primary: 'is lost' }
  expect(await stage.play('failover-availability-group', lost, { given: lose('AG1') })).toMatchObject({ phase: 'done' })
  expect(stage.estate.state.groups[0]).toMatchObject({ primary: 'AG2', replicas: [{ suspended: true }, { suspended: false }] })
})

test('an availability group is not failed over while that would lose something, or is not supported', async () => {
  const refuses = (values: object, given: (state: EstateState) => void, step: string, detail: string) =>
    refusesIn(stage, 'failover-availability-group', { ...GROUP, ...values }, { given }, step, detail)
  const look = 'see-how-the-replicas-are'
  await refuses(
    { group: 'other' },
    () => undefined,
    look,
    'availability groups called other that this server has a replica of: 0; there must be 1',
  )
  await refuses({}, holdsChat, look, 'Persistent Chat databases in sfb-ag: 1; availability groups are not supported for them')
  await refuses({}, listensElsewhere, look, 'listeners of sfb-ag with another port than 1433: 1; Skype for Business asks no other')
  const move = 'make-the-other-replica-primary'
  await refuses({}, replicaSuspended, move, 'databases of sfb-ag on this replica that are synchronized: 0 of 6')
  const force = 'force-the-other-replica-to-be-primary'
  await refuses(
    { primary: 'is lost' },
    () => undefined,
    force,
    'this replica of sfb-ag is SECONDARY; while it is SECONDARY the primary is at work',
  )
})

test('everything of these documents that judges or takes back was seen both ways', () => {
  expectAllSeen(stage, ...PLAYED_IN['back-end'])
})

function splitBrain(state: EstateState): void {
  const copy = database(state, 'BE2', 'rtcxds')
  copy.status = 'ONLINE'
  copy.mirroring!.role = 'PRINCIPAL'
}

function suspended(state: EstateState): void {
  for (const name of ['BE1', 'BE2']) database(state, name, 'rtcxds').mirroring!.suspended = true
}

function move1(state: EstateState, type: string): void {
  for (const name of state.stores.find((store) => store.type === type)?.databases ?? []) {
    database(state, 'BE1', name).mirroring!.role = 'MIRROR'
    database(state, 'BE2', name).mirroring!.role = 'PRINCIPAL'
  }
}

function holdsChat(state: EstateState): void {
  state.groups.splice(0, 1, { ...state.groups[0]!, databases: ['mgc', ...state.groups[0]!.databases] })
}

function listensElsewhere(state: EstateState): void {
  state.groups.splice(0, 1, { ...state.groups[0]!, listener: { ...state.groups[0]!.listener, port: 1450 } })
}

function replicaSuspended(state: EstateState): void {
  state.groups[0]!.replicas[1]!.suspended = true
}
