import { afterEach, beforeEach, expect, test } from 'vitest'
import { PracticeSession, practiceEstate } from '../sql/practice-session.ts'
import type { EstateState } from '../state/estate-state.ts'
import type { CmdletAnswer } from './cmdlet.ts'
import { runCmdlet } from './run-cmdlet.ts'

let state: EstateState
let remove: () => void

beforeEach(() => {
  ;({ state, remove } = practiceEstate())
})
afterEach(() => remove())

const pool = 'PersistentChatServer:lyncpc.contoso.com'
const mirror = {
  DatabaseType: 'PersistentChat',
  FileShare: '\\\\sqlb1.contoso.com\\csdatabackup',
  SqlServerFqdn: 'sqlb1.contoso.com',
  SqlInstanceName: 'rtc',
}
/** Longer than any test: what takes so long is not there yet. */
const HOURS = 100 * 3_600_000
const run = (name: string, parameters: Record<string, unknown> = {}): Promise<CmdletAnswer> =>
  runCmdlet(state, 'management', name, parameters)
const output = async (name: string, parameters: Record<string, unknown> = {}) => {
  const answer = await run(name, parameters)
  expect(answer.error).toBeUndefined()
  return answer.output as Record<string, unknown>[]
}
const bringOnline = async () => {
  const sec = new PracticeSession(state)
  expect(await sec.errors('RESTORE DATABASE mgc WITH RECOVERY')).toEqual([])
  sec.close()
}

test('the pool answers with its identity and its active servers', async () => {
  const [service] = await output('Get-CsService', { PersistentChatServer: true, PoolFqdn: 'LYNCPC.contoso.com' })
  expect(service).toMatchObject({
    Identity: pool,
    PoolFqdn: 'lyncpc.contoso.com',
    ActiveServers: ['pc1.contoso.com', 'pc2.contoso.com', 'pc3.contoso.com', 'pc4.contoso.com'],
  })
  expect(await output('Get-CsService', { PersistentChatServer: true, PoolFqdn: 'other.contoso.com' })).toEqual([])
  expect(await output('Get-CsService', { PersistentChatDatabase: true })).toHaveLength(4)
})

test('a change of state reaches the replicas after a moment', async () => {
  expect(await output('Get-CsPersistentChatState')).toEqual([{ Identity: pool, PoolState: 'Normal' }])
  state.times.replicate = HOURS
  await output('Set-CsPersistentChatState', { Identity: pool, PoolState: 'failedover', Confirm: false })
  expect(await output('Get-CsPersistentChatState', { Identity: pool })).toEqual([{ Identity: pool, PoolState: 'FailedOver' }])
  const behind = async () =>
    (await output('Get-CsManagementStoreReplicationStatus')).filter((replica) => replica['UpToDate'] === false).length
  expect(await behind()).toBe(6)
  for (const replica of state.store.replicas) replica.upToDateAt = state.clock.now()
  expect(await behind()).toBe(0)
})

test.each([
  [{ Replace: ['pc5.contoso.com', 'PC6.contoso.com'] }, ['pc5.contoso.com', 'pc6.contoso.com']],
  [{ Add: 'pc4.contoso.com' }, ['pc1.contoso.com', 'pc2.contoso.com', 'pc3.contoso.com', 'pc4.contoso.com']],
  [{ Remove: ['pc1.contoso.com', 'pc2.contoso.com'] }, ['pc3.contoso.com', 'pc4.contoso.com']],
  [null, []],
])('active servers %j become %j', async (modifier, expected) => {
  await output('Set-CsPersistentChatActiveServer', { Identity: pool, ActiveServers: modifier })
  expect(state.pool.activeServers).toEqual(expected)
})

test.each([
  [{ Add: 'pc5.contoso.com' }, '5 servers would be active in the pool lyncpc.contoso.com: at most 4 can be.'],
  [{ Replace: ['pc9.contoso.com'] }, '"pc9.contoso.com" is no Persistent Chat server of the pool lyncpc.contoso.com.'],
  [
    { Become: ['pc5.contoso.com'] },
    "Cannot bind parameter 'ActiveServers': it takes @{Add=…}, @{Remove=…}, @{Replace=…} with server names, or $null.",
  ],
])('active servers %j are refused', async (modifier, message) => {
  const before = [...state.pool.activeServers]
  expect((await run('Set-CsPersistentChatActiveServer', { Identity: pool, ActiveServers: modifier })).error?.message).toBe(message)
  expect(state.pool.activeServers).toEqual(before)
})

test('the backup database gets its mirror in its own data centre', async () => {
  await bringOnline()
  state.times.synchronize = HOURS
  const answer = await run('Install-CsMirrorDatabase', { ...mirror, Verbose: true, Confirm: false })
  expect(answer).toMatchObject({ output: [], warnings: [] })
  expect(answer.verbose).toHaveLength(3)
  const sec = new PracticeSession(state)
  const secm = new PracticeSession(state, 'SECM')
  const seen =
    "SELECT mirroring_role_desc, mirroring_state_desc, mirroring_partner_name FROM sys.database_mirroring WHERE database_id = DB_ID(N'mgc')"
  expect(await sec.rows(seen)).toEqual([
    { mirroring_role_desc: 'PRINCIPAL', mirroring_state_desc: 'SYNCHRONIZING', mirroring_partner_name: 'TCP://sqlb2.contoso.com:5022' },
  ])
  for (const instance of state.instances) {
    for (const { mirroring } of instance.databases) if (mirroring !== undefined) mirroring.synchronizedAt = state.clock.now()
  }
  expect(await sec.rows(seen)).toMatchObject([{ mirroring_state_desc: 'SYNCHRONIZED' }])
  expect(await secm.rows(seen)).toMatchObject([{ mirroring_role_desc: 'MIRROR', mirroring_state_desc: 'SYNCHRONIZED' }])
  expect(await secm.value("SELECT state_desc FROM sys.databases WHERE name = 'mgc'")).toBe('RESTORING')
  expect(await secm.errors('SELECT * FROM mgc.dbo.tblChat')).toEqual([954])
  expect((await run('Install-CsMirrorDatabase', { ...mirror, Confirm: false })).error?.id).toBe('AlreadyMirrored')
  expect(await sec.errors('RESTORE DATABASE mgc WITH RECOVERY')).toEqual([3104, 3013])
  expect(await sec.errors('ALTER DATABASE mgc SET PARTNER OFF')).toEqual([])
  expect(await secm.value("SELECT state_desc FROM sys.databases WHERE name = 'mgc'")).toBe('RESTORING')
  expect((await run('Install-CsMirrorDatabase', { ...mirror, Confirm: false })).error?.id).toBe('DatabaseExistsOnMirror')
  sec.close()
  secm.close()
})

test.each([
  ['not online', {}, 'DatabaseNotOnline'],
  ['an unknown host', { SqlServerFqdn: 'sqlx.contoso.com' }, 'StoreNotFound'],
  ['no instance name', { SqlInstanceName: '' }, 'StoreNotFound'],
  ['a lost server', { SqlServerFqdn: 'sqla1.contoso.com' }, 'SqlConnectionFailed'],
  ['no such type', { DatabaseType: 'BIStaging' }, 'CannotConvertArgumentNoMessage'],
  ['a prompt', { Confirm: true }, 'HostFunctionNotImplemented'],
])('no mirror is installed: %s', async (_, change, id) => {
  expect((await run('Install-CsMirrorDatabase', { ...mirror, ...change })).error?.id).toBe(id)
  expect(state.effects).toEqual([])
})

test('no mirror is seeded through a share that is not there', async () => {
  await bringOnline()
  expect((await run('Install-CsMirrorDatabase', { ...mirror, FileShare: '\\\\nowhere\\x' })).error).toEqual({
    message: 'The file share "\\\\nowhere\\x" cannot be reached from sqlb1.contoso.com\\RTC.',
    id: 'FileShareNotFound',
    category: 'InvalidOperation',
  })
})

test('what is not in the table is not known', async () => {
  expect((await run('Remove-CsUser', { Identity: 'x' })).error).toEqual({
    message: "The term 'Remove-CsUser' is not recognized as a name of a cmdlet, function, script file, or executable program.",
    id: 'CommandNotFoundException',
    category: 'ObjectNotFound',
  })
  expect((await runCmdlet(state, 'sec-host', 'Get-CsService', {})).error?.id).toBe('CommandNotFoundException')
  expect((await run('Get-CsService', { Nope: 1 })).error).toEqual({
    message: "A parameter cannot be found that matches parameter name 'Nope'.",
    id: 'NamedParameterNotFound',
    category: 'InvalidArgument',
  })
  expect((await run('Set-CsPersistentChatState', { Identity: pool })).error?.id).toBe('MissingMandatoryParameter')
  expect((await run('Set-CsPersistentChatState', { Identity: 'service:lyncpc.contoso.com', PoolState: 'Normal' })).error?.id).toBe(
    'ManagementObjectNotFound',
  )
})

test('servers ping only while they are active, the pool is failed over and the database is online', async () => {
  const pings = async () => {
    const sec = new PracticeSession(state)
    const rows = await sec.rows('SELECT serverAddress, serverLastPingTime FROM mgc.dbo.tblServerIdentity')
    sec.close()
    return new Map(rows.map((row) => [row['serverAddress'] as string, (row['serverLastPingTime'] as Date).getTime()]))
  }
  const moving = async () => {
    const first = await pings()
    await state.clock.sleep(4 * state.times.ping)
    return [...(await pings())].filter(([server, at]) => at > first.get(server)!).map(([server]) => server)
  }
  await bringOnline()
  expect(await moving()).toEqual([])
  await output('Set-CsPersistentChatState', { Identity: pool, PoolState: 'FailedOver' })
  await state.clock.sleep(2 * state.times.replicate)
  expect(await moving()).toEqual([])
  await output('Set-CsPersistentChatActiveServer', { Identity: pool, ActiveServers: { Replace: ['pc5.contoso.com', 'pc6.contoso.com'] } })
  await state.clock.sleep(2 * state.times.replicate)
  expect(await moving()).toEqual(['pc5.contoso.com', 'pc6.contoso.com'])
  await output('Set-CsPersistentChatActiveServer', { Identity: pool, ActiveServers: null })
  await state.clock.sleep(2 * state.times.replicate)
  expect(await moving()).toEqual([])
})
