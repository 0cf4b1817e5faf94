import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countersign } from '../cli/countersign.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import { startProgram, type Program } from '../practice/program.ts'
import { addToConfiguration, writeConfiguration, type PracticeConfiguration } from '../practice/write-configuration.ts'
import { addDocuments, writeLetter } from './documents.ts'

/** The practice estate with bot and worker as an operator starts them, for all conversations of a file. */
export interface Installation {
  dir: string
  estate: Estate
  practice: PracticeConfiguration
  bot: Program
  /** Puts a file where `/keep copy` looks for it. */
  writeLetter(name: string): void
  /** What the shipped verifier says of a run's log. */
  verify(log: string): Promise<string>
  /** Starts the bot again after it ended. */
  startBot(): Promise<void>
  close(): Promise<void>
}

export interface HouseOptions {
  /** Entries of `countersign.yaml` that are added to or replace the practice configuration's. */
  configuration?: Record<string, unknown>
  environment?: Record<string, string>
  /** Changes to the house's folder before anything starts. */
  prepare?: (dir: string) => void
  /** False: nobody executes anything. */
  worker?: boolean
  /** How many times faster than life the estate is; its own where nothing is said. */
  speed?: number
}

/** Nothing stays open when a part of it does not start. */
export async function openHouse(options: HouseOptions = {}): Promise<Installation> {
  const dir = mkdtempSync(join(tmpdir(), 'countersign-house-'))
  const opened: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const each of opened.splice(0).toReversed()) await each()
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    return await open(dir, options, opened, close)
  } catch (cause) {
    await close()
    throw cause
  }
}

async function open(
  dir: string,
  { configuration = {}, environment = {}, prepare, worker: works = true, speed }: HouseOptions,
  opened: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<Installation> {
  const estate = await startEstate({ dir: join(dir, 'estate'), ...(speed !== undefined && { speed }) })
  opened.push(() => estate.close())
  const practice = await writeConfiguration(estate, { dir, standInOnly: true })
  addDocuments(dir, join(dir, 'estate'))
  addToConfiguration(practice, configuration, environment)
  prepare?.(dir)
  const log = join(dir, 'programs.log')
  const bot = await startProgram(practice, ['start'], log)
  const installation: Installation = {
    dir,
    estate,
    practice,
    bot,
    writeLetter: (name) => writeLetter(join(dir, 'estate'), name),
    verify: (text) => verify(dir, practice, text),
    startBot: async () => {
      installation.bot = await startProgram(practice, ['start'], log)
    },
    close,
  }
  opened.push(() => installation.bot.end())
  if (!works) return installation
  const worker = await startProgram(practice, ['worker', 'dc2-a'], log)
  opened.push(() => worker.end())
  return installation
}

/** What it prints; a verdict other than intact has an exit code of its own. */
async function verify(dir: string, { file, environment }: PracticeConfiguration, text: string): Promise<string> {
  const judged = join(dir, 'judged.jsonl')
  writeFileSync(judged, text)
  const run = /"run":"(R-\d+)"/.exec(text)?.[1] ?? 'R-1'
  await countersign(['audit', 'export', run, '--out', dir, '--config', file], { environment })
  return (await countersign(['audit', 'verify', judged, '--keys', join(dir, 'keys.json')], { environment })).out.trim()
}
