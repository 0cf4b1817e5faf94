import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PracticeSession, practiceEstate } from './practice-session.ts'
import type { EstateState } from '../state/estate-state.ts'

let state: EstateState
let remove: () => void
let sec: PracticeSession

beforeAll(() => {
  ;({ state, remove } = practiceEstate())
  sec = new PracticeSession(state)
})
afterAll(() => {
  sec.close()
  remove()
})

const messages = async (text: string) => (await sec.ask(text)).messages.filter((message) => message.severity > 10)

describe("SQL Server's own errors", () => {
  test.each([
    ['SELECT nope FROM sys.databases', 207, "Invalid column name 'nope'."],
    ['SELECT * FROM nope', 208, "Invalid object name 'nope'."],
    ['SELECT * FROM nowhere.dbo.nope', 208, "Invalid object name 'nowhere.dbo.nope'."],
    ['SELECT name FROM sys.databases a, sys.databases b', 209, "Ambiguous column name 'name'."],
    ['SELECT x.name FROM sys.databases d', 4104, 'The multi-part identifier "x.name" could not be bound.'],
    ['SELECT * FROM mgc.dbo.tblChat', 927, "Database 'mgc' cannot be opened. It is in the middle of a restore."],
    ['USE nowhere', 911, "Database 'nowhere' does not exist. Make sure that the name is entered correctly."],
    ['SELECT @nope', 137, 'Must declare the scalar variable "@nope".'],
    ['SELECT * FROM @nope', 1087, 'Must declare the table variable "@nope".'],
    ['SELECT FROM sys.databases', 102, "Incorrect syntax near 'FROM'."],
    ['SELECT (1', 102, "Incorrect syntax near '1'."],
    ['IF 1 SELECT 1', 4145, "An expression of non-boolean type specified in a context where a condition is expected, near 'SELECT'."],
    ["SELECT 'abc", 105, "Unclosed quotation mark after the character string 'abc'."],
    ['SELECT 1 /* /* */', 113, "Missing end comment mark '*/'."],
    ['SELECT 1 / 0', 8134, 'Divide by zero error encountered.'],
    ["SELECT N'a' + 1", 245, "Conversion failed when converting the nvarchar value 'a' to data type int."],
    ["SELECT CAST(N'99999999999' AS int)", 248, "The conversion of the nvarchar value '99999999999' overflowed an int column."],
    ['SELECT 2147483647 + 1', 8115, 'Arithmetic overflow error converting expression to data type int.'],
    ["SELECT CAST(N'x' AS bigint)", 8114, 'Error converting data type nvarchar to bigint.'],
    ["SELECT CAST(N'x' AS datetime)", 241, 'Conversion failed when converting date and/or time from character string.'],
    ["SELECT CAST(N'x' AS uniqueidentifier)", 8169, 'Conversion failed when converting from a character string to uniqueidentifier.'],
    [
      "SELECT N'is ' + DATABASEPROPERTYEX(N'mgc', N'Status')",
      402,
      'The data types nvarchar(3) and sql_variant are incompatible in the add operator.',
    ],
    ['SELECT NOPE(1)', 195, "'NOPE' is not a recognized built-in function name."],
    ['SELECT LEN()', 174, 'The LEN function requires 1 argument(s).'],
    [
      'SELECT name, COUNT(*) FROM sys.databases',
      8120,
      "Column 'name' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.",
    ],
    [
      "SELECT CASE WHEN (SELECT name FROM sys.databases) = N'x' THEN 1 END",
      512,
      'Subquery returned more than 1 value. This is not permitted when the subquery follows =, !=, <, <= , >, >= or when the subquery is used as an expression.',
    ],
    ['EXEC nope', 2812, "Could not find stored procedure 'nope'."],
    ["EXEC sp_update_job @job_name = N'x'", 2812, "Could not find stored procedure 'sp_update_job'."],
    [
      'EXEC sp_delete_log_shipping_secondary_database',
      201,
      "Procedure or function 'sp_delete_log_shipping_secondary_database' expects parameter '@secondary_database', which was not supplied.",
    ],
    ['EXEC sp_who2 1, 2', 8144, 'Procedure or function sp_who2 has too many arguments specified.'],
    ['EXEC sp_who2 @nope = 1', 8145, '@nope is not a parameter for procedure sp_who2.'],
    ["DECLARE @t TABLE (a nvarchar(2)); INSERT INTO @t VALUES (N'abc')", 8152, 'String or binary data would be truncated.'],
    [
      'DECLARE @t TABLE (a int, b int); INSERT INTO @t SELECT 1',
      213,
      'Column name or number of supplied values does not match table definition.',
    ],
    ['COMMIT', 3902, 'The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.'],
    ['KILL 9999', 6106, 'Process ID 9999 is not an active process ID.'],
    ['KILL 1', 6107, 'Only user processes can be killed.'],
    ["THROW 50001, N'mine', 1", 50_001, 'mine'],
    [
      'THROW',
      10_704,
      'To rethrow an error, a THROW statement must be used inside a CATCH block. Insert the THROW statement inside a CATCH block, or add error parameters to the THROW statement.',
    ],
    ["RAISERROR (N'%s has %d', 16, 1, N'mgc', 3)", 50_000, 'mgc has 3'],
    ["WAITFOR DELAY 'soon'", 148, "Incorrect time syntax in time string 'soon' used with WAITFOR."],
  ])('%s: %i', async (text, number, message) => {
    expect((await messages(text)).map((each) => [each.number, each.text])).toEqual([[number, message]])
  })

  test('one cannot kill oneself', async () => {
    expect(await sec.errors(`DECLARE @s nvarchar(20) = N'KILL ' + CAST(@@SPID AS nvarchar(11)); EXEC (@s)`)).toEqual([6104])
  })

  test('KILL and ALTER DATABASE take no variable', async () => {
    expect(await sec.errors('DECLARE @s int = 60; KILL @s')).toEqual([102])
    expect(await sec.errors("DECLARE @d sysname = N'mgc'; ALTER DATABASE @d SET PARTNER OFF")).toEqual([102])
  })

  test('the line is that of the statement, the token or the unclosed text', async () => {
    expect((await messages('SELECT 1\nSELECT 2\n  SELECT nope FROM sys.databases'))[0]!.line).toBe(3)
    expect((await messages('SELECT 1\nSELECT\n  FROM x'))[0]!.line).toBe(3)
    expect((await messages("/* a\nb */ EXEC (N'\nSELECT nope FROM sys.databases')"))[0]!.line).toBe(2)
  })
})

describe('what the stand-in does not understand', () => {
  test.each([
    'CREATE TABLE x (a int)',
    'UPDATE msdb.dbo.sysjobs SET enabled = 0',
    'DELETE FROM msdb.dbo.restorehistory',
    'SELECT COUNT(*) OVER (ORDER BY name ROWS 1 PRECEDING) FROM sys.databases',
    'SELECT name FROM sys.databases FOR JSON PATH',
    'SELECT * FROM sys.fn_dblog(NULL, NULL)',
    'SELECT 1 AS a INTO t',
    "RESTORE LOG mgc FROM DISK = N'a' WITH STOPAT = N'2026'",
    "RESTORE DATABASE mgc FROM URL = N'a'",
    'DBCC CHECKDB',
    "WAITFOR TIME N'10:00'",
    'ALTER DATABASE mgc ADD FILE (NAME = x)',
    'DECLARE c CURSOR FOR SELECT 1',
    'SELECT name COLLATE Latin1_General_BIN FROM sys.databases',
    'SET FMTONLY ON',
  ])('%s is no success', async (text) => {
    const [error] = await messages(text)
    expect(error).toMatchObject({ severity: expect.any(Number) as number })
    expect([50_000, 102, 137]).toContain(error!.number)
    if (error!.number === 50_000) expect(error!.text).toMatch(/^The practice SQL Server does not understand line 1: /)
  })

  test('nothing of a batch runs when a part of it is not understood', async () => {
    const before = state.effects.length
    expect(await sec.errors("EXEC sp_delete_log_shipping_secondary_database N'mgc';\nDBCC CHECKDB")).toEqual([50_000])
    expect(state.effects).toHaveLength(before)
    expect(await sec.value('SELECT COUNT(*) FROM msdb.dbo.log_shipping_secondary_databases')).toBe(1)
  })

  test('what is nested too deeply is refused', async () => {
    expect(await sec.errors(`SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`)).toEqual([191])
    expect((await messages(`SELECT ${'1 + '.repeat(3000)}1`))[0]!.text).toMatch(
      /^The practice SQL Server does not understand this expression: /,
    )
  })

  test('its sentence names line and statement', async () => {
    const [error] = await messages('SELECT 1;\n\nDBCC   CHECKDB (mgc)')
    expect(error).toMatchObject({ number: 50_000, line: 3, text: 'The practice SQL Server does not understand line 3: DBCC CHECKDB (mgc)' })
  })
})

describe('logins', () => {
  test('a wrong password and a database that is not open are refused', async () => {
    const { createSqlInstance } = await import('./instance.ts')
    const server = createSqlInstance(state, 'SEC')
    const login = { user: 'dba', password: 'secret', database: 'master', appName: '', hostName: '' }
    const failed = { number: 18_456, severity: 14, state: 1, text: "Login failed for user 'dba'.", line: 1 }
    expect(server.login({ ...login, password: 'x' })).toEqual([failed])
    expect(server.login({ ...login, database: 'mgc' })).toMatchObject([
      { number: 4060, text: 'Cannot open database "mgc" requested by the login. The login failed.' },
      failed,
    ])
  })
})
