import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCmdlet } from '../cmdlets/run-cmdlet.ts'
import { instanceNamed, placeOnDisk } from '../state/estate-state.ts'
import type { EstateState } from '../state/estate-state.ts'
import { PracticeSession, practiceEstate } from './practice-session.ts'

let state: EstateState
let remove: () => void
let sec: PracticeSession
let secm: PracticeSession
const SHARE = '\\\\files.contoso.com\\pchatlogs'

beforeEach(() => {
  ;({ state, remove } = practiceEstate())
  sec = new PracticeSession(state)
  secm = new PracticeSession(state, 'SECM')
})
afterEach(() => {
  sec.close()
  secm.close()
  remove()
})

const logs = () =>
  readdirSync(placeOnDisk(state, 'sqlb1.contoso.com', SHARE)!)
    .filter((name) => name.endsWith('.trn'))
    .toSorted()
    .map((name) => `${SHARE}\\${name}`)

test("a log of the abandoned primary does not join the recovered database's own path: 4330", async () => {
  await sec.ask(`RESTORE DATABASE mgc WITH RECOVERY; BACKUP DATABASE mgc TO DISK = N'${SHARE}\\own.bak'`)
  expect(await secm.errors(`RESTORE DATABASE mgc FROM DISK = N'${SHARE}\\own.bak' WITH NORECOVERY`)).toEqual([])
  expect(await secm.errors('RESTORE LOG mgc FROM DISK = @file WITH NORECOVERY', { file: logs()[5]! })).toEqual([4330, 3013])
})

test('backups of another database are refused: 3154, until REPLACE', async () => {
  await sec.ask(`BACKUP DATABASE mgccomp TO DISK = N'${SHARE}\\comp.bak'; BACKUP LOG mgccomp TO DISK = N'${SHARE}\\comp.trn'`)
  expect(await sec.errors(`RESTORE DATABASE mgc FROM DISK = N'${SHARE}\\comp.bak' WITH NORECOVERY`)).toEqual([3154, 3013])
  expect(await sec.errors(`RESTORE LOG mgc FROM DISK = N'${SHARE}\\comp.trn' WITH NORECOVERY`)).toEqual([3154, 3013])
  expect(await sec.errors(`RESTORE DATABASE mgc FROM DISK = N'${SHARE}\\comp.bak' WITH NORECOVERY, REPLACE`)).toEqual([])
  expect(await sec.errors('RESTORE LOG mgc FROM DISK = @file WITH NORECOVERY', { file: logs()[5]! })).toEqual([3154, 3013])
})

test('nobody restores the database that he is in: 3102', async () => {
  await sec.ask('RESTORE DATABASE mgc WITH RECOVERY')
  expect(await sec.errors(`USE mgc; RESTORE DATABASE mgc FROM DISK = N'${SHARE}\\x.bak' WITH REPLACE`)).toEqual([3201, 3013])
  await sec.ask(`BACKUP DATABASE mgc TO DISK = N'${SHARE}\\x.bak'`)
  expect(await sec.errors(`RESTORE DATABASE mgc FROM DISK = N'${SHARE}\\x.bak' WITH REPLACE`)).toEqual([3102, 3013])
})

test('a restore that was cut short leaves a database that only another full restore saves: 4333', async () => {
  state.times.restoreFull = 36_000_000
  const seed = `${SHARE}\\${readdirSync(placeOnDisk(state, 'sqlb1.contoso.com', SHARE)!).find((name) => name.endsWith('.bak'))!}`
  const cancel = new AbortController()
  const running = sec.ask('RESTORE DATABASE mgc FROM DISK = @file WITH NORECOVERY', { file: seed }, cancel.signal)
  setImmediate(() => cancel.abort('cancelled'))
  await running
  expect(await sec.errors('RESTORE DATABASE mgc WITH RECOVERY')).toEqual([4333, 3013])
  state.times.restoreFull = 0
  expect(await sec.errors('RESTORE DATABASE mgc FROM DISK = @file WITH NORECOVERY', { file: seed })).toEqual([])
  expect(await sec.errors('RESTORE DATABASE mgc WITH RECOVERY')).toEqual([])
})

test('system databases are not restored: 3108; a full backup without NORECOVERY recovers', async () => {
  await sec.ask(`BACKUP DATABASE mgccomp TO DISK = N'${SHARE}\\comp.bak'`)
  expect(await sec.errors(`RESTORE DATABASE msdb FROM DISK = N'${SHARE}\\comp.bak'`)).toEqual([3108, 3013])
  expect(await secm.errors(`RESTORE DATABASE mgccomp FROM DISK = N'${SHARE}\\comp.bak'`)).toEqual([])
  expect(await secm.value("SELECT state_desc FROM sys.databases WHERE name = N'mgccomp'")).toBe('ONLINE')
})

test('a mirror of another family is refused whatever its LSNs: 1412', async () => {
  await sec.ask(`RESTORE DATABASE mgc WITH RECOVERY; BACKUP DATABASE mgccomp TO DISK = N'${SHARE}\\comp.bak'`)
  await secm.ask(`RESTORE DATABASE mgc FROM DISK = N'${SHARE}\\comp.bak' WITH NORECOVERY`)
  instanceNamed(state, 'SECM').databases.find((database) => database.name === 'mgc')!.redoLsn = 9_000_000_000_000_000_000n
  await secm.ask("ALTER DATABASE mgc SET PARTNER = N'TCP://sqlb1.contoso.com:5022'")
  expect(await sec.errors("ALTER DATABASE mgc SET PARTNER = N'TCP://sqlb2.contoso.com:5022'")).toEqual([1412])
})

test('mirroring wants full recovery, and keeps it: 1465, 1468', async () => {
  await sec.ask('RESTORE DATABASE mgc WITH RECOVERY; ALTER DATABASE mgc SET RECOVERY SIMPLE')
  expect(await sec.errors("ALTER DATABASE mgc SET PARTNER = N'TCP://sqlb2.contoso.com:5022'")).toEqual([1465])
  await sec.ask('ALTER DATABASE mgc SET RECOVERY FULL')
  const mirror = {
    DatabaseType: 'PersistentChat',
    FileShare: '\\\\sqlb1.contoso.com\\csdatabackup',
    SqlServerFqdn: 'sqlb1.contoso.com',
    SqlInstanceName: 'RTC',
  }
  expect((await runCmdlet(state, 'management', 'Install-CsMirrorDatabase', mirror)).error).toBeUndefined()
  expect(await sec.errors('ALTER DATABASE mgc SET RECOVERY SIMPLE')).toEqual([1468, 5069])
})

test('no mirror is installed while the database is being backed up', async () => {
  await sec.ask('RESTORE DATABASE mgc WITH RECOVERY')
  state.times.backup = 36_000_000
  const cancel = new AbortController()
  const running = sec.ask(`BACKUP DATABASE mgc TO DISK = N'${SHARE}\\x.bak'`, {}, cancel.signal)
  await new Promise((resolve) => setImmediate(resolve))
  const mirror = {
    DatabaseType: 'PersistentChat',
    FileShare: '\\\\sqlb1.contoso.com\\csdatabackup',
    SqlServerFqdn: 'sqlb1.contoso.com',
    SqlInstanceName: 'RTC',
  }
  expect((await runCmdlet(state, 'management', 'Install-CsMirrorDatabase', mirror)).error?.message).toBe(
    'The database mgc on sqlb1.contoso.com\\RTC is in use by BACKUP DATABASE.',
  )
  cancel.abort('cancelled')
  await running
})
