import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EstateState } from '../state/estate-state.ts'
import { PracticeSession, practiceEstate } from './practice-session.ts'

let estate: { state: EstateState; remove: () => void }
let session: PracticeSession
beforeAll(() => {
  estate = practiceEstate()
  session = new PracticeSession(estate.state, 'SEC')
})
afterAll(() => estate.remove())

const ROWS = `(SELECT db = N'a', n = 1, t = N'x' UNION ALL SELECT N'a', 3, N'y' UNION ALL SELECT N'A', 2, NULL UNION ALL SELECT N'b', 5, N'z') r`

describe('a function over a window', () => {
  test('numbers the rows of each part, without regard to case', async () => {
    const rows = await session.rows(
      `SELECT r.n, place = ROW_NUMBER() OVER (PARTITION BY r.db ORDER BY r.n DESC), rank = RANK() OVER (ORDER BY r.db), many = COUNT(*) OVER (PARTITION BY r.db),
         total = SUM(r.n) OVER (PARTITION BY r.db ORDER BY r.n), most = MAX(r.n) OVER () FROM ${ROWS} ORDER BY r.n`,
    )
    expect(rows).toEqual([
      { n: 1, place: 3n, rank: 1n, many: 3, total: 1, most: 5 },
      { n: 2, place: 2n, rank: 1n, many: 3, total: 3, most: 5 },
      { n: 3, place: 1n, rank: 1n, many: 3, total: 6, most: 5 },
      { n: 5, place: 1n, rank: 4n, many: 1, total: 5, most: 5 },
    ])
  })

  test('looks at the row before and after', async () => {
    expect(
      await session.rows(
        `SELECT r.n, was = LAG(r.n) OVER (PARTITION BY r.db ORDER BY r.n), comes = LEAD(r.t, 1, N'-') OVER (ORDER BY r.n) FROM ${ROWS} ORDER BY r.n`,
      ),
    ).toEqual([
      { n: 1, was: null, comes: null },
      { n: 2, was: 1, comes: 'y' },
      { n: 3, was: 2, comes: 'z' },
      { n: 5, was: null, comes: '-' },
    ])
  })

  test('finds the newest backup of each database, as people write it', async () => {
    const text = `WITH newest AS (SELECT s.database_name, s.type, s.last_lsn, place = ROW_NUMBER() OVER (PARTITION BY s.database_name, s.type ORDER BY s.backup_finish_date DESC)
      FROM msdb.dbo.backupset s) SELECT type FROM newest WHERE place = 1 AND database_name = N'mgc' ORDER BY type`
    expect(await session.rows(text)).toEqual([{ type: 'D' }, { type: 'L' }])
  })

  test('is refused without what it needs, and where the stand-in knows it not', async () => {
    expect(await session.errors(`SELECT ROW_NUMBER() FROM ${ROWS}`)).toEqual([10_753])
    expect(await session.errors(`SELECT ROW_NUMBER() OVER () FROM ${ROWS}`)).toEqual([4112])
    expect(await session.errors(`SELECT COUNT(DISTINCT r.n) OVER () FROM ${ROWS}`)).toEqual([10_759])
    expect(await session.errors(`SELECT LAG() OVER (ORDER BY r.n) FROM ${ROWS}`)).toEqual([174])
    for (const beyond of ['MAX(r.t) OVER ()', 'SUM(r.n) OVER (ORDER BY r.n ROWS 1 PRECEDING)', 'AVG(r.n) OVER ()'])
      expect(await session.errors(`SELECT ${beyond} FROM ${ROWS}`), beyond).toEqual([50_000])
  })
})

describe('APPLY', () => {
  const last = `(SELECT TOP (1) f.physical_device_name, s.backup_set_id, s.last_lsn, s.backup_finish_date FROM msdb.dbo.backupset s
    JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = s.media_set_id WHERE s.database_name = d.name AND s.type = 'L' ORDER BY s.backup_set_id DESC) b`

  test('asks a query for each row: CROSS keeps those with an answer, OUTER all', async () => {
    const [one, ...more] = await session.rows(`SELECT d.name, b.* FROM sys.databases d CROSS APPLY ${last}`)
    expect(more).toEqual([])
    expect(one).toMatchObject({ name: 'mgc', physical_device_name: expect.stringMatching(/\.trn$/), backup_finish_date: expect.any(Date) })
    expect(await session.value(`SELECT n = MAX(last_lsn) FROM msdb.dbo.backupset WHERE type = 'L'`)).toEqual(one?.['last_lsn'])
    expect(
      await session.rows(
        `SELECT d.name, has = CASE WHEN b.backup_set_id IS NULL THEN 0 ELSE 1 END FROM sys.databases d OUTER APPLY ${last} WHERE d.name IN (N'mgc', N'master') ORDER BY d.name`,
      ),
    ).toEqual([
      { name: 'master', has: 0 },
      { name: 'mgc', has: 1 },
    ])
  })

  test('keeps bytes as they are, renames columns, and takes lists apart', async () => {
    expect(await session.rows(`SELECT a.s FROM (SELECT x = 0x0102FF) r CROSS APPLY (SELECT r.x) a(s)`)).toEqual([
      { s: new Uint8Array([1, 2, 255]) },
    ])
    expect(
      await session.rows(`SELECT r.n, j.value FROM (SELECT n = 1, l = N'["a","b"]') r CROSS APPLY OPENJSON(r.l) j ORDER BY j.value`),
    ).toEqual([
      { n: 1, value: 'a' },
      { n: 1, value: 'b' },
    ])
    expect(await session.errors(`SELECT 1 FROM sys.databases d JOIN (SELECT n = d.name) x ON 1 = 1`)).toEqual([4104])
  })
})

describe('what is in a backup file', () => {
  test('is told in the columns of SQL Server 2012, so that a table can take it', async () => {
    const [file] = await session.rows(`SELECT TOP (1) f.physical_device_name FROM msdb.dbo.backupmediafamily f ORDER BY f.media_set_id`)
    const device = String(file?.['physical_device_name'])
    const { sets } = await session.ask('RESTORE FILELISTONLY FROM DISK = @device', { device })
    expect(sets[0]?.columns.map(({ name }) => name).join(' ')).toBe(
      'LogicalName PhysicalName Type FileGroupName Size MaxSize FileId CreateLSN DropLSN UniqueId ReadOnlyLSN ReadWriteLSN BackupSizeInBytes SourceBlockSize FileGroupId LogGroupGUID DifferentialBaseLSN DifferentialBaseGUID IsReadOnly IsPresent TDEThumbprint',
    )
    expect(sets[0]?.rows.map(([name, , type]) => [name, type])).toEqual([
      ['mgc', 'D'],
      ['mgc_log', 'L'],
    ])
    const header = await session.ask('RESTORE HEADERONLY FROM DISK = @device', { device })
    expect(header.sets[0]?.columns.slice(-3).map(({ name }) => name)).toEqual(['BackupSetGUID', 'CompressedBackupSize', 'Containment'])
    expect(header.sets[0]?.columns).toHaveLength(53)
  })
})
