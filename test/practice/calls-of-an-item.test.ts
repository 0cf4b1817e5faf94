/** What an item of a list costs the engine: how many calls, by a short list and a longer one. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../engine/until.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import { addJob } from '../estate/state/msdb.ts'
import { openConsoleClient, type ConsoleClient } from './console-client.ts'
import { buttonsOf, type Shown } from './players.ts'
import { startProgram, type Program } from './program.ts'
import { ROOT, writeConfiguration, type PracticeConfiguration } from './write-configuration.ts'

const dir = mkdtempSync(join(tmpdir(), 'calls-of-an-item-'))
const calls = join(dir, 'calls.txt')
let estate: Estate
let practice: PracticeConfiguration
let bot: Program
let worker: Program
let client: ConsoleClient

beforeAll(async () => {
  estate = await startEstate({ dir: join(dir, 'estate'), speed: 10 })
  practice = await writeConfiguration(estate, { dir, standInOnly: true })
  cpSync(join(ROOT, 'bench/toggle-often.md'), join(dir, 'commands/toggle-often.md'))
  const { msdb } = estate.state.instances.find(({ name }) => name === 'SEC') ?? {}
  if (msdb === undefined) throw new Error('the practice estate has no SEC')
  addJob(msdb, 'often', Date.now())
  const counting = `--import=${pathToFileURL(join(import.meta.dirname, 'count-calls.ts')).href}`
  const environment = { ...practice.environment, NODE_OPTIONS: counting, COUNTERSIGN_TEST_CALLS: calls }
  bot = await startProgram({ ...practice, environment }, ['start'], join(dir, 'programs.log'))
  worker = await startProgram(practice, ['worker', 'dc2-a'], join(dir, 'programs.log'))
  client = await openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
})
afterAll(async () => {
  await worker?.end()
  await bot?.end()
  await estate?.close()
  rmSync(dir, { recursive: true, force: true })
})

/** Plays a list of so many items; asks the engine for nothing between its gate and its end. Answers the calls from the one to the other, by handler. */
async function played(items: number): Promise<Record<string, number>> {
  const turns = Array.from({ length: items }, (_, index) => index + 2).join(',')
  const { run = '' } = await client.type('dana', `/bench toggle-often server=SEC job=often turns=${turns}`)
  const approve = await until('it waits at its gate', async () => {
    const { shown } = await client.get<Shown>(`/api/runs/${run}`)
    return buttonsOf(shown.card).find(({ act }) => act === 'approve')
  })
  const before = heard()
  for (const by of ['amir', 'carol']) await client.press(by, approve)
  await until('it has ended', () => readFileSync(join(practice.state, 'audit', `${run}.jsonl`), 'utf8').includes('"type":"ended"'))
  await until('its end is shown and noted', () => heard().slice(before.length).includes('Runs/told'))
  const made = heard().slice(before.length)
  return Object.fromEntries([...new Set(made)].map((call) => [call, made.filter((each) => each === call).length]))
}

const heard = (): string[] => readFileSync(calls, 'utf8').split('\n').filter(Boolean)

/** A claim, a result, and what goes with them. */
const MOST = 6

test('an item takes few calls of the engine, and next to none for what is shown of it', async () => {
  const [short, long] = [await played(4), await played(24)]
  const perItem = Object.fromEntries(Object.entries(long).map(([call, count]) => [call, (count - (short[call] ?? 0)) / 20]))
  process.stdout.write(`An item: ${JSON.stringify(perItem)}\n`)
  const sumOf = (which: (call: string) => boolean): number =>
    Object.entries(perItem).reduce((sum, [call, count]) => sum + (which(call) ? count : 0), 0)
  expect(
    sumOf((call) => !call.startsWith('Run/')),
    JSON.stringify(perItem),
  ).toBeLessThanOrEqual(1)
  expect(
    sumOf(() => true),
    JSON.stringify(perItem),
  ).toBeLessThanOrEqual(MOST)
  // What the SDK gives up is called again, and counted twice.
  expect(readFileSync(join(dir, 'programs.log'), 'utf8')).not.toContain('Error when processing a Restate context operation')
})
