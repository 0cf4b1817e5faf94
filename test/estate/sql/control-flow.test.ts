import { afterAll, beforeAll, expect, test } from 'vitest'
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

const value = (text: string, values: Record<string, string | number | null> = {}) => sec.value(text, values)

test('variables start NULL, take first values, and are cut to their length', async () => {
  expect(await sec.rows("DECLARE @a int, @b nvarchar(3) = N'abcdef', @c int = 2; SET @c += 3; SELECT a = @a, b = @b, c = @c")).toEqual([
    { a: null, b: 'abc', c: 5 },
  ])
})

test('WHILE with BREAK and CONTINUE', async () => {
  const text = `DECLARE @i int = 0, @s nvarchar(20) = N'';
    WHILE @i < 10 BEGIN SET @i += 1; IF @i = 2 CONTINUE; IF @i > 4 BREAK; SET @s += CAST(@i AS nvarchar(2)) END; SELECT @s`
  expect(await value(text)).toBe('134')
})

test('IF without BEGIN takes one statement, ELSE IF chains, unknown is not true', async () => {
  expect(
    await value("DECLARE @s nvarchar(9) = N'a' IF NULL = NULL SET @s = N'b' ELSE IF 1 = 2 SET @s = N'c' ELSE SET @s = @s + N'd' SELECT @s"),
  ).toBe('ad')
})

test('TRY gives the error to CATCH, which may throw it again', async () => {
  const text = `BEGIN TRY SELECT 1 / 0; SELECT N'never' END TRY
    BEGIN CATCH SELECT n = ERROR_NUMBER(), m = ERROR_MESSAGE(), l = ERROR_LINE() END CATCH`
  expect(await sec.rows(text)).toEqual([{ n: 8134, m: 'Divide by zero error encountered.', l: 1 }])
  expect(await value('SELECT ERROR_NUMBER()')).toBeNull()
  expect(await sec.errors('BEGIN TRY SELECT 1 / 0 END TRY BEGIN CATCH THROW; END CATCH; SELECT 1')).toEqual([8134])
})

test('a failed RESTORE shows its last error only to CATCH, both to the client', async () => {
  const failing = "RESTORE LOG mgc FROM DISK = N'D:\\nothing.trn' WITH NORECOVERY"
  expect(await value(`BEGIN TRY ${failing} END TRY BEGIN CATCH SELECT ERROR_NUMBER() END CATCH`)).toBe(3013)
  expect(await sec.errors(failing)).toEqual([3201, 3013])
})

test('a statement error goes on with the next statement, THROW and a missing object end the batch', async () => {
  expect((await sec.ask('SELECT 1 / 0; SELECT 2')).sets.at(-1)!.rows).toEqual([[2]])
  expect((await sec.ask("RAISERROR (N'x', 16, 1); SELECT 2")).sets).toHaveLength(1)
  expect((await sec.ask('SELECT * FROM nope; SELECT 2')).sets).toHaveLength(0)
  expect((await sec.ask("THROW 50000, N'x', 1; SELECT 2")).sets).toHaveLength(0)
})

test('RETURN ends the batch, and only it', async () => {
  expect((await sec.ask('SELECT 1; RETURN; SELECT 2')).sets).toHaveLength(1)
  expect((await sec.ask("EXEC (N'RETURN'); SELECT 2")).sets).toHaveLength(1)
})

test('EXEC of a string is a batch of its own: no variables, and NULL runs nothing', async () => {
  expect(await sec.errors("DECLARE @x int = 1; EXEC (N'SELECT @x')")).toEqual([137])
  expect((await sec.ask("DECLARE @s nvarchar(10); EXEC (@s); EXEC (N'SELECT ' + N'1')")).sets).toHaveLength(1)
  expect(await sec.errors("EXEC (N'SELECT ' + CAST(1 AS nvarchar(2)))")).toEqual([102])
})

test('sp_executesql binds its parameters and gives OUTPUT back', async () => {
  const text = `DECLARE @n int; EXEC sp_executesql N'SET @out = @in * 2', N'@in int, @out int OUTPUT', @in = 21, @out = @n OUTPUT; SELECT @n`
  expect(await value(text)).toBe(42)
  expect(await sec.errors("EXEC sp_executesql N'SELECT @a', N'@a int'")).toEqual([8178])
})

test('a table variable takes the result of a procedure', async () => {
  const text = `DECLARE @t TABLE (e int, d int, p int); INSERT INTO @t EXEC master.dbo.xp_fileexist N'D:\\LSCopy'; SELECT e, d, p FROM @t`
  expect(await sec.rows(text)).toEqual([{ e: 0, d: 1, p: 1 }])
})

test('PRINT and RAISERROR up to 10 are messages', async () => {
  const { messages } = await sec.ask("PRINT N'a' + CAST(1 AS nvarchar(1)); RAISERROR (N'b %d%%', 10, 1, 50) WITH NOWAIT")
  expect(messages.map((message) => [message.number, message.severity, message.text])).toEqual([
    [0, 0, 'a1'],
    [50_000, 10, 'b 50%'],
  ])
})

test('bound values are values, whatever stands in them', async () => {
  for (const name of ["mgc'; DROP DATABASE mgc; --", '$(Stop-Computer)', '`n', '채팅 데이터베이스', 'x'.repeat(300)]) {
    expect(await value('SELECT @name', { name })).toBe(name)
    expect(await value('SELECT DB_ID(@name)', { name })).toBeNull()
  }
})

test('counts are told unless NOCOUNT is on', async () => {
  expect((await sec.ask('SELECT 1; SET NOCOUNT ON; SELECT 2; SET NOCOUNT OFF')).counts).toEqual([1, undefined])
  expect(await value('SELECT name FROM sys.databases; SELECT @@ROWCOUNT')).toBe(6)
})

test("the driver's own batches are answered", async () => {
  const login = `set ansi_nulls on\nset ansi_null_dflt_on on\nset ansi_padding on\nset ansi_warnings on\nset arithabort on\nset concat_null_yields_null on
set cursor_close_on_commit off\nset datefirst 7\nset dateformat mdy\nset implicit_transactions off\nset language us_english\nset numeric_roundabort off
set quoted_identifier on\nset textsize 2147483647\nset transaction isolation level read committed\nset xact_abort off`
  expect(await sec.errors(login)).toEqual([])
  expect(await value('SELECT 1;')).toBe(1)
  expect(await value('SELECT @@SPID')).toBe(sec.session.spid)
})

test('a cancelled batch ends without a word', async () => {
  const cancel = new AbortController()
  const running = sec.ask("SELECT 1; WAITFOR DELAY '10:00:00'; SELECT 2", {}, cancel.signal)
  setImmediate(() => cancel.abort('cancelled'))
  expect((await running).messages).toEqual([])
  expect(await value('SELECT 1')).toBe(1)
})

test('an endless loop is ended by its cancel', async () => {
  const cancel = new AbortController()
  const running = sec.ask('WHILE 1 = 1 SELECT 1', {}, cancel.signal)
  setImmediate(() => cancel.abort('cancelled'))
  expect((await running).messages).toEqual([])
})

test('USE moves the session, in its own batch and for those after', async () => {
  expect(await value('USE msdb; SELECT COUNT(*) FROM syssessions')).toBe(2)
  expect(await value('SELECT DB_NAME()')).toBe('msdb')
  await sec.ask('USE master')
  await sec.ask('USE msdb; SELECT @x', { x: 'bound' })
  expect(await value('SELECT DB_NAME()')).toBe('master')
})
