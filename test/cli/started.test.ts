import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engineDirectory } from '../../src/engine/server/directory.ts'
import { startIntruder } from '../engine/intruder.ts'
import { until } from '../engine/until.ts'
import { openConsoleClient, type ConsoleClient } from '../practice/console-client.ts'
import { buttonsOf, WORDS, type Shown } from '../practice/players.ts'
import { startProgram, type Program } from '../practice/program.ts'
import { openPracticeHouse, VALUES, type PracticeHouse } from './practice-installation.ts'
import { RULES_VERSION } from '../../src/audit/rules.ts'

let installation: PracticeHouse
let bot: Program
let client: ConsoleClient
beforeAll(async () => {
  installation = await openPracticeHouse()
  bot = await startProgram(installation.practice, ['start'], join(installation.dir, 'bot.log'))
  client = await openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
})
afterAll(async () => {
  await bot.end()
  await installation[Symbol.asyncDispose]()
})

const refused = (sentence: string): object => ({ code: 1, out: '', error: `${sentence}\n` })

test('start says that it is ready and where its console is', () => {
  expect(bot.ready).toMatch(/^Countersign contoso-practice is ready\. Console: http:\/\/127\.0\.0\.1:\d+\/\?key=[\w-]{32}$/)
})

test('the address of the console stands in a file for this user alone', () => {
  const file = join(installation.practice.state, 'console.url')
  expect(readFileSync(file, 'utf8')).toBe(`${/http:\S+/.exec(bot.ready)?.[0]}\n`)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a second start on one state directory is refused with the process that has it', async () => {
  const { code, out, error } = await installation.run('start')
  expect({ code, out, error }).toEqual(
    refused(
      `countersign start: Countersign runs on this state directory already (process ${bot.pid}): end it first, or name another state directory.`,
    ),
  )
})

test('status says of each worker whether it is connected, and ends with 1 where one is not', async () => {
  const never = 'dc2\tdc2-a\tnot seen since the bot was started. Start it: "countersign worker dc2-a".\n'
  expect(await installation.run('status')).toEqual({ code: 1, out: never, error: '' })
  const log = join(installation.dir, 'worker.log')
  const worker = await startProgram(installation.practice, ['worker', 'dc2-a'], log)
  const status = async () => (await installation.run('status')).out
  await until('it is connected', async () =>
    /^dc2\tdc2-a\tconnected since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, at nothing\.\n$/.test(await status()),
  )
  expect(await installation.run('status', '--json')).toMatchObject({
    code: 0,
    out: expect.stringContaining('"state":"connected"') as string,
  })
  await worker.end()
  await until('it is gone', async () =>
    /^dc2\tdc2-a\tnot connected, heard of last at [\d: -]+ UTC, at nothing\. Look at its log/.test(await status()),
  )
})

test('before the first run, runs are none and an unknown one is not exported', async () => {
  expect(await installation.run('runs')).toEqual({ code: 0, out: 'No runs yet.\n', error: '' })
  expect(await installation.run('runs', '--json')).toEqual({ code: 0, out: '[]\n', error: '' })
  expect(await installation.run('audit', 'export', 'R-7')).toEqual(
    refused('countersign audit: there is no run R-7; "countersign runs" lists them.'),
  )
})

test('a run is listed, its open log is incomplete, and its plan has the fingerprint that `plan` prints', async () => {
  expect((await client.type('dana', WORDS)).run).toBe('R-1')
  const [text, json] = [
    await installation.run('plan', 'failover-persistent-chat', ...VALUES),
    await installation.run('plan', '/failover persistent-chat', ...VALUES, '--json'),
  ]
  const { fingerprint } = JSON.parse(json.out) as { fingerprint: string }
  expect(fingerprint).toMatch(/^[0-9a-f]{64}$/)
  const [, printed] = /^fingerprint ([0-9a-f]{4}-[0-9a-f]{4}) {2}([0-9a-f]{64})$/m.exec(text.out)?.slice(0) ?? []
  expect(text.out.split('\n')[0]).toBe('Fail over Persistent Chat Server to the backup data centre')
  expect(printed).toBe(`${fingerprint.slice(0, 4)}-${fingerprint.slice(4, 8)}`)
  expect((await installation.run('plan', 'failover-persistent-chat', ...VALUES, '--rehearse', '--json')).out).not.toContain(fingerprint)

  expect(await installation.run('audit', 'export', 'R-1', '--out', 'open')).toMatchObject({ code: 0, error: '' })
  expect(readFileSync(join(installation.dir, 'open/R-1.jsonl'), 'utf8')).toContain(`"fingerprint":"${fingerprint}"`)
  const { code, out } = await installation.run('audit', 'verify', 'open/R-1.jsonl', '--keys', 'open/keys.json')
  expect(code).toBe(3)
  expect(out).toMatch(
    /^open\/R-1\.jsonl: incomplete: True as far as it goes: after entry \d+ the run is still open, or the file was cut\.\n$/,
  )
  expect((await installation.run('runs')).out).toMatch(
    /^R-1\tworking\t\S+Z\tDana Whitfield\tFail over Persistent Chat Server to the backup data centre\n$/,
  )
})

test('half a character, as a text that was cut may end with, keeps nobody from being heard', async () => {
  const { shown } = await client.get<Shown>('/api/runs/R-1')
  const cancel = buttonsOf(shown.card).find(({ act }) => act === 'cancel')
  expect((await client.press('dana', { ...cancel, 'cancel.reason': 'Not today. \ud83d' })).note.tone).toBe('ok')
  expect(JSON.stringify(await client.get('/api/runs/R-1'))).toContain('Not today. \ufffd')
})

test('a log with its end is intact, and whatever is done to it is found', async () => {
  expect(await installation.run('audit', 'export', 'R-1', '--out', 'ended')).toMatchObject({ code: 0 })
  const log = readFileSync(join(installation.dir, 'ended/R-1.jsonl'), 'utf8')
  const lines = log.split('\n')
  const entries = lines.filter((line) => line.startsWith('{"entry"')).length
  const verify = async (text: string, keys = 'ended/keys.json'): Promise<[number | null, string]> => {
    writeFileSync(join(installation.dir, 'tried.jsonl'), text)
    const { code, out, error } = await installation.run('audit', 'verify', 'tried.jsonl', '--keys', keys)
    return [code, out.split(/(?<=entry \d+): /)[0] + error]
  }
  expect(await verify(log)).toEqual([
    0,
    `tried.jsonl: intact: ${entries} entries decided again, 1 signed head, the last one ends the run.\n`,
  ])
  expect(await verify(log.replace('Dana Whitfield', 'Dana Whitfeeld'))).toEqual([4, 'tried.jsonl: altered at entry 1'])
  expect(await verify([...lines.slice(0, 1), ...lines.slice(2)].join('\n'))).toEqual([4, 'tried.jsonl: altered at entry 2'])
  expect(await verify([lines[1], lines[0], ...lines.slice(2)].join('\n'))).toEqual([4, 'tried.jsonl: altered at entry 1'])
  expect((await verify([...lines.slice(0, -2), ''].join('\n')))[0]).toBe(3)
  expect(await verify(log, 'countersign.yaml')).toEqual([
    2,
    'countersign audit: countersign.yaml does not hold public keys: name the keys.json that "countersign audit export" wrote.\n',
  ])
})

test('a log that another release decided cannot be judged: exit code 5, and which release can', async () => {
  const golden = join(import.meta.dirname, '..', 'audit', 'golden', 'rules-1')
  const verify = ['audit', 'verify', join(golden, 'R-1.jsonl'), '--keys', join(golden, 'keys.json')]
  const why = `Entry 1 was decided by rules version 1, and this program has version ${RULES_VERSION}, so the decision cannot be repeated. Verify it with release 0.1.0 of Countersign.`
  expect(await installation.run(...verify)).toEqual({
    code: 5,
    out: `${join(golden, 'R-1.jsonl')}: cannot be judged from entry 1 on: ${why} Nothing was decided again.\n`,
    error: '',
  })
  const { code, out } = await installation.run(...verify, '--json')
  expect({ code, answer: JSON.parse(out) as unknown }).toEqual({
    code: 5,
    answer: { verdict: 'cannot-be-judged', at: 1, rules: [1], release: '0.1.0', why, entries: 0 },
  })
})

test('that somebody reached the engine is said on the terminal', async () => {
  const intruder = await startIntruder(engineDirectory(join(installation.dir, 'state')))
  const sentence = 'Runs/all/note was called by something that is not this bot: nothing was done for it.'
  expect(await intruder.call('Runs', 'all', 'note', { id: 'R-99' })).toEqual({ error: sentence })
  await until('it is said', () => bot.printed().includes(`Somebody reached the engine. ${sentence}`))
  await intruder.close()
})

test('when the bot is away, what asks it says so', async () => {
  await bot.end()
  const away = 'the bot of this configuration does not answer. Start it with "countersign start", then ask again.'
  expect(await installation.run('runs')).toEqual(refused(`countersign runs: ${away}`))
  expect(await installation.run('audit', 'export', 'R-1')).toEqual(refused(`countersign audit: ${away}`))
})
