import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { PlannedBlock, PlannedStep, Target } from '../../src/procedure/plan-types.ts'
import type { ValueType } from '../../src/procedure/procedure.ts'
import { maskOf } from '../../src/worker/mask.ts'
import type { SqlTarget, WorkerTarget } from '../../src/worker/options.ts'
import { runBlock, type BlockRun } from '../../src/worker/block/run-block.ts'
import { openShells } from '../../src/worker/powershell/shells.ts'
import { SessionPool } from '../../src/worker/sql/session-pool.ts'
import { echo } from '../estate/tds/tiny-instance.ts'
import { startTiny } from '../estate/tds/tiny-server.ts'
import { inEnglish } from './said.ts'

/** From a value of a plan to what leaves the worker: the same way that every block of every step goes. */
const VALUES = ["mgc'; DROP DATABASE mgc; --", '$(Stop-Computer)', '`n', '채팅 데이터베이스', 'x'.repeat(300), "] = N''; KILL 51", '=1+1']

const SQL_TEXT = 'SELECT @name, @names'
const SHELL_TEXT = 'Write-Output $name; Write-Output $names'
const dir = mkdtempSync(join(tmpdir(), 'on-the-wire-'))
afterAll(() => rmSync(dir, { recursive: true }))

const block = (language: 'sql' | 'powershell', text: string, uses: string[]): PlannedBlock => ({
  role: language === 'sql' ? 'read' : 'run',
  language,
  target: language === 'sql' ? 'SEC' : 'management',
  text,
  uses,
  line: 1,
  ...(language === 'sql' && { database: 'master' }),
})
const STEP = { captures: {}, timeoutMs: 20_000 } as PlannedStep
const type = (of: ValueType['of'], list = false) => ({ type: { list, of } })
const PARAMETERS = [
  { name: 'name', ...type('text') },
  { name: 'names', ...type('text', true) },
  { name: 'database', ...type('database') },
]

function blockRun(values: BlockRun['state']['values'], targets: Record<string, Target>): BlockRun {
  const procedure = { id: 'x', parameters: PARAMETERS, steps: [] } as unknown as BlockRun['state']['procedure']
  const state = { procedure, values, captures: {}, targets, plan: { targets } } as BlockRun['state']
  return { state, order: { item: 0 }, step: STEP, rowsBudget: 4000, timeoutMs: 20_000, signal: new AbortController().signal }
}

describe('a value reaches SQL Server as a parameter of its RPC', () => {
  test.each(VALUES)('%s', async (value) => {
    await using server = await startTiny({ [SQL_TEXT]: echo })
    const target: SqlTarget = {
      kind: 'sql-server',
      name: 'SEC',
      host: 'localhost',
      address: '127.0.0.1',
      port: server.port,
      user: 'dana',
      password: { secret: 'p@ss "한국어"' },
      ca: server.ca,
    }
    const targets: Record<string, Target> = {
      SEC: { kind: 'sql-server', name: 'SEC', host: 'localhost', instance: '', port: server.port, site: 'b', practice: true },
    }
    const sessions = new SessionPool('countersign/test/look')
    const shells = openShells(maskOf([]))
    const context = { options: { name: 'anna', targets: { SEC: target }, files: dir }, mask: maskOf([]), sessions, shells }
    const run = blockRun({ name: value, names: [value], database: value }, targets)
    const sent = await runBlock(context, { index: 0, block: block('sql', SQL_TEXT, ['name', 'names']) }, run)
    const asDatabase = await runBlock(context, { index: 0, block: block('sql', 'SELECT @database', ['database']) }, run)
    await sessions.close()
    await shells.close()
    expect(sent).toMatchObject({ how: 'done', result: { rows: [{ name: value }] } })
    expect(server.log.all.filter(({ text }) => text.includes('@name'))).toMatchObject([
      {
        kind: 'rpc',
        text: SQL_TEXT,
        parameters: [
          { name: 'name', type: 'nvarchar(4000)', value },
          { name: 'names', type: 'nvarchar(max)', value: JSON.stringify([value]) },
        ],
      },
    ])
    if (value.length <= 128) return
    expect(inEnglish(asDatabase)).toMatchObject({
      how: 'not-sent',
      result: {
        errors: [{ message: 'The value of @database has 300 characters, nvarchar(128) takes 128: it was not sent. Correct the value.' }],
      },
    })
    expect(server.log.all.filter(({ text }) => text.includes('@database'))).toEqual([])
  })
})

test('a value reaches PowerShell beside the text of its block, as data of the request on standard input', async () => {
  const heard = join(dir, 'heard.jsonl')
  const recorder = join(dir, 'recorder.mjs')
  writeFileSync(
    recorder,
    `import { appendFileSync } from 'node:fs'
    import { createInterface } from 'node:readline'
    const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n')
    say({ type: 'ready', version: '0', edition: 'recorder', pid: process.pid, standIn: true, machine: 'm', dnsName: 'm' })
    createInterface({ input: process.stdin }).on('line', (line) => {
      appendFileSync(${JSON.stringify(heard)}, line + '\\n')
      const { id } = JSON.parse(line)
      say({ type: 'done', id, state: 'completed', outputs: 0, dropped: 0, exitCode: null, soiled: false, memory: 1 })
    })`,
  )
  const target = { kind: 'powershell' as const, name: 'management', host: 'fe5', practice: true, modules: [], environment: { PATH: '' } }
  const shells = openShells(maskOf([]))
  const targets = { management: { ...target, standIn: [process.execPath, recorder] } }
  const context = { options: { name: 'anna', targets, files: dir }, mask: maskOf([]), sessions: new SessionPool('x'), shells }
  const planned: Record<string, Target> = { management: { kind: 'powershell', name: 'management', host: 'fe5', site: 'b', practice: true } }
  for (const value of VALUES) {
    const run = blockRun({ name: value, names: [value] }, planned)
    expect(inEnglish(await runBlock(context, { index: 0, block: block('powershell', SHELL_TEXT, ['name', 'names']) }, run))).toMatchObject({
      how: 'done',
    })
  }
  await shells.close()
  const lines = readFileSync(heard, 'utf8').trimEnd().split('\n')
  const requests = lines.map((line) => JSON.parse(line) as { op: string; text: string; values: object }).filter(({ op }) => op === 'run')
  expect(requests.map(({ text, values }) => ({ text, values }))).toEqual(
    VALUES.map((value) => ({ text: `=${SHELL_TEXT}`, values: { name: `=${value}`, names: [`=${value}`] } })),
  )
})

describe('nothing leaves the worker', () => {
  const shells = openShells(maskOf([]))
  const sessions = new SessionPool('countersign/test/look')
  afterAll(() => Promise.all([shells.close(), sessions.close()]))
  const sec = { kind: 'sql-server' as const, name: 'SEC', host: 'sec', port: 1433, user: 'dana', password: { secret: 'x' } }
  const shell = { kind: 'powershell' as const, name: 'management', host: 'fe5', practice: true, modules: [], environment: {} }
  const planned: Record<string, Target> = {
    SEC: { kind: 'sql-server', name: 'SEC', host: 'sec', instance: '', port: 1433, site: 'b', practice: true },
    management: { kind: 'powershell', name: 'management', host: 'fe5', site: 'b', practice: true },
  }
  const sql = block('sql', SQL_TEXT, ['name'])
  const powershell = block('powershell', SHELL_TEXT, ['name'])

  test.each<[string, PlannedBlock, Record<string, WorkerTarget>, Record<string, Target>, Record<string, string>, string]>([
    [
      'when the target is not configured here',
      sql,
      {},
      planned,
      { name: 'x' },
      'Worker anna has no target SEC in its configuration. Add it there, and start the worker again.',
    ],
    [
      'when the target has another port than the plan',
      sql,
      { SEC: { ...sec, port: 1434 } },
      planned,
      { name: 'x' },
      'Target SEC of worker anna is not the one of the plan: SQL Server sec:1434 here, SQL Server sec:1433 there. Make both configurations say the same, and start the worker again.',
    ],
    [
      'when the target has another instance than the plan',
      sql,
      { SEC: { ...sec, instance: 'RTC' } },
      planned,
      { name: 'x' },
      'Target SEC of worker anna is not the one of the plan: SQL Server sec\\RTC:1433 here, SQL Server sec:1433 there. Make both configurations say the same, and start the worker again.',
    ],
    [
      'when the target looks with another log-in than was approved',
      sql,
      { SEC: { ...sec, reader: { user: 'looks', password: { secret: 'y' } } } },
      planned,
      { name: 'x' },
      'Target SEC of worker anna is not the one of the plan: SQL Server sec:1433, read by looks here, SQL Server sec:1433 there. Make both configurations say the same, and start the worker again.',
    ],
    [
      'when the target here looks with the log-in that acts, and a reader was approved',
      sql,
      { SEC: sec },
      { SEC: { kind: 'sql-server', name: 'SEC', host: 'sec', instance: '', port: 1433, reader: 'looks', site: 'b', practice: true } },
      { name: 'x' },
      'Target SEC of worker anna is not the one of the plan: SQL Server sec:1433 here, SQL Server sec:1433, read by looks there. Make both configurations say the same, and start the worker again.',
    ],
    [
      'when the target is of another kind than the plan',
      sql,
      { SEC: { ...shell, name: 'SEC', host: 'sec' } },
      planned,
      { name: 'x' },
      'Target SEC of worker anna is not the one of the plan: practice PowerShell at sec here, SQL Server sec:1433 there. Make both configurations say the same, and start the worker again.',
    ],
    [
      'when the PowerShell here may stand on another machine than the one of the plan',
      powershell,
      { management: { ...shell, machineName: ['FE6'] } },
      planned,
      { name: 'x' },
      'Target management of worker anna is not the one of the plan: practice PowerShell at fe5 (FE6) here, practice PowerShell at fe5 there. Make both configurations say the same, and start the worker again.',
    ],
    [
      'when a PowerShell that was approved as a real one is practice here, which runs anywhere',
      powershell,
      { management: shell },
      { management: { kind: 'powershell', name: 'management', host: 'fe5', site: 'b', practice: false } },
      { name: 'x' },
      'Target management of worker anna is not the one of the plan: practice PowerShell at fe5 here, PowerShell at fe5 there. Make both configurations say the same, and start the worker again.',
    ],
    ['when a value is missing', sql, { SEC: sec }, planned, {}, '`name` has no value yet.'],
    [
      'when SQL is for a PowerShell endpoint',
      { ...sql, target: 'management' },
      { management: shell },
      planned,
      { name: 'x' },
      'management is a PowerShell endpoint, and this block is SQL.',
    ],
    [
      'when PowerShell is for a SQL Server',
      { ...powershell, target: 'SEC' },
      { SEC: sec },
      planned,
      { name: 'x' },
      'SEC is a SQL Server, and this block is PowerShell.',
    ],
  ])('%s', async (_what, one, targets, there, values, message) => {
    const context = { options: { name: 'anna', targets, files: dir }, mask: maskOf([]), sessions, shells }
    expect(inEnglish(await runBlock(context, { index: 0, block: one }, blockRun(values, there)))).toMatchObject({
      how: 'not-sent',
      result: { ok: false, errors: [{ message, place: 'commands/x.md:1' }] },
    })
  })
})
