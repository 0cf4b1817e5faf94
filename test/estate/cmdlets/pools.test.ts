import { afterEach, beforeEach, expect, test } from 'vitest'
import { practiceEstate } from '../sql/practice-session.ts'
import type { EstateState } from '../state/estate-state.ts'
import { seedTopology } from '../state/seed-topology.ts'
import { findPool } from '../state/topology.ts'
import { runCmdlet } from './run-cmdlet.ts'

let state: EstateState
let remove: () => void

beforeEach(() => {
  ;({ state, remove } = practiceEstate())
  seedTopology(state)
})
afterEach(() => remove())

const [P1, P2] = ['pool1.contoso.com', 'pool2.contoso.com']
const EDGE = 'EdgeServer:edgea.contoso.com'
const run = (name: string, parameters: Record<string, unknown> = {}) => runCmdlet(state, 'management', name, parameters)
const output = async (name: string, parameters: Record<string, unknown> = {}) => {
  const answer = await run(name, parameters)
  expect(answer.error).toBeUndefined()
  return answer.output as Record<string, unknown>[]
}
const pool = (fqdn: string) => findPool(state.topology, fqdn)!
const lose = (fqdn: string) => {
  for (const server of pool(fqdn).servers) server.up = false
}
const stateOf = async (fqdn: string) =>
  (await output('Get-CsRegistrarConfiguration', { Identity: `service:Registrar:${fqdn}` }))[0]!['PoolState']
const replicated = () => {
  for (const replica of state.store.replicas) if (replica.upToDateAt < Number.MAX_SAFE_INTEGER) replica.upToDateAt = state.clock.now()
}
/** All that a failover of the first pool asks for beforehand. */
const prepared = () => {
  ;[state.store.master, state.store.standby] = [state.store.standby!, state.store.master]
  state.topology.edges[0]!.nextHop = P2
}

test('users go to the partner, and come back', async () => {
  prepared()
  expect(await stateOf(P1)).toBe('Active')
  expect(await run('Invoke-CsPoolFailOver', { PoolFqdn: P1, Confirm: false })).toMatchObject({ output: [] })
  expect(await stateOf(P1)).toBe('FailedOver')
  await output('Invoke-CsPoolFailBack', { PoolFqdn: P1 })
  expect(await stateOf(P1)).toBe('FailedBack')
  expect(pool(P1).conferencesAtPartner).toBe(1)
  await output('Invoke-CsBackupServiceSync', { PoolFqdn: P2, BackupModule: 'ConfServices.DataConf' })
  expect(pool(P1).conferencesAtPartner).toBe(0)
})

test('on their way they are neither here nor there', async () => {
  const later = state.clock.now() + 1e9
  pool(P1).failover = { to: 'partner', doneAt: later }
  expect(await stateOf(P1)).toBe('FailingOver')
  pool(P1).failover = { to: 'home', doneAt: later, returned: true }
  expect(await stateOf(P1)).toBe('FailedOver')
  expect((await run('Invoke-CsPoolFailBack', { PoolFqdn: P1 })).error?.id).toBe('FailbackRunning')
})

test.each<[string, string, () => void, object?]>([
  ['it is over there already', 'PoolAlreadyFailedOver', () => (pool(P1).failover = { to: 'partner', doneAt: 0 })],
  ['it is on its way', 'PoolAlreadyFailedOver', () => (pool(P1).failover = { to: 'partner', doneAt: state.clock.now() + 1e9 })],
  ['its partner is failed over to it', 'BackupPoolFailedOver', () => (pool(P2).failover = { to: 'partner', doneAt: 0 })],
  ['its partner is down', 'BackupPoolUnavailable', () => lose(P2)],
  ['it has no partner', 'NoBackupPool', () => (pool(P1).backup = undefined)],
  ['it holds the store', 'CentralManagementStoreNotFailedOver', () => (state.store.master = state.store.standby!)],
  ['the store has not reached its partner', 'ReplicationNotComplete', () => (state.store.replicas[0]!.upToDateAt = Infinity)],
  ['a living Edge pool hands on to it', 'PoolIsEdgeNextHop', () => (state.topology.edges[1]!.nextHop = P1)],
  ['it is down, and nobody says so', 'PoolUnavailable', () => lose(P1)],
  ['it cannot send its last changes', 'FinalStateNotReached', () => (state.backupService.directions[0]!.modules[0]!.broken = true)],
  ['there is no such pool', 'PoolNotFound', () => undefined, { PoolFqdn: 'pool9.contoso.com' }],
])('no failover: %s', async (_, id, mishap, given = { PoolFqdn: P1 }) => {
  prepared()
  mishap()
  expect((await run('Invoke-CsPoolFailOver', { ...given })).error?.id).toBe(id)
  expect(state.effects).toEqual([])
})

test('a pool that is down is failed over in disaster mode, and a dead Edge pool is in nobody’s way', async () => {
  prepared()
  state.topology.edges[0]!.nextHop = P1
  for (const server of state.topology.edges[0]!.servers) server.up = false
  lose(P1)
  await output('Invoke-CsPoolFailOver', { PoolFqdn: P1, DisasterMode: true })
  expect((await run('Invoke-CsPoolFailBack', { PoolFqdn: P1 })).error?.id).toBe('PoolUnavailable')
})

test.each<[string, string, () => void]>([
  ['it is not over there', 'PoolNotFailedOver', () => (pool(P1).failover = { to: 'home', doneAt: 0 })],
  ['the partner is down', 'BackupPoolUnavailable', () => lose(P2)],
  ['the store is down', 'CentralManagementStoreUnavailable', () => (state.instances.find(({ name }) => name === 'SEC')!.up = false)],
])('no failback: %s', async (_, id, mishap) => {
  pool(P1).failover = { to: 'partner', doneAt: 0 }
  state.store.master = { fqdn: 'elsewhere.contoso.com', sqlServer: 'sqlb1.contoso.com', sqlInstance: 'RTC' }
  mishap()
  expect((await run('Invoke-CsPoolFailBack', { PoolFqdn: P1 })).error?.id).toBe(id)
  expect(state.effects).toEqual([])
})

test('the store goes to its standby and back, and everybody hears of it', async () => {
  const master = async () =>
    (await output('Get-CsManagementStoreReplicationStatus', { CentralManagementStoreStatus: true }))[0]!['ActiveMasterFqdn']
  expect(await master()).toBe(P1)
  await output('Invoke-CsManagementServerFailover', { Confirm: false })
  expect(await master()).toBe(P2)
  expect(await output('Get-CsManagementConnection')).toMatchObject([{ SqlServer: 'sqlb3.contoso.com' }])
  await output('Invoke-CsManagementServerFailover', { Confirm: false })
  expect(await master()).toBe(P1)
})

test('a lost store has no active master, is brought up by its database’s name, and the lost servers hear of nothing', async () => {
  lose(P1)
  expect(await output('Get-CsManagementStoreReplicationStatus', { CentralManagementStoreStatus: true })).toMatchObject([
    { ActiveMasterFqdn: '', ActiveFileTransferAgentFqdn: '' },
  ])
  expect((await run('Invoke-CsManagementServerFailover', {})).error?.id).toBe('ActiveMasterUnavailable')
  const to = { BackupSqlServerFqdn: 'sqlb3.contoso.com', BackupSqlInstanceName: 'rtc' }
  expect((await run('Invoke-CsManagementServerFailover', to)).error?.id).toBe('AmbiguousParameterSet')
  const other = { ...to, BackupSqlServerFqdn: 'sqlb1.contoso.com', Force: true }
  expect((await run('Invoke-CsManagementServerFailover', other)).error?.id).toBe('BackupStoreMismatch')
  const ends = { ...to, Force: true, BackupMirrorSqlInstanceName: 'RTC' }
  const astray = await run('Invoke-CsManagementServerFailover', { ...ends, BackupMirrorSqlServerFqdn: 'sqlb2.contoso.com' })
  expect(astray.error?.id).toBe('BackupStoreMismatch')
  await output('Invoke-CsManagementServerFailover', { ...ends, BackupMirrorSqlServerFqdn: 'sqlb4.contoso.com' })
  replicated()
  const behind = (await output('Get-CsManagementStoreReplicationStatus')).filter((each) => each['UpToDate'] === false)
  expect(behind.map((each) => each['ReplicaFqdn'])).toEqual(['fea1.contoso.com', 'fea2.contoso.com', 'fea3.contoso.com'])
})

test('nothing is written while the store is down', async () => {
  lose(P1)
  for (const [name, parameters] of [
    ['Set-CsSite', { Identity: 'Site1', FederationRoute: EDGE }],
    ['Set-CsEdgeServer', { Identity: EDGE, Registrar: `Registrar:${P2}` }],
    ['Set-CsBackupServiceConfiguration', { SyncInterval: '00:03:00' }],
    ['Invoke-CsManagementStoreReplication', {}],
  ] as const)
    expect((await run(name, parameters)).error?.id).toBe('StoreUnavailable')
  expect(state.effects).toEqual([])
})

test('while the store is down, only the server’s own replica is read', async () => {
  lose(P1)
  for (const [name, parameters] of [
    ['Get-CsPoolBackupRelationship', { PoolFqdn: P2 }],
    ['Get-CsRegistrarConfiguration', {}],
    ['Get-CsUserPoolInfo', { Identity: 'anna@contoso.com' }],
  ] as const) {
    expect((await run(name, parameters)).error?.id).toBe('StoreUnavailable')
    expect(await output(name, { ...parameters, LocalStore: true })).not.toEqual([])
  }
})

test('an Edge pool gets another next hop, a site another route', async () => {
  await output('Set-CsEdgeServer', { Identity: EDGE, Registrar: `Registrar:${P2}` })
  expect(await output('Get-CsService', { EdgeServer: true, PoolFqdn: 'edgea.contoso.com' })).toMatchObject([
    { Registrar: `Registrar:${P2}` },
  ])
  expect((await run('Set-CsEdgeServer', { Identity: EDGE, Registrar: P2 })).error?.id).toBe('ObjectNotFound')
  expect((await run('Set-CsEdgeServer', { Identity: 'EdgeServer:fea1.contoso.com', Registrar: `Registrar:${P2}` })).error?.id).toBe(
    'ObjectNotFound',
  )
  await output('Set-CsSite', { Identity: 'Site1', XmppFederationRoute: 'EdgeServer:edgeb.contoso.com' })
  expect(await output('Get-CsSite', { Identity: 'Site:Site1' })).toEqual([
    { Identity: 'Site:Site1', SiteId: 'Site1', FederationRoute: EDGE, XmppFederationRoute: 'EdgeServer:edgeb.contoso.com' },
  ])
  expect((await run('Set-CsSite', { Identity: 'Site1', FederationRoute: 'edgeb.contoso.com' })).error?.id).toBe('ObjectNotFound')
})

test('the Backup Service says of each direction how far it is', async () => {
  const modules = async (fqdn: string) =>
    ((await output('Get-CsBackupServiceStatus', { PoolFqdn: fqdn }))[0]!['BackupModules'] as Record<string, string>[]).map(
      ({ ExportStatus }) => ExportStatus,
    )
  expect(await modules(P1)).toEqual(['SteadyState', 'SteadyState', 'SteadyState'])
  expect(await modules(P2)).toEqual(['SteadyState', 'SteadyState', 'NotInitialized'])
  state.times.backUp = 1e9
  await output('Invoke-CsBackupServiceSync', { PoolFqdn: P2 })
  expect(await modules(P2)).toEqual(['NonSteadyState', 'NonSteadyState', 'NotInitialized'])
  for (const { fqdn } of pool(P1).servers) await output('Stop-CsWindowsService', { Name: 'LYNCBACKUP', ComputerName: fqdn })
  expect(await modules(P1)).toEqual(['ErrorState', 'ErrorState', 'ErrorState'])
  expect((await run('Get-CsBackupServiceStatus', { PoolFqdn: P1, BackupModule: 'All' })).error?.id).toBe('NamedParameterNotFound')
  expect((await run('Invoke-CsBackupServiceSync', { PoolFqdn: P1, BackupModule: 'DataConf' })).error?.id).toBe(
    'CannotConvertArgumentNoMessage',
  )
  lose(P1)
  expect((await run('Get-CsBackupServiceStatus', { PoolFqdn: P1 })).error?.id).toBe('BackupServiceUnavailable')
})

test.each(['00:00:04', '03:00:01', '2', '00:90:00'])('a sync interval of %s is refused', async (SyncInterval) => {
  expect((await run('Set-CsBackupServiceConfiguration', { SyncInterval })).error?.id).toBe('InvalidSyncInterval')
  expect(await output('Get-CsBackupServiceConfiguration')).toMatchObject([{ SyncInterval: '00:02:00' }])
})

test('services stop and start on the server that is named, where it answers', async () => {
  const asked = { Name: 'lyncbackup', ComputerName: 'FEA1.contoso.com' }
  await output('Stop-CsWindowsService', asked)
  expect(await output('Get-CsWindowsService', asked)).toEqual([{ Status: 'Stopped', Name: 'LYNCBACKUP', ActivityLevel: '' }])
  await output('Start-CsWindowsService', asked)
  expect(await output('Get-CsWindowsService', asked)).toMatchObject([{ Status: 'Running' }])
  expect((await run('Get-CsWindowsService', { Name: 'SPOOLER' })).error?.id).toBe('ServiceNotFound')
  lose(P1)
  expect((await run('Get-CsWindowsService', asked)).error?.id).toBe('ComputerUnreachable')
})

test('a user’s pool, its partner and the pairing are told', async () => {
  expect(await output('Get-CsUserPoolInfo', { Identity: 'anna@contoso.com' })).toMatchObject([
    { PrimaryPoolFqdn: P1, BackupPoolFqdn: P2, PrimaryPoolPrimaryRegistrar: 'fea1.contoso.com' },
  ])
  expect(await output('Get-CsPoolBackupRelationship', { PoolFqdn: P1 })).toEqual([{ PoolFqdn: P1, BackupPoolFqdn: P2 }])
  pool(P1).backup = undefined
  expect(await output('Get-CsPoolBackupRelationship', { PoolFqdn: P1 })).toEqual([])
  expect((await run('Get-CsRegistrarConfiguration', { Identity: `service:Registrar:pool9.contoso.com` })).error?.id).toBe(
    'ManagementObjectNotFound',
  )
})
