/** The whole product on a practice estate: the bot with its engine, a worker, and a client of the console. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startEstate, type Estate } from '../test/estate/estate.ts'
import { openConsoleClient, type ConsoleClient } from '../test/practice/console-client.ts'
import { startProgram, type Program } from '../test/practice/program.ts'
import { writeConfiguration, type PracticeConfiguration } from '../test/practice/write-configuration.ts'

const DOCUMENTS = ['toggle-job.md', 'toggle-often.md', 'five-steps.md']

export interface BenchHouse {
  estate: Estate
  practice: PracticeConfiguration
  bot: Program
  worker: Program
  client: ConsoleClient
  /** Where the worker's blocks and pauses are written as they end. */
  heard: string
  close(): Promise<void>
}

export async function openBenchHouse(dir: string): Promise<BenchHouse> {
  const opened: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const end of opened.splice(0).toReversed()) await end()
  }
  try {
    const estate = await startEstate({ dir: join(dir, 'estate') })
    opened.push(() => estate.close())
    const practice = await writeConfiguration(estate, { dir })
    for (const document of DOCUMENTS) cpSync(join(import.meta.dirname, document), join(dir, 'commands', document))
    // Its log is written to a file, as an operator's would be.
    const log = join(dir, 'programs.log')
    const bot = await startProgram(practice, ['start'], log)
    opened.push(() => bot.end())
    const heard = join(dir, 'heard.jsonl')
    const preload = `--import=${pathToFileURL(join(import.meta.dirname, 'hear-blocks.ts')).href}`
    const environment = { ...practice.environment, NODE_OPTIONS: preload, COUNTERSIGN_BENCH_HEARD: heard }
    const worker = await startProgram({ ...practice, environment }, ['worker', 'dc2-a'], log)
    opened.push(() => worker.end())
    const client = await openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
    return { estate, practice, bot, worker, client, heard, close }
  } catch (cause) {
    await close()
    throw cause
  }
}
