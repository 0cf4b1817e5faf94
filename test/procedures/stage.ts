/** Plays documents against the practice estate in one process: the real loader, rules, worker and drivers; no engine, no chat, and people who always agree. */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import type { ChoicesAnswer } from '../../src/connection/frames.ts'
import { USUAL_READERS } from '../../src/lint/usual-readers.ts'
import type { Target } from '../../src/procedure/plan-types.ts'
import type { Logger, Secret, WorkerOptions, WorkerTarget } from '../../src/worker/options.ts'
import { startWorker, type Worker } from '../../src/worker/start-worker.ts'
import { HOSTS, TRADE_HOSTS } from '../estate/control/windows-places.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import type { Pace } from '../estate/pace.ts'
import type { EstateState } from '../estate/state/estate-state.ts'
import { keptState, turnBack } from '../estate/state/kept-state.ts'
import { Bot, INSTALLATION, SITE, type WorkerName } from './bot.ts'
import { judged, type Document } from './judged.ts'
import { playOn, type Played, type PlayOptions } from './play.ts'
import type { Seen } from './seen.ts'
import { openTrades, type Trades } from './trades.ts'

const ROOT = join(import.meta.dirname, '../..')

export interface StageOptions {
  /** The estate with both sites; the one after the disaster where nothing is said. */
  seed?: 'healthy'
  /** Changes the estate once, before it is remembered. */
  given?: (state: EstateState) => void
  /** With the web servers and mailbox servers of other trades, which answer by their own names and certificates. */
  trades?: true
  /** The machine's own PowerShell, where it has one, instead of the stand-in. */
  realShell?: boolean
  /** Estate milliseconds per real one, and the shortest that an effect or a condition is waited for. */
  pace?: Pace
  /** How long a worker waits for the lock of another one. */
  lockWaitMs?: number
  /** Starts a worker; in this process where nothing is said. */
  start?: (options: WorkerOptions, bot: Bot) => Pick<Worker, 'close'>
}

export interface Stage extends AsyncDisposable {
  readonly estate: Estate
  /** Everything that the estate and the workers write lies below it. */
  readonly dir: string
  /** What the workers logged, as JSON. */
  readonly logged: readonly string[]
  readonly bot: Bot
  readonly targets: Record<string, Target>
  /** Every answer of every play, by document. */
  readonly seen: ReadonlyMap<string, Seen[]>
  /** Plays a document from its start to an end, to attention, or to where it was told to stop. The estate is as on its first day before, unless the play goes on. */
  play(document: Document, values: Record<string, string>, options?: PlayOptions): Promise<Played>
  /** What a worker finds to choose from for this parameter of a document. */
  choices(document: string, parameter: string, answers: Record<string, string>): Promise<ChoicesAnswer>
  /** The estate as on its first day. */
  reset(): void
}

const USUAL_PACE: Pace = { speed: 100, shortestS: 3 }

const inThisProcess: StageOptions['start'] & {} = (options, bot) => startWorker(options, (given) => bot.connect(options.name, given))

export async function openStage({
  seed,
  given,
  trades,
  realShell = false,
  pace = USUAL_PACE,
  lockWaitMs,
  start = inThisProcess,
}: StageOptions = {}): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'procedures-'))
  const estate = await startEstate({ dir: join(dir, 'estate'), speed: pace.speed, ...(seed && { seed }) })
  const farm = trades && (await openTrades(estate.state))
  given?.(estate.state)
  const [first, files] = [keptState(estate.state), readFiles(estate.state.dir)]
  const bot = new Bot()
  const documents = join(dir, 'commands')
  mkdirSync(documents)
  const workers: Pick<Worker, 'close'>[] = []
  const seen = new Map<string, Seen[]>()
  let broken: (why: Error) => void = () => undefined
  const logged: string[] = []
  const log = (fields: object, line: string): void => void logged.push(JSON.stringify({ line, ...fields }))
  const logger: Logger = {
    info: log,
    warn: log,
    error: (fields, line) => broken(new Error(line, { cause: fields })),
  }
  const workerTargets = targetsOf(estate, realShell, farm)
  const secrets: Record<string, Secret> = farm ? { 'portal-pfx': { secret: farm.password } } : {}
  bot.need = (name: WorkerName) => {
    const options = {
      name,
      site: SITE,
      installation: INSTALLATION,
      bots: [],
      privateKey: bot.privateKey(name),
      publicKeys: bot.publicKeys,
      readers: USUAL_READERS,
      documents,
      state: join(dir, 'state', name),
      files: join(dir, 'files'),
      targets: workerTargets,
      secrets,
      logger,
      ...(lockWaitMs !== undefined && { pauses: { lockWaitMs } }),
    }
    workers.push(start(options, bot))
  }
  const targets = Object.fromEntries(Object.entries(workerTargets).map(([name, target]) => [name, plannedTarget(target)]))
  const reset = (): void => {
    turnBack(estate.state, first)
    writeFiles(estate.state.dir, files)
    estate.faults.clear()
  }
  return {
    estate,
    dir,
    logged,
    bot,
    targets,
    seen,
    reset,
    choices: async (document, parameter, answers) => {
      const { procedure, beside } = judged(document)
      for (const [name, { text }] of beside) writeFileSync(join(documents, name), text)
      const name = procedure.parameters.find((each) => each.name === parameter)?.choicesFrom ?? ''
      return bot.worker('anna').onChoices({ document: procedure.hash, name, answers })
    },
    play: async (document, values, options = {}) => {
      const { id, ...read } = judged(document, pace)
      // A worker judges most of its folder anew with each document that comes: those of plays that are over go.
      if (options.goesOn !== true) for (const name of readdirSync(documents)) if (!read.beside.has(name)) rmSync(join(documents, name))
      for (const [name, { text }] of read.beside) writeFileSync(join(documents, name), text)
      const { text, policy } = read.procedure
      if (options.goesOn !== true) reset()
      options.given?.(estate.state)
      const run = bot.begin(options.crash)
      broken = (why) => run.fail(why)
      const played = await playOn(
        run,
        { document: { id, text }, policy, values, targets, secretNames: Object.keys(secrets), state: estate.state },
        options,
      )
      seen.set(id, [...(seen.get(id) ?? []), ...played.seen])
      return played
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(workers.map((worker) => worker.close()))
      await farm?.close()
      await estate.close()
      rmSync(dir, { recursive: true })
    },
  }
}

function targetsOf(estate: Estate, realShell: boolean, farm: Trades | undefined): Record<string, WorkerTarget> {
  const ca = readFileSync(estate.ca, 'utf8')
  const servers = estate.instances.map(({ name, server, instance, host, port, user, password, reader }): WorkerTarget => {
    const look = { user: reader.user, password: { secret: reader.password } }
    return { kind: 'sql-server', name, host: server, instance, address: host, port, user, password: { secret: password }, reader: look, ca }
  })
  const shells = Object.entries({ ...HOSTS, ...(farm && TRADE_HOSTS) }).map(([name, host]): WorkerTarget => {
    const modules = [join(ROOT, 'test/estate/powershell/CountersignPractice.psm1')]
    const standIn = [process.execPath, join(ROOT, 'test/estate/powershell/stand-in.ts')]
    const environment = {
      PATH: realShell ? (process.env.PATH ?? '') : '',
      HOME: process.env.HOME ?? '',
      COUNTERSIGN_ESTATE_URL: estate.control.url,
      COUNTERSIGN_ESTATE_TOKEN: estate.control.token,
      COUNTERSIGN_ESTATE_ENDPOINT: name,
    }
    return { kind: 'powershell', name, host, practice: true, modules, standIn, environment, ...(farm && { names: farm.namesOn(host) }) }
  })
  return Object.fromEntries([...servers, ...shells].map((target) => [target.name, target]))
}

function plannedTarget(target: WorkerTarget): Target {
  const { name, host } = target
  if (target.kind === 'powershell') return { kind: 'powershell', name, host, site: SITE, practice: true }
  const { instance = '', port, reader } = target
  return { kind: 'sql-server', name, host, instance, port, site: SITE, practice: true, ...(reader && { reader: reader.user }) }
}

/** Shares and disks, by path below the estate's folder. */
function readFiles(dir: string): Map<string, Buffer> {
  return new Map(ownFiles(dir).map((file) => [relative(dir, file), readFileSync(file)]))
}

function writeFiles(dir: string, files: ReadonlyMap<string, Buffer>): void {
  const wanted = new Map([...files].map(([name, bytes]) => [join(dir, name), bytes]))
  for (const file of ownFiles(dir)) if (!wanted.has(file)) rmSync(file)
  for (const [file, bytes] of wanted) {
    mkdirSync(dirname(file), { recursive: true })
    if (!same(file, bytes)) writeFileSync(file, bytes)
  }
}

function same(file: string, bytes: Buffer): boolean {
  const stands = statSync(file, { throwIfNoEntry: false })
  return stands?.size === bytes.length && sha256(readFileSync(file)) === sha256(bytes)
}

export function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Of the estate: what its hosts share, and their disks. */
const ownFiles = (dir: string): string[] => ['shares', 'hosts'].flatMap((place) => filesBelow(join(dir, place)))

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
