import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { PlannedBlock } from '../../src/procedure/plan-types.ts'
import { maskOf } from '../../src/worker/mask.ts'
import { runSqlBlock as send, type SqlBlock } from '../../src/worker/sql/block.ts'
import { openSession, type SqlSession } from '../../src/worker/sql/session.ts'
import { echo, rows, says, slowly, type Act } from '../estate/tds/tiny-instance.ts'
import { startTiny, type TinyServer } from '../estate/tds/tiny-server.ts'
import { startWire } from './wire.ts'
import { inEnglish } from './said.ts'
import { PASSWORD, targetOf } from './tiny-target.ts'

const files = mkdtempSync(join(tmpdir(), 'worker-files-'))
afterAll(() => rmSync(files, { recursive: true }))

const runSqlBlock = async (...sent: Parameters<typeof send>) => inEnglish(await send(...sent))

async function sessionOn(server: TinyServer): Promise<SqlSession> {
  const opened = await openSession(targetOf(server), { database: 'mgc', appName: 'countersign/test/R-1/4/1' })
  if ('refusal' in opened) throw new Error(opened.refusal.code)
  return opened.session
}

const block = (text: string): PlannedBlock => ({ role: 'read', language: 'sql', target: 'SEC', database: 'mgc', text, uses: [], line: 40 })
const sent = (text: string, more: Partial<SqlBlock> = {}): SqlBlock => ({
  index: 0,
  block: block(text),
  file: 'commands/x.md',
  parameters: [],
  captures: [],
  rowsBudget: 200,
  files,
  timeoutMs: 10_000,
  signal: new AbortController().signal,
  ...more,
})
const mask = maskOf([PASSWORD])

test('values reach the server as parameters of their declared types, and never in the text', async () => {
  await using server = await startTiny({ 'SELECT @database, @name, @empty, @files, @count, @big, @yes': echo })
  const session = await sessionOn(server)
  const injection = "mgc'; DROP DATABASE mgc; --"
  const parameters = [
    { name: 'database', sqlType: 'nvarchar(128)' as const, value: injection },
    { name: 'name', sqlType: 'nvarchar(4000)' as const, value: '$(Stop-Computer) `n 한국어😀' },
    { name: 'empty', sqlType: 'nvarchar(260)' as const, value: '' },
    { name: 'files', sqlType: 'nvarchar(max)' as const, value: '["a.trn"]' },
    { name: 'count', sqlType: 'int' as const, value: 7 },
    { name: 'big', sqlType: 'bigint' as const, value: 3_000_000_000 },
    { name: 'yes', sqlType: 'bit' as const, value: true },
  ]
  const { result } = await runSqlBlock(
    session,
    sent('SELECT @database, @name, @empty, @files, @count, @big, @yes', { parameters, rowsBudget: 1000 }),
    mask,
  )
  await session.close()
  expect(result).toMatchObject({
    ok: true,
    rows: [
      { database: injection, name: '$(Stop-Computer) `n 한국어😀', empty: '', files: '["a.trn"]', count: 7, big: '3000000000', yes: true },
    ],
  })
  const logged = server.log.all.findLast(({ text }) => text.includes('@database'))
  expect(logged).toMatchObject({ kind: 'rpc', app: 'countersign/test/R-1/4/1' })
  expect(logged?.text).not.toContain('DROP')
  expect(logged?.parameters.find(({ name }) => name === 'database')).toEqual({ name: 'database', type: 'nvarchar(128)', value: injection })
})

test('a session that is lost is never opened a second time', async () => {
  await using server = await startTiny({ one: rows([{ name: 'n', type: { name: 'int' } }], [1]) })
  const session = await sessionOn(server)
  const logins = server.instance.logins.length
  server.faults.inject({ kind: 'drop-before', pattern: '^one$' })
  expect((await runSqlBlock(session, sent('one'), mask)).ending).toMatchObject({ how: 'lost' })
  expect((await runSqlBlock(session, sent('one'), mask)).ending).toMatchObject({ how: 'lost' })
  expect(await session.isSame()).toBe(false)
  expect(server.instance.logins).toHaveLength(logins)
  await session.close()
})

test('a connection that drops after the effect is lost, not failed; an error is an error with its line of the document', async () => {
  const fails: Act = (sink) => {
    sink.message({ number: 4305, severity: 16, state: 1, text: 'The log is too recent.', line: 3 })
    sink.message({ number: 3013, severity: 16, state: 1, text: `RESTORE LOG is terminating; ${PASSWORD}.`, line: 3 })
    sink.statementDone()
  }
  await using server = await startTiny({ restore: fails, slow: slowly(5) })
  const session = await sessionOn(server)
  const { result, ending } = await runSqlBlock(session, sent('restore'), mask)
  expect(ending.how).toBe('error')
  expect(result.errors).toEqual([
    { message: 'The log is too recent.', code: '4305', severity: 16, place: 'commands/x.md:42' },
    { message: 'RESTORE LOG is terminating; ••••••.', code: '3013', severity: 16, place: 'commands/x.md:42' },
  ])
  server.faults.inject({ kind: 'drop-after', pattern: '^slow$' })
  expect((await runSqlBlock(session, sent('slow'), mask)).ending.how).toBe('lost')
  expect(server.instance.executed).toContain('slow')
  await session.close()
})

test('progress comes live and messages are kept; a stop is confirmed by the server, and the session lives on', async () => {
  const chatty: Act = (sink) => {
    sink.message(says(0, 0, `hello ${PASSWORD}`))
    sink.message(says(3211, 10, '30 percent processed.'))
    sink.statementDone()
  }
  await using server = await startTiny({ chatty, slow: slowly(50) })
  const session = await sessionOn(server)
  const heard: unknown[] = []
  const { result } = await runSqlBlock(session, sent('chatty', { onProgress: (news) => heard.push(news) }), mask)
  expect(heard).toEqual([{ text: 'hello ••••••' }, { text: '30 percent processed.', percent: 30 }])
  expect(result.messages).toEqual(['hello ••••••'])

  const late = await runSqlBlock(session, sent('slow', { timeoutMs: 60 }), mask)
  expect(late.ending).toMatchObject({ how: 'stopped', stop: 'timeout' })
  const stop = new AbortController()
  const asked = await runSqlBlock(session, sent('slow', { signal: stop.signal, onProgress: () => stop.abort() }), mask)
  expect(asked.ending).toMatchObject({ how: 'stopped', stop: 'asked' })
  expect(asked.result.errors).toEqual([
    { message: 'It was told to stop, and the server confirmed the stop; what it had done until then stays.', place: 'commands/x.md:40' },
  ])
  expect(await session.isSame()).toBe(true)
  await session.close()
})

test('rows are cut to the budget, masked, and whole in a file that is named by its hash', async () => {
  const many = rows(
    [
      { name: 'n', type: { name: 'int' } },
      { name: 'text', type: { name: 'nvarchar', length: 100 } },
    ],
    ...Array.from({ length: 50 }, (_, n) => [n, PASSWORD]),
  )
  await using server = await startTiny({ many })
  const session = await sessionOn(server)
  const { result } = await runSqlBlock(session, sent('many'), mask)
  const unkept = await runSqlBlock(session, sent('many', { files: '/dev/null/nowhere' }), mask)
  await session.close()
  expect(unkept.result).toMatchObject({ ok: true, rowCount: 50 })
  expect(unkept.result).not.toHaveProperty('file')
  expect(unkept.result.messages).toEqual([
    'Not all rows are shown, and the whole could not be kept in /dev/null/nowhere (ENOTDIR): make room there, or give the folder to the worker.',
  ])
  expect(result.rows.slice(0, 2)).toEqual([
    { n: 0, text: '••••••' },
    { n: 1, text: '••••••' },
  ])
  expect(result.rows.length).toBeLessThan(12)
  expect(result.rowCount).toBe(50)
  const whole = readFileSync(join(files, `${result.file?.sha256}.jsonl`), 'utf8')
  expect(whole.trim().split('\n')).toHaveLength(50)
  expect(Buffer.byteLength(whole)).toBe(result.file?.bytes)
  expect(whole).not.toContain('한국어')
})

test('a captured column that would lose digits fails the block, and says how to write it', async () => {
  const lsn = rows([{ name: 'lsn', type: { name: 'numeric', precision: 25, scale: 0 } }], ['46000000031200001'])
  await using server = await startTiny({ lsn })
  const session = await sessionOn(server)
  const captured = await runSqlBlock(session, sent('lsn', { captures: ['lsn'] }), mask)
  const shown = await runSqlBlock(session, sent('lsn'), mask)
  await session.close()
  expect(captured.result).toMatchObject({
    ok: false,
    errors: [
      {
        message: 'The column "lsn" is a decimal number, which loses digits on its way: CAST it to nvarchar(41) in the document.',
        place: 'commands/x.md:40',
      },
    ],
  })
  expect(shown.result).toMatchObject({
    ok: true,
    rows: [{ lsn: '(a decimal number, which loses digits on its way: CAST it to nvarchar(41))' }],
  })
})

test('a stop that came before the block is not forgotten: nothing of it is sent', async () => {
  await using server = await startTiny({ restore: rows([{ name: 'n', type: { name: 'int' } }], [1]) })
  const session = await sessionOn(server)
  const { result, ending } = await runSqlBlock(session, sent('restore', { signal: AbortSignal.abort() }), mask)
  expect(ending).toEqual({ how: 'not-sent', stop: 'asked', errors: [], tookMs: 0 })
  expect(result).toMatchObject({
    ok: false,
    errors: [{ message: 'It was told to stop before anything was sent.', place: 'commands/x.md:40' }],
  })
  expect(server.instance.executed).toEqual([])
  expect(await session.isSame()).toBe(true)
  await session.close()
})

test('a server that takes nothing in any more cannot hold up a stop: the session is ended, and nobody knows what was done', async () => {
  await using server = await startTiny({ 'SELECT @list': echo })
  await using wire = await startWire(server.port)
  const limits = { openMs: 10_000, answerMs: 100, stopMs: 100 }
  const opened = await openSession({ ...targetOf(server), port: wire.port }, { database: 'mgc', appName: 'x', limits })
  if ('refusal' in opened) throw new Error(opened.refusal.code)
  wire.stuck = true
  const parameters = [{ name: 'list', sqlType: 'nvarchar(max)' as const, value: 'x'.repeat(20_000_000) }]
  const { ending } = await runSqlBlock(opened.session, sent('SELECT @list', { parameters, timeoutMs: 300 }), mask)
  expect(ending).toMatchObject({ how: 'lost', stop: 'timeout' })
  await opened.session.close()
})
