import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { EstateState } from '../state/estate-state.ts'
import { PracticeSession, practiceEstate } from './practice-session.ts'

let estate: { state: EstateState; remove: () => void }
let session: PracticeSession
beforeAll(() => {
  estate = practiceEstate()
})
afterAll(() => estate.remove())
beforeEach(() => {
  session = new PracticeSession(estate.state)
})
afterEach(() => session.close())

const STATE = `SELECT rows = (SELECT COUNT(*) FROM (SELECT name FROM sys.databases) AS d), language = @@LANGUAGE, wait = @@LOCK_TIMEOUT, first = @@DATEFIRST,
  open = @@TRANCOUNT, context = CONTEXT_INFO(), temporary = OBJECT_ID(N'tempdb..#mine'), level = s.transaction_isolation_level, priority = s.deadlock_priority
  FROM sys.dm_exec_sessions s WHERE s.session_id = @@SPID`

describe('what a batch sets stays with its session', () => {
  test('SET ROWCOUNT cuts what is read and what is inserted', async () => {
    await session.ask('SET ROWCOUNT 2')
    expect(await session.rows('SELECT name FROM sys.databases')).toHaveLength(2)
    expect(
      await session.value('DECLARE @t TABLE (n nvarchar(128)); INSERT INTO @t SELECT name FROM sys.databases; SELECT COUNT(*) FROM @t'),
    ).toBe(2)
    await session.ask('SET ROWCOUNT 0')
    expect((await session.rows('SELECT name FROM sys.databases')).length).toBeGreaterThan(2)
  })

  test('SET IMPLICIT_TRANSACTIONS leaves a transaction open behind the first read', async () => {
    await session.ask('SET IMPLICIT_TRANSACTIONS ON')
    expect(await session.value('SELECT @@TRANCOUNT')).toBe(0)
    await session.ask('SELECT name FROM sys.databases')
    expect(await session.value('SELECT @@TRANCOUNT')).toBe(1)
  })

  test('temporary tables are made, filled, read, emptied and dropped', async () => {
    await session.ask("CREATE TABLE #mine (n int, t nvarchar(20)); INSERT INTO #mine VALUES (1, N'a'), (2, N'b')")
    expect(await session.rows('SELECT n, t FROM #mine WHERE n > 1')).toEqual([{ n: 2, t: 'b' }])
    expect(await session.errors('CREATE TABLE #mine (n int)')).toEqual([2714])
    await session.ask('SELECT name INTO #names FROM sys.databases')
    expect(await session.value('SELECT COUNT(*) FROM tempdb..#names')).toBeGreaterThan(4)
    await session.ask('DELETE FROM #mine; DROP TABLE #names')
    expect(await session.value('SELECT COUNT(*) FROM #mine')).toBe(0)
    expect(await session.errors('SELECT * FROM #names')).toEqual([208])
    expect(await session.errors('DROP TABLE #names')).toEqual([3701])
    expect(await session.ask('DROP TABLE IF EXISTS #names')).toMatchObject({ messages: [] })
  })

  test('it is its session’s alone', async () => {
    await session.ask('SET ROWCOUNT 1; CREATE TABLE #mine (n int)')
    const other = new PracticeSession(estate.state)
    expect((await other.rows('SELECT name FROM sys.databases')).length).toBeGreaterThan(1)
    expect(await other.errors('SELECT * FROM #mine')).toEqual([208])
    other.close()
  })

  test('what is set inside EXEC (@s) or sp_executesql ends with it, a transaction and CONTEXT_INFO do not', async () => {
    const text = 'SET ROWCOUNT 1; SET LOCK_TIMEOUT 5; CREATE TABLE #mine (n int); SET CONTEXT_INFO 0x0102; BEGIN TRANSACTION'
    await session.ask('DECLARE @s nvarchar(400) = @text; EXEC (@s)', { text })
    expect((await session.rows(STATE))[0]).toMatchObject({ rows: expect.any(Number) as number, wait: -1, open: 1, temporary: null })
    expect((await session.rows('SELECT name FROM sys.databases')).length).toBeGreaterThan(1)
    expect(await session.value('SELECT CONTEXT_INFO()')).toEqual(Uint8Array.of(1, 2))
  })
})

test('a reset makes all of it as it was after the log-in, in the same session; the isolation level stays', async () => {
  const fresh = (await session.rows(STATE))[0]
  const spid = await session.value('SELECT @@SPID')
  await session.ask(`USE msdb; SET LANGUAGE Deutsch; SET LOCK_TIMEOUT 5; SET DATEFIRST 1; SET DEADLOCK_PRIORITY 5; SET CONTEXT_INFO 0x01;
    SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; CREATE TABLE #mine (n int); BEGIN TRANSACTION; SET ROWCOUNT 1`)
  expect((await session.rows(STATE))[0]).toMatchObject({ language: 'deutsch', wait: 5, first: 1, open: 1, priority: 5, level: 4 })
  session.session.reset()
  expect((await session.rows(STATE))[0]).toEqual({ ...fresh, level: 4 })
  expect(await session.value('SELECT DB_NAME()')).toBe('master')
  expect(await session.value('SELECT @@SPID')).toBe(spid)
})
