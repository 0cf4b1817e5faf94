/** What opening a session costs: one connection, and one log-in. */
import { expect, test } from 'vitest'
import type { SqlTarget } from '../../src/worker/options.ts'
import { openSession } from '../../src/worker/sql/session.ts'
import { startTiny, type TinyServer } from '../estate/tds/tiny-server.ts'
import { startPractice, until } from './practice.ts'
import { CHECK } from './restore-document.ts'
import { startWire } from './wire.ts'
import { inEnglish } from './said.ts'

const targetOf = ({ ca }: TinyServer, port: number): SqlTarget => ({
  kind: 'sql-server',
  name: 'SEC',
  host: 'localhost',
  address: '127.0.0.1',
  port,
  user: 'dana',
  password: { secret: 'p@ss "한국어"' },
  ca,
})

test('a session is one connection and one log-in', async () => {
  await using server = await startTiny()
  await using wire = await startWire(server.port)
  let connections = 0
  wire.watch = (way) => {
    if (way === 'opens') connections += 1
  }
  const opened = await openSession(targetOf(server, wire.port), { database: 'mgc', appName: 'countersign/test' })
  if ('refusal' in opened) throw new Error(opened.refusal.code)
  expect({ connections, logins: server.instance.logins.length }).toEqual({ connections: 1, logins: 1 })
  await opened.session.close()
  await expect.poll(() => server.instance.closedSpids).toEqual([opened.session.spid])
})

test('a server that sends the worker on to another one is refused, and neither is asked anything', async () => {
  await using server = await startTiny()
  server.instance.routesTo = { server: 'elsewhere.contoso.com', port: server.port }
  expect(inEnglish(await openSession(targetOf(server, server.port), { database: 'mgc', appName: 'countersign/test' }))).toEqual({
    refusal: {
      code: 'other-server',
      why: `SEC (127.0.0.1:${server.port}) sends whoever logs in on to another server, and a target is one server: nothing was asked of either. Write the server that is meant as host, instance and port of the target.`,
    },
  })
  expect(server.instance.logins).toHaveLength(1)
  expect(server.log.all).toEqual([])
})

test('an order to perform is two log-ins: its own session, and one for all of its looks', async () => {
  await using practice = await startPractice()
  const order = await practice.approve()
  const anna = await practice.start('anna')
  practice.run.deliver = anna.take
  anna.take(order)
  await until(() => practice.run.state?.phase === 'done')
  const sessions = Object.groupBy(practice.statements.all, ({ spid }) => spid)
  const asked = Object.values(sessions).map((statements = []) => ({
    app: statements[0]?.app,
    checks: statements.filter(({ text }) => text.trim() === CHECK).length,
  }))
  expect(asked.toSorted((one, other) => one.checks - other.checks)).toEqual([
    { app: 'countersign/test/R-1/1/1', checks: 0 },
    { app: 'countersign/test/look', checks: 2 },
  ])
})
