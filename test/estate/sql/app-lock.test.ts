import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EstateState } from '../state/estate-state.ts'
import { PracticeSession, practiceEstate } from './practice-session.ts'

let state: EstateState
let remove: () => void
let first: PracticeSession
let second: PracticeSession

beforeEach(() => {
  ;({ state, remove } = practiceEstate())
  first = new PracticeSession(state)
  second = new PracticeSession(state)
})
afterEach(() => {
  first.close()
  second.close()
  remove()
})

const take = (session: PracticeSession, timeout: number, resource = 'countersign/x/R-1/4', mode = 'Exclusive') =>
  session.value(
    "DECLARE @r int; EXEC @r = sp_getapplock @Resource = @resource, @LockMode = @mode, @LockOwner = N'Session', @LockTimeout = @timeout; SELECT @r",
    {
      resource,
      mode,
      timeout,
    },
  )
const free = (session: PracticeSession) => session.value("SELECT APPLOCK_TEST(N'public', N'countersign/x/R-1/4', N'Exclusive', N'Session')")

test('a lock is granted at once, refused to another, and free after its release', async () => {
  expect(await take(first, 0)).toBe(0)
  expect(await take(second, 0)).toBe(-1)
  expect(await free(second)).toBe(0)
  expect(await free(first)).toBe(1)
  expect(
    await first.value("DECLARE @r int; EXEC @r = sp_releaseapplock @Resource = N'countersign/x/R-1/4', @LockOwner = N'Session'; SELECT @r"),
  ).toBe(0)
  expect(await take(second, 0)).toBe(0)
})

test('it outlives its batch and ends with its session', async () => {
  await take(first, 0)
  await first.ask('SELECT 1')
  expect(await take(second, 0)).toBe(-1)
  first.close()
  expect(await take(second, 0)).toBe(0)
})

test('it may be waited for: 1 when it was granted, -1 when the time was over', async () => {
  await take(first, 0)
  expect(await take(second, 20)).toBe(-1)
  const waiting = take(second, -1)
  await new Promise((resolve) => setImmediate(resolve))
  expect(await first.rows(`SELECT wait_type, status FROM sys.dm_exec_requests WHERE session_id = ${second.session.spid}`)).toEqual([
    { wait_type: 'LCK_M_X', status: 'suspended' },
  ])
  first.close()
  expect(await waiting).toBe(1)
})

test('who was cancelled while waiting holds nothing', async () => {
  await take(first, 0)
  const cancel = new AbortController()
  const waiting = second.ask("EXEC sp_getapplock N'countersign/x/R-1/4', N'Exclusive', N'Session', -1", {}, cancel.signal)
  setImmediate(() => cancel.abort('cancelled'))
  await waiting
  first.close()
  const third = new PracticeSession(state)
  expect(await take(third, 0)).toBe(0)
  third.close()
})

test('who waits longer is served first, and grants are counted', async () => {
  const third = new PracticeSession(state)
  const fourth = new PracticeSession(state)
  await take(first, 0)
  await take(first, 0)
  const [a, b] = [take(second, -1), take(third, 1000)]
  await first.ask("EXEC sp_releaseapplock N'countersign/x/R-1/4', N'Session'")
  expect(await free(fourth)).toBe(0)
  await first.ask("EXEC sp_releaseapplock N'countersign/x/R-1/4', N'Session'")
  expect(await a).toBe(1)
  expect(await b).toBe(-1)
  third.close()
  fourth.close()
})

test('of two that wait for each other the second is the victim: -3', async () => {
  await take(first, 0, 'a')
  await take(second, 0, 'b')
  const waiting = take(first, -1, 'b')
  await new Promise((resolve) => setImmediate(resolve))
  expect(await take(second, -1, 'a')).toBe(-3)
  second.close()
  expect(await waiting).toBe(1)
})

test('shared locks live together; names differ by case, databases by name', async () => {
  expect(await take(first, 0, 'a', 'Shared')).toBe(0)
  expect(await take(second, 0, 'a', 'Shared')).toBe(0)
  expect(await take(second, 0, 'a', 'Exclusive')).toBe(-1)
  expect(await take(second, 0, 'A', 'Exclusive')).toBe(0)
  const elsewhere = new PracticeSession(state, 'SEC', 'msdb')
  expect(await take(elsewhere, 0, 'A', 'Exclusive')).toBe(0)
  elsewhere.close()
})

test('a procedure that is named with its database runs there', async () => {
  const elsewhere = new PracticeSession(state, 'SEC', 'msdb')
  const inner = "EXEC sys.sp_getapplock @Resource = @name, @LockMode = ''Exclusive'', @LockOwner = ''Session'', @LockTimeout = 0"
  await elsewhere.ask(`EXEC master.sys.sp_executesql N'${inner}', N'@name nvarchar(255)', @name = @name;`, { name: 'x' })
  expect(await elsewhere.value('SELECT DB_NAME()')).toBe('msdb')
  expect(await take(first, 0, 'x')).toBe(-1)
  elsewhere.close()
  expect(await take(first, 0, 'x')).toBe(0)
})

test('a wrong mode or no transaction: -999; not held: 1223', async () => {
  expect(await take(first, 0, 'x', 'Total')).toBe(-999)
  expect(await first.value("DECLARE @r int; EXEC @r = sp_getapplock N'x', N'Exclusive'; SELECT @r")).toBe(-999)
  expect(await first.errors("EXEC sp_releaseapplock N'x', N'Session'")).toEqual([1223])
})
