/** A practice installation at work: estate, bot, worker, and what its console offers, the mishaps and the reset. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pace } from '../../estate/pace.ts'
import { startControl } from '../../estate/control/control-server.ts'
import { startProgram, type Program } from '../program.ts'
import {
  addToConfiguration,
  writeConfiguration,
  writeSecret,
  type PracticeConfiguration,
  type PracticeOptions,
} from '../write-configuration.ts'
import { keepEstate, portsOf, type KeptEstate } from './keep-estate.ts'
import { mishapsOn, type WorkerProcess } from './mishaps.ts'
import type { Opened } from './opened.ts'
import { practiceRoutes } from './practice-routes.ts'

export interface SessionOptions {
  /** Everything of it lies below. What lies there already goes on. */
  dir: string
  opened: Opened
  /** Estate milliseconds per real one. */
  speed?: number
  standInOnly?: boolean
  pace?: Pace
  /** All of them where nothing is said. */
  documents?: PracticeOptions['documents']
  /** More of the configuration, and the secrets that it names. */
  entries?: Record<string, unknown>
  environment?: Record<string, string>
}

export interface Session {
  practice: PracticeConfiguration
  estate: KeptEstate
  bot: Program
  /** Of the console, with its key. */
  address: string
  /** What bot and worker said when they were ready. */
  said: string[]
}

const WORKER = 'dc2-a'

/** Rejects when something of it does not start; what has started is closed by `opened`. */
export async function startSession({ dir, opened, speed = 2, documents = 'all', ...options }: SessionOptions): Promise<Session> {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const memory = sessionMemory(sessionFile(dir))
  const before = memory.read()
  const estate = await opened.start(
    () => keepEstate(join(dir, 'estate'), speed, before.ports),
    (kept) => kept.close(),
  )
  const log = join(dir, 'programs.log')
  // The address of the console is known when the bot is ready, and asked for when somebody presses.
  let address = ''
  const worker = workerProcess(() => startProgram(practice, ['worker', WORKER], log))
  const mishaps = mishapsOn({ estate: () => estate.now(), worker })
  const remember = (): void => memory.write({ ports: { ...portsOf(estate.now()), ...control }, standing: standing() })
  const standing = (): string[] => mishaps.filter((mishap) => mishap.isOn()).map(({ id }) => id)
  const panel = await opened.start(
    () =>
      startControl(practiceRoutes({ mishaps, estate, console: () => address, changed: () => remember() }), { port: before.ports['panel'] }),
    (one) => one.close(),
  )
  const control = { control: portOf(estate.now().control.url), panel: portOf(panel.url) }
  const practice = await writeConfiguration(estate.now(), { dir, keep: true, documents, ...options })
  addToConfiguration(
    practice,
    { practiceControl: { url: panel.url, token: writeSecret(dir, 'panel', panel.token) }, ...options.entries },
    { ...options.environment },
  )
  const bot = await opened.start(
    () => startProgram(practice, ['start'], log),
    (started) => started.end(),
  )
  address = /http:\S+/.exec(bot.ready)?.[0] ?? ''
  await opened.start(
    () => worker.start(),
    () => worker.end(),
  )
  const ready = worker.ready()
  for (const mishap of mishaps) if (before.standing.includes(mishap.id) && !mishap.isOn()) await mishap.begin()
  remember()
  return { practice, estate, bot, address, said: [bot.ready, ready] }
}

/** Stands in every folder of a practice installation, from the first moment on. */
export function sessionFile(dir: string): string {
  return join(dir, 'practice-session.json')
}

function portOf(url: string): number {
  return Number(new URL(url).port)
}

interface Memory {
  /** By name of the SQL Server, `control` of the estate and `panel`: where a plan was countersigned for one port, another is another plan. */
  ports: Partial<Record<string, number>>
  /** Mishaps that stand. */
  standing: string[]
}

function sessionMemory(file: string): { read(): Memory; write(memory: Memory): void } {
  const write = (memory: Memory): void => {
    writeFileSync(`${file}.new`, `${JSON.stringify(memory, null, 2)}\n`)
    renameSync(`${file}.new`, file)
  }
  return {
    read: () => {
      if (!existsSync(file)) write({ ports: {}, standing: [] })
      return JSON.parse(readFileSync(file, 'utf8')) as Memory
    },
    write,
  }
}

interface SupervisedWorker extends WorkerProcess {
  /** What it said when it was last ready. */
  ready(): string
  end(): Promise<void>
}

function workerProcess(begin: () => Promise<Program>): SupervisedWorker {
  let running: Program | undefined
  return {
    name: WORKER,
    runs: () => running !== undefined,
    ready: () => running?.ready ?? '',
    start: async () => {
      const started = await begin()
      running = started
      void started.gone.then(() => (running === started ? (running = undefined) : undefined))
    },
    kill: async () => {
      running?.kill()
      await running?.gone
      running = undefined
    },
    end: async () => running?.end(),
  }
}
