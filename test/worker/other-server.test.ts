import { describe, expect, test } from 'vitest'
import type { SqlTarget } from '../../src/worker/options.ts'
import { otherServer } from '../../src/worker/sql/identity.ts'
import { openSession } from '../../src/worker/sql/session.ts'
import { startTiny } from '../estate/tds/tiny-server.ts'
import { startPractice, until } from './practice.ts'
import { inEnglish } from './said.ts'

const target = (more: Partial<SqlTarget>): SqlTarget => ({
  kind: 'sql-server',
  name: 'SEC',
  host: 'sqlb1.contoso.com',
  port: 50617,
  user: 'dana',
  password: { secret: 'x' },
  ...more,
})

describe('a server is the one of the target', () => {
  test.each<[string, Partial<SqlTarget>, string]>([
    ['by the short name of its host, in whatever case', {}, 'SQLB1'],
    ['by the whole name of its host', {}, 'sqlb1.contoso.com'],
    ['as a named instance', { instance: 'RTC' }, 'SQLB1\\rtc'],
    ['as a default instance that is called by the name of its service', { instance: 'MSSQLSERVER' }, 'SQLB1'],
    ['though Windows cuts its name after 15 characters', { host: 'sql-production-east-1.contoso.com' }, 'SQL-PRODUCTION-'],
    ['as a replica of a listener, of which the target says so', { host: 'ag1', serverName: ['SQLA1\\RTC', 'SQLB1\\RTC'] }, 'sqlb1\\RTC'],
  ])('%s', (_what, more, server) => {
    expect(otherServer(target(more), { spid: 51, server })).toBeUndefined()
  })

  test.each<[string, Partial<SqlTarget>, string]>([
    ['another machine', {}, 'SQLB2'],
    ['another instance', { instance: 'RTC' }, 'SQLB1\\LYNC'],
    ['a default instance where a named one is meant', { instance: 'RTC' }, 'SQLB1'],
    ['a named instance where the default one is meant', {}, 'SQLB1\\RTC'],
    ['a machine whose name only begins alike', {}, 'SQLB11'],
    ['a machine that a short name is cut to', { host: 'sql-production-east-1' }, 'SQL-PRODUCTION'],
    ['none of those that the target says', { host: 'SQLB3', serverName: ['SQLA1', 'SQLB1'] }, 'SQLB3'],
  ])('and not %s', (_what, more, server) => {
    expect(otherServer(target(more), { spid: 51, server })?.code).toBe('other-server')
  })
})

test('a session that came to another instance is refused before anything more is asked, with both names and what to write', async () => {
  await using server = await startTiny({}, 'offered', 'SQLX\\OTHER')
  const other = { ...target({ host: 'localhost', instance: 'RTC' }), address: '127.0.0.1', port: server.port, ca: server.ca }
  const opened = await openSession({ ...other, password: { secret: 'p@ss "한국어"' } }, { database: 'mgc', appName: 'x' })
  expect(inEnglish(opened)).toEqual({
    refusal: {
      code: 'other-server',
      why: `SEC (127.0.0.1:${server.port}) calls itself SQLX\\OTHER, and its target says host localhost, instance RTC: nothing more was asked of it. If the way is wrong, correct host, instance, port or address of the target. If SQLX\\OTHER is meant, because the host is a listener or another name of it, write serverName: 'SQLX\\OTHER' under the target, for the bot and for this worker.`,
    },
  })
  expect(server.instance.executed).toEqual([])
})

test('an order to perform that comes to another server takes no lock there, claims nothing and sends nothing', async () => {
  await using practice = await startPractice()
  const order = await practice.approve()
  practice.instance.serverName = 'SECM'
  const asked: string[] = []
  practice.instance.watch = (text) => void asked.push(text)
  const anna = await practice.start('anna')
  anna.take(order)
  const said = await until(() => practice.run.answers.find(({ command }) => command.type === 'result')?.command)
  expect(said).toMatchObject({ outcome: { type: 'refused', code: 'other-server' } })
  expect(asked.filter((text) => !/^set |^SELECT spid/i.test(text))).toEqual([])
  expect(practice.run.answers.filter(({ command }) => command.type === 'claim')).toEqual([])
})
