import { copyFileSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { instanceNamed, placeOnDisk } from '../state/estate-state.ts'
import type { EstateState } from '../state/estate-state.ts'
import { lateLog } from '../state/seed.ts'
import { PracticeSession, practiceEstate } from './practice-session.ts'

let state: EstateState
let remove: () => void
let sec: PracticeSession
const SHARE = '\\\\files.contoso.com\\pchatlogs'

beforeEach(() => {
  ;({ state, remove } = practiceEstate())
  sec = new PracticeSession(state)
})
afterEach(() => {
  sec.close()
  remove()
})

const place = (path: string) => placeOnDisk(state, 'sqlb1.contoso.com', path)!
const logs = () =>
  readdirSync(place(SHARE))
    .filter((name) => name.endsWith('.trn'))
    .toSorted()
    .map((name) => `${SHARE}\\${name}`)
const restoreLog = (file: string) => sec.ask('RESTORE LOG mgc FROM DISK = @file WITH NORECOVERY, STATS = 10', { file })
const errors = async (file: string) =>
  (await restoreLog(file)).messages.filter((message) => message.severity > 10).map((message) => message.number)
const mgc = () => instanceNamed(state, 'SEC').databases.find((database) => database.name === 'mgc')!

describe('the log chain', () => {
  test('the next log is applied, with its progress and its history', async () => {
    const next = logs()[5]!
    const { messages } = await restoreLog(next)
    expect(messages.filter((message) => message.number === 3211).map((message) => message.text)).toEqual(
      [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((percent) => `${percent} percent processed.`),
    )
    expect(messages.at(-1)).toMatchObject({
      number: 3014,
      severity: 0,
      text: expect.stringMatching(/^RESTORE LOG successfully processed 120 pages in 1\.500 seconds/) as string,
    })
    const [row] =
      await sec.rows(`SELECT TOP 1 rh.restore_type, bmf.physical_device_name, last_lsn = CAST(bs.last_lsn AS nvarchar(25)), rh.recovery
      FROM msdb.dbo.restorehistory rh JOIN msdb.dbo.backupset bs ON bs.backup_set_id = rh.backup_set_id
      JOIN msdb.dbo.backupmediafamily bmf ON bmf.media_set_id = bs.media_set_id ORDER BY rh.restore_history_id DESC`)
    expect(row).toEqual({ restore_type: 'L', physical_device_name: next, last_lsn: String(mgc().redoLsn), recovery: false })
    expect(state.effects.at(-1)!.what).toBe(`RESTORE LOG mgc FROM DISK = @file{${next}} WITH NORECOVERY, STATS = 10`)
  })

  test('a log applied before is too early: 4326', async () => {
    const { messages } = await restoreLog(logs()[4]!)
    expect(messages.map((message) => [message.number, message.text])).toEqual([
      [
        4326,
        `The log in this backup set terminates at LSN ${mgc().redoLsn}, which is too early to apply to the database. A more recent log backup that includes LSN ${mgc().redoLsn} can be restored.`,
      ],
      [3013, 'RESTORE LOG is terminating abnormally.'],
    ])
  })

  test('a log after a gap is too recent: 4305', async () => {
    const { messages } = await restoreLog(logs()[6]!)
    expect(messages.map((message) => message.number)).toEqual([4305, 3013])
    expect(messages[0]!.text).toMatch(
      /^The log in this backup set begins at LSN \d{17}, which is too recent to apply to the database\. An earlier log backup that includes LSN \d{17} can be restored\.$/,
    )
  })

  test('a log that turns up late joins the chain', async () => {
    for (const file of logs().slice(5)) expect(await errors(file)).toEqual([])
    const name = lateLog(state)
    expect(await errors(`${SHARE}\\${name}`)).toEqual([])
  })

  test('HEADERONLY shows the LSNs by which logs join, VERIFYONLY that a file is whole', async () => {
    const [a, b] = [
      (await sec.rows(`RESTORE HEADERONLY FROM DISK = N'${logs()[4]!}'`))[0]!,
      (await sec.rows(`RESTORE HEADERONLY FROM DISK = N'${logs()[5]!}'`))[0]!,
    ]
    expect(b).toMatchObject({ BackupType: 2, DatabaseName: 'mgc', ServerName: 'sqla1.contoso.com\\RTC', FirstLSN: a['LastLSN'] })
    expect((await sec.ask(`RESTORE VERIFYONLY FROM DISK = N'${logs()[5]!}' WITH CHECKSUM`)).messages).toMatchObject([
      { number: 3262, text: 'The backup set on file 1 is valid.' },
    ])
  })
})

describe('files that are no good', () => {
  test.each([
    ['is missing', 'D:\\LSCopy\\nothing.trn', 3201],
    ['lies nowhere', 'E:\\nowhere\\nothing.trn', 3201],
    ['climbs out of the estate', 'D:\\LSCopy\\..\\..\\..\\..\\etc\\passwd', 3201],
  ])('a file that %s', async (_, file, number) => {
    expect(await errors(file)).toEqual([number, 3013])
  })

  test('a copy that is cut off, damaged, or no backup', async () => {
    const copy = place('D:\\LSCopy\\x.trn')
    const next = place(logs()[5]!)
    copyFileSync(next, copy)
    truncateSync(copy, 4000)
    expect(await errors('D:\\LSCopy\\x.trn')).toEqual([3203, 3013])
    const bytes = readFileSync(next)
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(copy, bytes)
    expect(await errors('D:\\LSCopy\\x.trn')).toEqual([3189, 3013])
    expect((await sec.ask("RESTORE VERIFYONLY FROM DISK = N'D:\\LSCopy\\x.trn'")).messages.map((message) => message.number)).toEqual([
      3189, 3013,
    ])
    writeFileSync(copy, 'hello')
    expect(await errors('D:\\LSCopy\\x.trn')).toEqual([3241, 3013])
  })

  test('a full backup is no log, a log is no full backup', async () => {
    const seed = `${SHARE}\\${readdirSync(place(SHARE)).find((name) => name.endsWith('.bak'))!}`
    expect(await errors(seed)).toEqual([3135, 3013])
    expect(await sec.errors('RESTORE DATABASE mgc FROM DISK = @file WITH NORECOVERY, REPLACE', { file: logs()[0]! })).toEqual([3135, 3013])
    expect(await sec.errors('RESTORE DATABASE mgc FROM DISK = @file WITH NORECOVERY', { file: seed })).toEqual([])
    expect(await errors(logs()[0]!)).toEqual([])
  })
})

describe('the state of the database', () => {
  test('recovery is final: no log after it, no second recovery, another fork', async () => {
    const fork = mgc().forkId
    expect(await sec.errors('RESTORE DATABASE @d WITH RECOVERY', { d: 'mgc' })).toEqual([])
    expect(await sec.value("SELECT state_desc FROM sys.databases WHERE name = N'mgc'")).toBe('ONLINE')
    expect(mgc().forkId).not.toBe(fork)
    expect(await errors(logs()[5]!)).toEqual([3117, 3013])
    expect(await sec.errors('RESTORE DATABASE mgc WITH RECOVERY')).toEqual([3153, 3013])
    expect(await sec.value('SELECT COUNT(*) FROM mgc.dbo.tblChat')).toBe(470)
  })

  test('what is not there cannot be restored: 3118', async () => {
    expect(await sec.errors('RESTORE DATABASE nope WITH RECOVERY')).toEqual([3118, 3013])
    expect(await sec.errors('RESTORE LOG nope FROM DISK = @file WITH NORECOVERY', { file: logs()[5]! })).toEqual([3118, 3013])
    expect(await sec.errors('RESTORE DATABASE @d WITH RECOVERY', { d: null })).toEqual([3031, 3013])
  })

  test('no RESTORE in a transaction: 3021', async () => {
    expect(await sec.errors('BEGIN TRAN; RESTORE DATABASE mgc WITH RECOVERY')).toEqual([3021, 3013])
    expect(await sec.errors('ROLLBACK; RESTORE DATABASE mgc WITH RECOVERY')).toEqual([])
  })

  test('an online database with unsaved log is not overwritten without REPLACE, and never while somebody is in it', async () => {
    await sec.ask('RESTORE DATABASE mgc WITH RECOVERY')
    const seed = `${SHARE}\\${readdirSync(place(SHARE)).find((name) => name.endsWith('.bak'))!}`
    const restore = (options: string) => sec.errors(`RESTORE DATABASE mgc FROM DISK = @file WITH ${options}`, { file: seed })
    expect(await restore('NORECOVERY')).toEqual([3159, 3013])
    const visitor = new PracticeSession(state, 'SEC', 'mgc')
    expect(await restore('NORECOVERY, REPLACE')).toEqual([3101, 3013])
    await sec.ask('ALTER DATABASE mgc SET SINGLE_USER WITH ROLLBACK IMMEDIATE')
    expect(visitor.dropped).toBe(true)
    expect(await restore('REPLACE, RECOVERY, STATS = 10')).toEqual([])
    expect(await sec.rows('SELECT TOP 1 [replace], [recovery] FROM msdb.dbo.restorehistory ORDER BY restore_history_id DESC')).toEqual([
      { replace: true, recovery: true },
    ])
  })

  test('one works on a database at a time: 3101', async () => {
    const other = new PracticeSession(state)
    const first = sec.errors('RESTORE DATABASE mgc WITH RECOVERY')
    expect(await other.errors('RESTORE DATABASE mgc WITH RECOVERY')).toEqual([3101, 3013])
    expect(await first).toEqual([])
    other.close()
  })

  test('progress is seen from another session, and a cancel leaves the database as it was', async () => {
    state.times.recover = 36_000_000
    const cancel = new AbortController()
    const running = sec.ask('RESTORE DATABASE mgc WITH RECOVERY', {}, cancel.signal)
    await new Promise((resolve) => setImmediate(resolve))
    const other = new PracticeSession(state)
    expect(await other.rows(`SELECT command, percent_complete FROM sys.dm_exec_requests WHERE session_id = ${sec.session.spid}`)).toEqual([
      { command: 'RESTORE DATABASE', percent_complete: 0 },
    ])
    cancel.abort('cancelled')
    expect((await running).messages).toEqual([])
    expect(mgc()).toMatchObject({ status: 'RESTORING', heldBy: undefined })
    expect(state.effects).toEqual([])
    other.close()
  })

  test('a killed session takes its RESTORE with it', async () => {
    state.times.recover = 36_000_000
    const running = sec.ask('RESTORE DATABASE mgc WITH RECOVERY')
    const other = new PracticeSession(state)
    expect(await other.errors(`KILL ${sec.session.spid}`)).toEqual([])
    expect((await running).messages).toEqual([])
    expect(sec.dropped).toBe(true)
    expect(mgc()).toMatchObject({ status: 'RESTORING', heldBy: undefined })
    expect(await other.value(`SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE session_id = ${sec.session.spid}`)).toBe(0)
    other.close()
  })
})
