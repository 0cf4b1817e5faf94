/** Looks at a server share one session, whatever databases they name; none of it holds a database that nobody looks at. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SqlTarget } from '../../src/worker/options.ts'
import { USUAL_SQL_LIMITS } from '../../src/worker/sql/limits.ts'
import type { SqlSession } from '../../src/worker/sql/session.ts'
import { SessionPool } from '../../src/worker/sql/session-pool.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import { estateTarget } from './estate-target.ts'
import { inEnglish } from './said.ts'

const APP = 'countersign/test/look'
let estate: Estate
let target: SqlTarget
let pool: SessionPool
const dir = mkdtempSync(join(tmpdir(), 'one-session-'))
beforeEach(async () => {
  estate = await startEstate({ dir: join(dir, 'estate') })
  target = estateTarget(estate, 'SEC')
  pool = new SessionPool(APP)
})
afterEach(async () => {
  await pool.close()
  await estate.close()
  rmSync(dir, { recursive: true, force: true })
})

const bound = { ms: 20_000 }
const never = new AbortController().signal
const where = (session: SqlSession) => session.ask('SELECT CAST(@@SPID AS int), DB_NAME()', bound)
const look = <T>(database: string, use: (session: SqlSession) => Promise<T>) => pool.with(target, database, use, never, () => false)

/** Who is logged in to look, and in which database. */
const open = () =>
  [...estate.state.instances[2]!.sessions.values()]
    .filter(({ program }) => program === APP)
    .map(({ spid, databaseId }) => ({ spid, databaseId }))
const logIns = () => new Set(estate.log.all.map(({ spid }) => spid)).size

test('looks in several databases are one log-in, and each is in its own', async () => {
  const found = []
  for (const database of ['master', 'msdb', 'MASTER', 'tempdb', 'master']) found.push(await look(database, where))
  const spid = open()[0]?.spid
  expect(found).toEqual(['master', 'msdb', 'master', 'tempdb', 'master'].map((database) => ({ value: [spid, database] })))
  expect(logIns()).toBe(1)
})

test('a look that has ended leaves its database to whoever wants it for himself', async () => {
  await look('msdb', where)
  await expect.poll(open).toEqual([{ spid: expect.any(Number) as number, databaseId: 1 }])
})

test('a database that the server does not open is refused in its words, and the session is there for the next look', async () => {
  expect(inEnglish(await look('not] here', where))).toEqual({
    refusal: {
      code: 'database-refused',
      why: `SEC (127.0.0.1:${target.port}) does not open not] here for the worker: Database 'not] here' does not exist. Make sure that the name is entered correctly (error 911). See that this database is there and online, and that the user may open it.`,
    },
  })
  expect(await look('master', where)).toEqual({ value: [open()[0]?.spid, 'master'] })
  expect(logIns()).toBe(1)
})

test('of the sessions that looks beside each other needed one stays', async () => {
  await pool.close()
  pool = new SessionPool(APP, USUAL_SQL_LIMITS, 1)
  await Promise.all([look('master', where), look('master', where), look('master', where)])
  await expect.poll(() => open().length).toBe(1)
  const [last] = open()
  expect(await look('master', where)).toEqual({ value: [last?.spid, 'master'] })
})

test('a target that was warmed has its session before its first look', async () => {
  expect(await pool.warm(target, never)).toBeUndefined()
  expect(await pool.warm(target, never)).toBeUndefined()
  const [warm] = open()
  expect(await look('msdb', where)).toEqual({ value: [warm?.spid, 'msdb'] })
  expect(logIns()).toBe(1)
})

test('a server that falls silent before the database is open loses the session', async () => {
  await pool.close()
  pool = new SessionPool(APP, { ...USUAL_SQL_LIMITS, answerMs: 50 })
  estate.faults.inject({ kind: 'hang', pattern: '^USE ' })
  expect(inEnglish(await look('msdb', where))).toEqual({
    refusal: {
      code: 'no-answer',
      why: `SEC (127.0.0.1:${target.port}) let the worker in and did not open msdb for 0.05 s. See that the server is not overloaded, and what lies between it and this worker.`,
    },
  })
  await expect.poll(open).toEqual([])
})

test('so does a stop', async () => {
  estate.faults.inject({ kind: 'hang', pattern: '^USE ' })
  const stop = new AbortController()
  estate.log.watch = ({ text }) => text.startsWith('USE ') && stop.abort()
  expect(inEnglish(await pool.with(target, 'msdb', where, stop.signal, () => false))).toEqual({
    refusal: { code: 'worker-stopping', why: `The worker was told to stop before it was in msdb on SEC (127.0.0.1:${target.port}).` },
  })
  await expect.poll(open).toEqual([])
})

test('a server that ends a new session at once is named; one that was kept is replaced', async () => {
  estate.faults.inject({ kind: 'drop-before', pattern: '^USE ' })
  expect(inEnglish(await look('msdb', where))).toEqual({
    refusal: {
      code: 'no-connection',
      why: `SEC (127.0.0.1:${target.port}) let the worker in and ended the connection without saying why. See that the server is not being stopped, and what lies between it and this worker.`,
    },
  })
  await look('master', where)
  estate.faults.inject({ kind: 'drop-before', pattern: '^USE ' })
  expect(await look('msdb', where)).toEqual({ value: [expect.any(Number) as number, 'msdb'] })
})
