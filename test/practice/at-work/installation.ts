/** One practice installation at work, for rules that need no other: each start of estate, engine, bot and worker costs more than most of them. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startEstate, type Estate } from '../../estate/estate.ts'
import { addJob } from '../../estate/state/msdb.ts'
import { shortOrLong } from '../../suite/long-form.ts'
import { openConsoleClient, type ConsoleClient } from '../console-client.ts'
import { startProgram, type Program } from '../program.ts'
import { freePort, ROOT, writeConfiguration, type PracticeConfiguration } from '../write-configuration.ts'

/** In the PowerShell of the machine where it takes longer; every block of the documents runs there in test/powershell. */
const standInOnly = shortOrLong({ short: true, long: false })

export interface AtWork {
  dir: string
  estate: Estate
  practice: PracticeConfiguration
  client: ConsoleClient
  /** Where the target DEAD should listen, and nobody does. */
  deadPort: number
  botLog: string
  workerLog: string
  /** Calls that the engine made of the bot's handlers, a line each. */
  calls: string
  /** Starts its one worker, in place of the one that is there. `environment`: more of it than the configuration needs. */
  startWorker(environment?: Record<string, string>): Promise<Program>
  close(): Promise<void>
}

/** Nothing stays open when a part of it does not start. */
export async function openAtWork(): Promise<AtWork> {
  const dir = mkdtempSync(join(tmpdir(), 'at-work-'))
  const opened: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const each of opened.splice(0).toReversed()) await each()
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    return await open(dir, opened, close)
  } catch (cause) {
    await close()
    throw cause
  }
}

async function open(dir: string, opened: (() => Promise<void>)[], close: () => Promise<void>): Promise<AtWork> {
  const [botLog, workerLog, calls] = ['bot.log', 'worker.log', 'calls.txt'].map((name) => join(dir, name)) as [string, string, string]
  const estate = await startEstate({ dir: join(dir, 'estate'), speed: 10 })
  opened.push(() => estate.close())
  const deadPort = await freePort()
  const sec = estate.instances.find(({ name }) => name === 'SEC')
  const { msdb } = estate.state.instances.find(({ name }) => name === 'SEC') ?? {}
  if (sec === undefined || msdb === undefined) throw new Error('the practice estate has no SEC')
  const practice = await writeConfiguration(
    { ...estate, instances: [...estate.instances, { ...sec, name: 'DEAD', port: deadPort }] },
    { dir, standInOnly, pace: { speed: 10, shortestS: 3 } },
  )
  cpSync(join(ROOT, 'bench/toggle-often.md'), join(dir, 'commands/toggle-often.md'))
  addJob(msdb, 'often', Date.now())
  const counting = `--import=${pathToFileURL(join(import.meta.dirname, 'count-calls.ts')).href}`
  const environment = { ...practice.environment, NODE_OPTIONS: counting, COUNTERSIGN_TEST_CALLS: calls }
  const bot = await startProgram({ ...practice, environment }, ['start'], botLog)
  opened.push(() => bot.end())
  const client = await openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
  let worker: Program | undefined
  opened.push(async () => worker?.end())
  const startWorker = async (more: Record<string, string> = {}): Promise<Program> => {
    await worker?.end()
    worker = await startProgram({ ...practice, environment: { ...practice.environment, ...more } }, ['worker', 'dc2-a'], workerLog)
    return worker
  }
  await startWorker()
  return { dir, estate, practice, client, deadPort, botLog, workerLog, calls, startWorker, close }
}
