import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PracticeSession, practiceEstate } from './practice-session.ts'

let remove: () => void
let sec: PracticeSession

beforeAll(() => {
  const estate = practiceEstate()
  remove = estate.remove
  sec = new PracticeSession(estate.state)
})
afterAll(() => {
  sec.close()
  remove()
})

describe('texts', () => {
  test.each([
    ["LEN(N'abc  ')", 3],
    ["LEN(N'  a')", 3],
    ["N'a' + NULL", null],
    ["N'it''s' + N'!'", "it's!"],
    ["RIGHT(N'abc', 2) + LEFT(N'abc', 1)", 'bca'],
    ["REVERSE(N'a\\b')", 'b\\a'],
    ["CHARINDEX(N'B', N'abc')", 2],
    ["CHARINDEX(N'x', N'abc')", 0],
    ["CHARINDEX(N'a', N'abca', 2)", 4],
    ["SUBSTRING(N'abcdef', 0, 3)", 'ab'],
    ["REPLACE(N'aXbx', N'x', N'--')", 'a--b--'],
    ["STUFF(N'abc', 2, 1, N'XX')", 'aXXc'],
    ["QUOTENAME(N'a]b')", '[a]]b]'],
    ["QUOTENAME(REPLICATE(N'x', 129))", null],
    ["UPPER(N'straße')", 'STRASSE'],
    ["CONCAT(N'a', NULL, 1)", 'a1'],
    ["LEN(REPLACE(N'[\"a\",\"b\"]', N'\"', N''))", 5],
  ])('%s is %j', async (expression, expected) => {
    expect(await sec.value(`SELECT ${expression}`)).toBe(expected)
  })

  test.each([
    "N'MGC' = N'mgc'",
    "N'mgc  ' = N'mgc'",
    "N'a' < N'B'",
    "N'LSCopy_x' LIKE N'ls%'",
    "N'mgc_1' LIKE N'mgc[_]%'",
    "N'50%' LIKE N'50!%' ESCAPE N'!'",
  ])('%s, as a case-insensitive collation has it', async (condition) => {
    expect(await sec.value(`SELECT CASE WHEN ${condition} THEN 1 ELSE 0 END`)).toBe(1)
  })

  test.each([
    "N'mgc1' LIKE N'mgc[_]%'",
    "N'500' LIKE N'50!%' ESCAPE N'!'",
    "N'a' LIKE N'[^a]'",
    "N'a' IN (N'b', NULL)",
    "NOT N'a' IN (N'b', NULL)",
    'NULL = NULL',
  ])('%s does not hold', async (condition) => {
    expect(await sec.value(`SELECT CASE WHEN ${condition} THEN 1 ELSE 0 END`)).toBe(0)
  })
})

describe('numbers and conversions', () => {
  test.each([
    ['7 / 2', 3],
    ['-7 / 2', -3],
    ['7 % 3', 1],
    ['2 + 3 * 4', 14],
    ['(2 + 3) * 4', 20],
    ['- 2 - -3', 1],
    ["CAST(N' 12 ' AS int)", 12],
    ["CAST(N'' AS int)", 0],
    ['CAST(46000000031200001 AS nvarchar(25))', '46000000031200001'],
    ["CAST(N'abc' AS nvarchar(2))", 'ab'],
    ["TRY_CAST(N'abc' AS int)", null],
    ["TRY_CONVERT(int, N'5')", 5],
    ["N'2' + 3", 5],
    ["CONVERT(nvarchar(30), CAST(N'2026-11-21T06:35:11.123' AS datetime), 121)", '2026-11-21 06:35:11.123'],
    ["CONVERT(nvarchar(30), CAST(N'2026-11-21T06:35:11' AS datetime), 126)", '2026-11-21T06:35:11'],
    ["CONVERT(nvarchar(8), CAST(N'20261121' AS datetime), 112)", '20261121'],
    ["CAST(CAST(N'2026-11-21 18:05' AS datetime) AS nvarchar(30))", 'Nov 21 2026  6:05PM'],
    ["DATEDIFF(minute, N'2026-11-21T06:35:59', N'2026-11-21T06:36:00')", 1],
    ["CASE 2 WHEN 1 THEN N'a' WHEN 2 THEN N'b' END", 'b'],
    ["IIF(1 = 1, N'yes', N'no')", 'yes'],
    ['COALESCE(NULL, NULL, 4)', 4],
    ['NULLIF(4, 4)', null],
    ["ISNULL(CAST(NULL AS nvarchar(3)), N'abcdef')", 'abc'],
  ])('%s is %j', async (expression, expected) => {
    expect(await sec.value(`SELECT ${expression}`)).toBe(expected)
  })
})

describe('types that leave the server', () => {
  test.each([
    ['1', { name: 'int' }],
    ['46000000031200001', { name: 'numeric', precision: 17, scale: 0 }],
    ['NULL', { name: 'int' }],
    ["N'abc'", { name: 'nvarchar', length: 3 }],
    ["'abc' + N'd'", { name: 'nvarchar', length: 4 }],
    ['COUNT(*)', { name: 'int' }],
    ['COUNT_BIG(*)', { name: 'bigint' }],
    ['CAST(1 AS bit)', { name: 'bit' }],
    ['GETDATE()', { name: 'datetime' }],
    ['CASE WHEN 1 = 1 THEN 1 ELSE CAST(2 AS bigint) END', { name: 'bigint' }],
    ["SERVERPROPERTY('ServerName')", { name: 'nvarchar', length: 4000 }],
    ['@@SPID', { name: 'smallint' }],
  ])('%s is %j', async (expression, type) => {
    const { sets } = await sec.ask(`SELECT ${expression}`)
    expect(sets[0]!.columns[0]!.type).toEqual(type)
  })

  test('an LSN keeps its digits', async () => {
    const [row] = await sec.rows('SELECT TOP 1 last_lsn, s = CAST(last_lsn AS nvarchar(25)) FROM msdb.dbo.backupset ORDER BY backup_set_id')
    expect(row).toEqual({ last_lsn: '46000000031500001', s: '46000000031500001' })
  })
})

describe('queries', () => {
  test.each<[string, unknown[][]]>([
    ['SELECT COUNT(*), MAX(name) FROM sys.databases WHERE 1 = 0', [[0, null]]],
    ['SELECT TOP (2) name FROM sys.databases ORDER BY name DESC', [['tempdb'], ['msdb']]],
    ["SELECT d.NAME FROM master.sys.databases AS D WHERE D.database_id = DB_ID(N'MGC')", [['mgc']]],
    [
      'SELECT a.x, b.x FROM (SELECT 1 AS x UNION ALL SELECT 2) a LEFT JOIN (SELECT 2 AS x) b ON b.x = a.x ORDER BY 1',
      [
        [1, null],
        [2, 2],
      ],
    ],
    ['WITH c (n) AS (SELECT 1 UNION SELECT 1 UNION SELECT 3) SELECT SUM(n) FROM c', [[4]]],
    [
      'SELECT recovery_model_desc, COUNT(*) FROM sys.databases GROUP BY recovery_model_desc HAVING COUNT(*) > 1 ORDER BY 2',
      [
        ['FULL', 3],
        ['SIMPLE', 3],
      ],
    ],
    ['SELECT [value] FROM OPENJSON(N\'["a","b"]\') ORDER BY [key]', [['a'], ['b']]],
    [
      "SELECT name FROM sys.databases WHERE database_id IN (SELECT MAX(database_id) FROM sys.databases) AND NOT EXISTS (SELECT 1 FROM sys.databases WHERE name = N'x')",
      [['mgccomp']],
    ],
    ["SELECT STRING_AGG(name, N',') FROM sys.databases WHERE database_id <= 2", [['master,tempdb']]],
    ['SELECT DISTINCT type_desc FROM sys.master_files WITH (NOLOCK)', [['ROWS'], ['LOG']]],
    ['SELECT (SELECT name FROM sys.databases WHERE database_id = 1), DB_NAME(), DB_NAME(2)', [['master', 'master', 'tempdb']]],
    ["SELECT name FROM sys.databases WHERE database_id BETWEEN 2 AND 3 EXCEPT SELECT N'model'", [['tempdb']]],
  ])('%s', async (text, expected) => {
    expect((await sec.ask(text)).sets.at(-1)!.rows).toEqual(expected)
  })

  test('SELECT into variables takes the last row', async () => {
    expect(
      await sec.value(
        'DECLARE @n nvarchar(128); SELECT @n = name FROM sys.databases WHERE database_id <= 3 ORDER BY database_id; SELECT @n',
      ),
    ).toBe('model')
  })

  test('a database that is not ONLINE shows no mirroring, and DATABASEPROPERTYEX knows only what is there', async () => {
    const [row] = await sec.rows(
      "SELECT mirroring_guid, s = DATABASEPROPERTYEX(N'nope', N'Status') FROM sys.database_mirroring WHERE database_id = DB_ID(N'mgc')",
    )
    expect(row).toEqual({ mirroring_guid: null, s: null })
  })

  test('permissions: 1 for what is there, NULL for what is not', async () => {
    expect(
      await sec.rows(`SELECT a = HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW ANY DEFINITION'), b = HAS_PERMS_BY_NAME(N'msdb.dbo.restorehistory', N'OBJECT', N'SELECT'),
                      c = HAS_PERMS_BY_NAME(N'msdb.dbo.nothing', N'OBJECT', N'SELECT'), d = HAS_PERMS_BY_NAME(NULL, NULL, N'FLY')`),
    ).toEqual([{ a: 1, b: 1, c: null, d: null }])
  })

  test('a running session sees itself', async () => {
    expect(
      await sec.rows(
        'SELECT s.program_name, r.command, c.encrypt_option FROM sys.dm_exec_sessions s JOIN sys.dm_exec_requests r ON r.session_id = s.session_id JOIN sys.dm_exec_connections c ON c.session_id = s.session_id WHERE s.session_id = @@SPID',
      ),
    ).toEqual([{ program_name: 'a test', command: 'SELECT', encrypt_option: 'FALSE' }])
  })
})
