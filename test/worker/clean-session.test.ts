import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Request } from 'tedious'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SqlTarget } from '../../src/worker/options.ts'
import { openSession, type SqlSession } from '../../src/worker/sql/session.ts'
import { SessionPool } from '../../src/worker/sql/session-pool.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import { estateTarget } from './estate-target.ts'

let estate: Estate
let target: SqlTarget
const dir = mkdtempSync(join(tmpdir(), 'clean-'))
beforeAll(async () => {
  estate = await startEstate({ dir: join(dir, 'estate') })
  target = estateTarget(estate, 'SEC')
})
afterAll(async () => {
  await estate.close()
  rmSync(dir, { recursive: true, force: true })
})

const never = new AbortController().signal
const bound = { ms: 5000 }

/** A batch of its own, outside sp_executesql: what it sets stays with the session. Fulfilled with how many rows came. */
const batch = (session: SqlSession, text: string) =>
  new Promise<number>((resolve, reject) => {
    let rows = 0
    const request = new Request(text, (error) => (error ? reject(error) : resolve(rows)))
    request.on('row', () => (rows += 1))
    session.connection.execSqlBatch(request)
  })

const STATE = `SELECT @@SPID, @@LANGUAGE, @@LOCK_TIMEOUT, @@DATEFIRST, @@TRANCOUNT, CONTEXT_INFO(), OBJECT_ID(N'tempdb..#mine'), DB_NAME(),
  s.transaction_isolation_level, s.deadlock_priority, s.text_size, (SELECT MAX(name) FROM sys.databases), APPLOCK_MODE('public', N'mine', 'Session')
  FROM sys.dm_exec_sessions s WHERE s.session_id = @@SPID`

/** Everything that a session can be left with. */
const LEFT: [string, string][] = [
  ['a limit of rows', 'SET ROWCOUNT 1'],
  ['a language', 'SET LANGUAGE Deutsch'],
  ['a time-out for locks', 'SET LOCK_TIMEOUT 5'],
  ['a first day of the week', 'SET DATEFIRST 1'],
  ['a priority in deadlocks', 'SET DEADLOCK_PRIORITY 9'],
  ['a length of texts', 'SET TEXTSIZE 10'],
  ['an isolation level, which older servers keep', 'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE'],
  ['another database', 'USE msdb'],
  ['words in CONTEXT_INFO', 'SET CONTEXT_INFO 0x414243'],
  ['a temporary table', 'CREATE TABLE #mine (n int); INSERT INTO #mine VALUES (1)'],
  ['an application lock', "EXEC sys.sp_getapplock @Resource = N'mine', @LockMode = N'Exclusive', @LockOwner = N'Session'"],
]

describe('nothing of one block is there for the next on the same session', () => {
  test.each(LEFT)('not %s', async (_, text) => {
    const pool = new SessionPool('countersign/test/look')
    const use = <T>(work: (session: SqlSession) => Promise<T>) => pool.with(target, 'master', work, never, () => false)
    const before = await use((session) => session.ask(STATE, bound))
    const between = await use(async (session) => {
      await batch(session, text)
      return session.ask('SELECT COUNT(*) FROM (SELECT name FROM sys.databases) AS d', bound)
    })
    const after = await use(async (session) => ({
      state: await session.ask(STATE, bound),
      rows: await batch(session, 'SELECT name FROM sys.databases'),
    }))
    await pool.close()
    expect(between).toHaveProperty('value')
    expect(after).toEqual({
      value: { state: 'value' in before ? before.value : 'no session', rows: estate.state.instances[2]!.databases.length },
    })
  })

  test.each([
    ['a transaction', 'BEGIN TRANSACTION'],
    ['one that began by itself', 'SET IMPLICIT_TRANSACTIONS ON; SELECT name FROM sys.databases'],
  ])('not %s: such a session is ended, and the next block gets a new one', async (_, text) => {
    const pool = new SessionPool('countersign/test/look')
    const use = <T>(work: (session: SqlSession) => Promise<T>) => pool.with(target, 'master', work, never, () => false)
    const first = await use(async (session) => {
      await batch(session, text)
      return session.spid
    })
    const second = await use(async (session) => [session.spid, ...(await session.ask('SELECT @@TRANCOUNT', bound))])
    await pool.close()
    const spid = 'value' in first ? first.value : 0
    expect(second).toEqual({ value: [expect.any(Number), 0] })
    expect('value' in second && second.value[0]).not.toBe(spid)
    await expect.poll(() => estate.state.instances[2]!.sessions.has(spid)).toBe(false)
  })

  test('it is made clean as soon as it is given back, before anybody comes for it', async () => {
    const pool = new SessionPool('countersign/test/look')
    await pool.with(
      target,
      'master',
      (session) => batch(session, LEFT.at(-1)![1]),
      never,
      () => false,
    )
    const other = await openSession(target, { database: 'master', appName: 'x' })
    if ('refusal' in other) throw new Error(other.refusal.code)
    await expect.poll(() => other.session.ask("SELECT APPLOCK_TEST('public', N'mine', 'Exclusive', 'Session')", bound)).toEqual([1])
    await other.session.close()
    await pool.close()
  })

  test('a session whose server does not confirm it is ended', async () => {
    const opened = await openSession(target, { database: 'master', appName: 'x' })
    if ('refusal' in opened) throw new Error(opened.refusal.code)
    const { session } = opened
    expect(await session.reset()).toBe(true)
    estate.state.instances[2]!.sessions.get(session.spid)?.end()
    expect(await session.reset()).toBe(false)
    await expect(session.ask('SELECT 1', bound)).rejects.toThrow()
  })
})
