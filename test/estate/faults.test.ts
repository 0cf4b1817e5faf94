import { expect, test } from 'vitest'
import { slowly } from './tds/tiny-instance.ts'
import type { TinyServer } from './tds/tiny-server.ts'
import { startTiny } from './tds/tiny-server.ts'

const done = { restore: slowly(1) }

const lastOf = (server: TinyServer) => server.log.all.findLast(({ text }) => text === 'restore')

test('dropped before: the connection is reset and nothing was executed', async () => {
  await using server = await startTiny(done)
  const pool = await server.connect()
  server.faults.inject({ kind: 'drop-before', pattern: '^RESTORE' })
  await expect(pool.request().query('restore')).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(server.instance.executed).toEqual([])
  expect(lastOf(server)).toMatchObject({ outcome: 'dropped before' })
})

test('dropped after: the connection is reset, and the effect is there', async () => {
  await using server = await startTiny(done)
  const pool = await server.connect()
  server.faults.inject({ kind: 'drop-after', pattern: '^RESTORE' })
  const request = pool.request()
  const heard: string[] = []
  request.on('info', (info: { message: string }) => heard.push(info.message))
  await expect(request.query('restore')).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(server.instance.executed).toEqual(['restore'])
  expect(heard).toEqual([])
  expect(lastOf(server)).toMatchObject({ outcome: 'dropped after' })
})

test('an error asked for comes instead of the effect, as often as asked', async () => {
  await using server = await startTiny(done)
  const pool = await server.connect()
  server.faults.inject({ kind: 'error', pattern: '^RESTORE', times: 2, error: { number: 3101, text: 'The database is in use.' } })
  await expect(pool.request().query('restore')).rejects.toMatchObject({ number: 3101, message: 'The database is in use.' })
  await expect(pool.request().query('restore')).rejects.toMatchObject({ number: 3101 })
  expect(server.instance.executed).toEqual([])
  await pool.request().query('restore')
  expect(server.instance.executed).toEqual(['restore'])
})

test('a hanging statement never answers until it is cancelled, and is not executed', async () => {
  await using server = await startTiny(done)
  const pool = await server.connect()
  server.faults.inject({ kind: 'hang', pattern: '^RESTORE' })
  const request = pool.request()
  const answer = request.query('restore')
  await expect.poll(() => lastOf(server)?.outcome).toBe('running')
  request.cancel()
  await expect(answer).rejects.toMatchObject({ code: 'ECANCEL' })
  expect(lastOf(server)).toMatchObject({ outcome: 'cancelled' })
  expect(server.instance.executed).toEqual([])
})

test('a slow statement waits, then is executed; cancelled while it waits, it is not', async () => {
  await using server = await startTiny(done)
  const pool = await server.connect()
  server.faults.inject({ kind: 'slow', pattern: '^RESTORE', delayMs: 30 })
  await pool.request().query('restore')
  expect(server.instance.executed).toEqual(['restore'])
  server.faults.inject({ kind: 'slow', pattern: '^RESTORE', delayMs: 600_000 })
  const request = pool.request()
  const answer = request.query('restore')
  await expect.poll(() => lastOf(server)?.outcome).toBe('running')
  request.cancel()
  await expect(answer).rejects.toMatchObject({ code: 'ECANCEL' })
  expect(server.instance.executed).toEqual(['restore'])
})

test('a fault strikes only its instance, its application and its statement', async () => {
  await using server = await startTiny(done)
  const pool = await server.connect()
  server.faults.inject({ kind: 'error', pattern: '^RESTORE', instance: 'OTHER' })
  server.faults.inject({ kind: 'error', pattern: '^RESTORE', app: '^countersign/' })
  server.faults.inject({ kind: 'error', pattern: '^BACKUP' })
  await pool.request().query('restore')
  expect(server.faults.waiting()).toHaveLength(3)
  server.faults.clear()
  expect(server.faults.waiting()).toEqual([])
})
