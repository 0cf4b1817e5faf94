import { existsSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { placeOnDisk } from '../state/estate-state.ts'
import type { EstateState } from '../state/estate-state.ts'
import { PracticeSession, practiceEstate } from './practice-session.ts'

let state: EstateState
let remove: () => void
let sec: PracticeSession
const BAK = '\\\\files.contoso.com\\pchatlogs\\mgc_failback_1.bak'

beforeEach(async () => {
  ;({ state, remove } = practiceEstate())
  sec = new PracticeSession(state)
  await sec.ask('RESTORE DATABASE mgc WITH RECOVERY')
})
afterEach(() => {
  sec.close()
  remove()
})

test('a full backup is a file, stands in msdb, and carries the content to another server', async () => {
  const { messages } = await sec.ask("BACKUP DATABASE mgc TO DISK = @file WITH INIT, CHECKSUM, STATS = 50, NAME = N'mgc failback'", {
    file: BAK,
  })
  expect(messages.map((message) => message.number)).toEqual([3211, 3211, 4035, 4035, 3014])
  expect(existsSync(placeOnDisk(state, 'sqlb1.contoso.com', BAK)!)).toBe(true)
  const saved = `SELECT bs.name, bs.type, bmf.physical_device_name FROM msdb.dbo.backupset bs
    JOIN msdb.dbo.backupmediafamily bmf ON bmf.media_set_id = bs.media_set_id WHERE bmf.physical_device_name = @file`
  expect(await sec.rows(saved, { file: BAK })).toEqual([{ name: 'mgc failback', type: 'D', physical_device_name: BAK }])
  const secm = new PracticeSession(state, 'SECM')
  expect(await secm.errors('RESTORE DATABASE mgc FROM DISK = @file WITH RECOVERY', { file: BAK })).toEqual([])
  const print = 'SELECT COUNT_BIG(chatId) AS chats, MAX(chatDate) AS last_chat FROM mgc.dbo.tblChat'
  expect(await secm.rows(print)).toEqual(await sec.rows(print))
  const rooms = 'SELECT COUNT(nodeID) AS rooms, SUM(CAST(lastChatID AS decimal(38,0))) AS id_sum FROM mgc.dbo.tblLastChatId'
  expect(await secm.rows(rooms)).toEqual([{ rooms: 12, id_sum: '4070' }])
  secm.close()
})

test('logs backed up after a full backup follow one another on another server', async () => {
  const secm = new PracticeSession(state, 'SECM')
  await sec.ask('BACKUP DATABASE mgc TO DISK = @file WITH INIT', { file: BAK })
  await secm.ask('RESTORE DATABASE mgc FROM DISK = @file WITH NORECOVERY', { file: BAK })
  for (const number of [1, 2]) {
    const file = `\\\\files.contoso.com\\pchatlogs\\own_${number}.trn`
    expect(await sec.errors('BACKUP LOG mgc TO DISK = @file WITH STATS = 10', { file })).toEqual([])
    expect(await secm.errors('RESTORE LOG mgc FROM DISK = @file WITH NORECOVERY', { file })).toEqual([])
  }
  secm.close()
})

test.each([
  ["BACKUP LOG mgccomp TO DISK = N'\\\\files\\pchatlogs\\x.trn'", [4214, 3013]],
  ["BACKUP LOG msdb TO DISK = N'\\\\files\\pchatlogs\\x.trn'", [4208, 3013]],
  ["BACKUP DATABASE nope TO DISK = N'\\\\files\\pchatlogs\\x.bak'", [911, 3013]],
  ["BACKUP DATABASE mgc TO DISK = N'\\\\nowhere\\x\\x.bak'", [3201, 3013]],
  ["BEGIN TRAN; BACKUP DATABASE mgc TO DISK = N'\\\\files\\pchatlogs\\x.bak'", [3021, 3013]],
])('%s: %j', async (text, numbers) => {
  expect(await sec.errors(text)).toEqual(numbers)
})

test('a database that is being restored is not backed up, and NORECOVERY makes it so', async () => {
  expect(await sec.errors("BACKUP LOG mgc TO DISK = N'\\\\files\\pchatlogs\\tail.trn' WITH NORECOVERY")).toEqual([])
  expect(await sec.value("SELECT state_desc FROM sys.databases WHERE name = N'mgc'")).toBe('RESTORING')
  expect(await sec.errors("BACKUP LOG mgc TO DISK = N'\\\\files\\pchatlogs\\tail2.trn'")).toEqual([927, 3013])
})

test('a second backup set in a file is not understood: INIT overwrites', async () => {
  await sec.ask('BACKUP DATABASE mgc TO DISK = @file', { file: BAK })
  expect(await sec.errors('BACKUP DATABASE mgc TO DISK = @file', { file: BAK })).toEqual([50_000])
  expect(await sec.errors('BACKUP DATABASE mgc TO DISK = @file WITH INIT', { file: BAK })).toEqual([])
})

test('one backup at a time: 3023', async () => {
  const other = new PracticeSession(state)
  const first = sec.errors('BACKUP DATABASE mgc TO DISK = @file', { file: BAK })
  expect(await other.errors("BACKUP DATABASE mgc TO DISK = N'\\\\files\\pchatlogs\\other.bak'")).toEqual([3023, 3013])
  expect(await first).toEqual([])
  other.close()
})
