import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EstateState } from '../state/estate-state.ts'
import { PracticeSession, practiceEstate } from './practice-session.ts'

let state: EstateState
let remove: () => void
let sec: PracticeSession
let secm: PracticeSession
const BAK = '\\\\sqlb1.contoso.com\\csdatabackup\\seed.bak'
const LOG = '\\\\sqlb1.contoso.com\\csdatabackup\\later.trn'

beforeEach(async () => {
  ;({ state, remove } = practiceEstate())
  sec = new PracticeSession(state)
  secm = new PracticeSession(state, 'SECM')
  await sec.ask('RESTORE DATABASE mgc WITH RECOVERY')
})
afterEach(() => {
  sec.close()
  secm.close()
  remove()
})

const partner = (host: string) => `ALTER DATABASE mgc SET PARTNER = N'TCP://${host}.contoso.com:5022'`
const seedMirror = async () => {
  await sec.ask('BACKUP DATABASE mgc TO DISK = @file WITH INIT', { file: BAK })
  await secm.ask('RESTORE DATABASE mgc FROM DISK = @file WITH NORECOVERY', { file: BAK })
}

test('a mirror is told its partner first, then the principal; both then say so', async () => {
  await seedMirror()
  expect(await secm.errors(partner('sqlb1'))).toEqual([])
  expect(await sec.errors(partner('sqlb2'))).toEqual([])
  const seen = "SELECT mirroring_role_desc, mirroring_partner_instance FROM sys.database_mirroring WHERE database_id = DB_ID(N'mgc')"
  expect(await sec.rows(seen)).toEqual([{ mirroring_role_desc: 'PRINCIPAL', mirroring_partner_instance: 'sqlb2.contoso.com\\RTC' }])
  expect(await secm.rows(seen)).toEqual([{ mirroring_role_desc: 'MIRROR', mirroring_partner_instance: 'sqlb1.contoso.com\\RTC' }])
  expect(await sec.errors('DROP DATABASE mgc')).toEqual([3743])
  expect(await sec.errors(partner('sqlb2'))).toEqual([1468])
})

test('a mirror that has not the newest log backup: 1412, until it has', async () => {
  await seedMirror()
  await sec.ask('BACKUP LOG mgc TO DISK = @file', { file: LOG })
  await secm.ask(partner('sqlb1'))
  const { messages } = await sec.ask(partner('sqlb2'))
  expect(messages).toMatchObject([
    {
      number: 1412,
      text: 'The remote copy of database "mgc" has not been rolled forward to a point in time that is encompassed in the local copy of the database log.',
    },
  ])
  expect(await secm.errors('RESTORE LOG mgc FROM DISK = @file WITH NORECOVERY', { file: LOG })).toEqual([])
  await secm.ask(partner('sqlb1'))
  expect(await sec.errors(partner('sqlb2'))).toEqual([])
})

test('partners that are not there: 1416, 1418, 1452', async () => {
  expect(await sec.errors('ALTER DATABASE mgc SET PARTNER OFF')).toEqual([1416])
  expect(await sec.errors(partner('sqla1'))).toEqual([1418])
  expect(await sec.errors(partner('nowhere'))).toEqual([1418])
  expect(await sec.errors(partner('sqlb2'))).toEqual([1452])
  await seedMirror()
  expect(await sec.errors(partner('sqlb2'))).toEqual([1416])
})

test('failing over changes the roles when the mirror is in step: else 1422, from the mirror 1470', async () => {
  state.times.synchronize = 100 * 3_600_000
  await seedMirror()
  await secm.ask(partner('sqlb1'))
  await sec.ask(partner('sqlb2'))
  expect(await sec.errors('ALTER DATABASE mgc SET PARTNER FAILOVER')).toEqual([1422])
  for (const each of state.instances)
    for (const database of each.databases) if (database.mirroring !== undefined) database.mirroring.synchronizedAt = 0
  expect(await secm.errors('ALTER DATABASE mgc SET PARTNER FAILOVER')).toEqual([1470])
  expect(await sec.errors('ALTER DATABASE mgc SET PARTNER FAILOVER')).toEqual([])
  expect(await secm.value("SELECT CAST(DATABASEPROPERTYEX(N'mgc', N'Status') AS nvarchar(20))")).toBe('ONLINE')
  expect(await sec.value("SELECT CAST(DATABASEPROPERTYEX(N'mgc', N'Status') AS nvarchar(20))")).toBe('RESTORING')
})

test('OFF ends it on both sides and leaves the mirror RESTORING', async () => {
  await seedMirror()
  await secm.ask(partner('sqlb1'))
  await sec.ask(partner('sqlb2'))
  expect(await sec.errors('ALTER DATABASE mgc SET PARTNER OFF')).toEqual([])
  expect(await secm.errors('ALTER DATABASE mgc SET PARTNER OFF')).toEqual([1416])
  expect(await secm.errors('DROP DATABASE mgc')).toEqual([])
})

test('access: others are ended or stand in the way', async () => {
  const visitor = new PracticeSession(state, 'SEC', 'mgc')
  expect(await sec.errors('ALTER DATABASE mgc SET SINGLE_USER')).toEqual([5061, 5069])
  expect(visitor.dropped).toBe(false)
  expect(await sec.errors('ALTER DATABASE mgc SET SINGLE_USER WITH ROLLBACK IMMEDIATE')).toEqual([])
  expect(visitor.dropped).toBe(true)
  expect(await sec.value("SELECT user_access_desc FROM sys.databases WHERE name = N'mgc'")).toBe('SINGLE_USER')
  expect(await sec.errors('ALTER DATABASE mgc SET MULTI_USER')).toEqual([])
})

test.each([
  ['ALTER DATABASE nope SET SINGLE_USER', [5011, 5069]],
  ['ALTER DATABASE nope SET PARTNER OFF', [5011, 5069]],
  ['DROP DATABASE nope', [3701]],
  ['DROP DATABASE msdb', [3708]],
])('%s: %j', async (text, numbers) => {
  expect(await sec.errors(text)).toEqual(numbers)
})

test('a database in use is not dropped: 3702', async () => {
  const visitor = new PracticeSession(state, 'SEC', 'mgc')
  expect(await sec.errors('DROP DATABASE mgc')).toEqual([3702])
  visitor.close()
  expect(await sec.errors('DROP DATABASE mgc')).toEqual([])
})

test('a database that is being restored takes no options: 5052', async () => {
  await seedMirror()
  expect(await secm.errors('ALTER DATABASE mgc SET SINGLE_USER')).toEqual([5052, 5069])
  expect(await secm.errors('ALTER DATABASE mgc SET OFFLINE')).toEqual([5052, 5069])
})

test('offline and back', async () => {
  expect(await sec.errors('ALTER DATABASE mgc SET OFFLINE')).toEqual([])
  expect(await sec.errors('SELECT * FROM mgc.dbo.tblNode')).toEqual([942])
  expect(await sec.errors('ALTER DATABASE mgc SET ONLINE')).toEqual([])
  expect(await sec.value('SELECT COUNT(*) FROM mgc.dbo.tblNode')).toBe(19)
})
