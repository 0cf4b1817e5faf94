import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../engine/until.ts'
import { openConsoleClient, type ConsoleClient } from '../practice/console-client.ts'
import { startProgram, type Program } from '../practice/program.ts'
import { openPracticeHouse, type PracticeHouse } from './practice-installation.ts'
import { startWaitingRuns, tellings, writeWaitingDocument } from './waiting-runs.ts'

/** More than the index keeps of ended ones. The long form, with 1,000 and its times, is `bench/calm-start.ts`. */
const RUNS = 104

let installation: PracticeHouse
let bot: Program
beforeAll(async () => {
  installation = await openPracticeHouse()
  writeWaitingDocument(installation.practice)
})
afterAll(async () => {
  await bot.end()
  await installation[Symbol.asyncDispose]()
})

async function start(): Promise<ConsoleClient> {
  bot = await startProgram(installation.practice, ['start'], join(installation.dir, 'bot.log'))
  return openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
}

test('after bot and engine were killed every waiting run is listed, driven anew, and told of people who changed meanwhile', async () => {
  const first = await start()
  const runs = await startWaitingRuns(first, RUNS)
  await until('all are listed', async () => (await first.get<unknown[]>('/api/runs')).length === RUNS)
  const engine = Number(readFileSync(join(installation.practice.state, 'engine/engine.pid'), 'utf8'))
  bot.kill()
  process.kill(engine, 'SIGKILL')
  await bot.gone
  const people = join(installation.dir, 'approvals/people.yaml')
  writeFileSync(people, readFileSync(people, 'utf8').replace('groups: [dba, uc-leads]', 'groups: [dba]'))
  const client = await start()
  await until(
    'it says that it is calm',
    () => new RegExp(`^${RUNS} active runs driven anew in \\d+\\.\\d s\\.$`, 'm').test(bot.printed()),
    120_000,
  )
  await until('every run was told', () => tellings(installation.practice, runs, ['dba']) === RUNS)
  const said = (): string => readFileSync(join(installation.dir, 'bot.log'), 'utf8')
  await until('the log says how many', () => said().includes(`"msg":"The configuration was read; ${RUNS} active runs were told."`))
  expect(said()).not.toContain('could not be driven anew')

  const byNumber = (a: string, b: string): number => Number(b.slice(2)) - Number(a.slice(2))
  const newestFirst = runs.toSorted(byNumber)
  expect((await client.get<{ run: string }[]>('/api/runs')).map(({ run }) => run)).toEqual(newestFirst)
  expect((await installation.run('runs')).out.split('\n').map((line) => line.split('\t')[0])).toEqual([...newestFirst, ''])
}, 300_000)

test('active runs are listed however many have ended since, and stand before them', async () => {
  const client = await openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
  const [oldest = '', ...others] = (await client.get<{ run: string }[]>('/api/runs')).map(({ run }) => run).toReversed()
  for (const run of others) await client.type('dana', `/countersign cancel ${run} not needed`)
  const left = await until('all but the oldest have ended', async () => {
    const runs = await client.get<{ run: string; state: string }[]>('/api/runs')
    return runs.filter(({ state }) => state === 'Waiting for approval').length === 1 && runs.length === 101 ? runs : undefined
  })
  const ended = left.map(({ run }) => run).filter((run) => run !== oldest)
  const last = ended.at(-1) ?? ''
  const names = (out: string): string[] => out.split('\n').map((line) => line.split('\t')[0] ?? '')
  expect(await installation.run('runs')).toMatchObject({ code: 0, error: `More of them: countersign runs --before ${last}\n` })
  const older = await installation.run('runs', '--before', last)
  const before = others.map((run) => run).filter((run) => !ended.includes(run))
  expect([names(older.out), older.error]).toEqual([[...before.toReversed(), ''], ''])
  expect((await client.get<{ run: string }[]>(`/api/runs?before=${last}`)).map(({ run }) => run)).toEqual(before.toReversed())
  expect(await installation.run('runs', '--before', 'R-1')).toEqual({ code: 0, out: 'No runs before R-1.\n', error: '' })
  expect(await installation.run('runs', '--before', 'nine')).toEqual({
    code: 2,
    out: '',
    error: `countersign runs: "nine" is no run's name: --before R-N.\n`,
  })
  expect(left.map(({ run }) => run)).toContain(oldest)
  expect(JSON.stringify((await client.type('dana', '/countersign runs')).note)).toMatch(new RegExp(`^[^}]*?"name":"${oldest}"`))
}, 300_000)
