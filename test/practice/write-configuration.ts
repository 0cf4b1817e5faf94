import { randomInt } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parse, stringify } from 'yaml'
import { lineOf } from '../../src/cli/worker/worker-entries.ts'
import { makeKeyFile, publicPem, readKeyFile } from '../../src/engine/keys/keys.ts'
import type { Estate } from '../estate/estate.ts'
import { atPace, type Pace } from '../estate/pace.ts'

export const ROOT = join(import.meta.dirname, '..', '..')

export interface PracticeOptions {
  /** Everything of the practice house lies below it. */
  dir: string
  workers?: string[]
  /** Port of the console; any free one where nothing is said. */
  consolePort?: number
  /** Do without a PowerShell that is there, so that the stand-in runs. */
  standInOnly?: boolean
  /** A configuration, documents and policies that lie there already stay as they are. */
  keep?: boolean
  /** Documents of the product, by name; the failover of Persistent Chat alone where nothing is said, because each start of a program reads them all. */
  documents?: readonly string[] | 'all'
  /** How long its documents wait for an effect; as they are written where nothing is said. */
  pace?: Pace
}

export interface PracticeConfiguration {
  /** The `countersign.yaml` that was written. */
  file: string
  state: string
  /** Secrets that were added to the configuration by environment variable; its own stand in files beside it. */
  environment: Record<string, string>
}

/** Writes a configuration of the practice estate, with copies of documents and `approvals/` and a key for each worker. */
export async function writeConfiguration(
  estate: Pick<Estate, 'instances' | 'ca' | 'control'>,
  {
    dir,
    workers = ['dc2-a'],
    consolePort,
    standInOnly = false,
    keep = false,
    documents = ['failover-persistent-chat'],
    pace,
  }: PracticeOptions,
): Promise<PracticeConfiguration> {
  mkdirSync(dir, { recursive: true })
  const state = join(dir, 'state')
  const file = join(dir, 'countersign.yaml')
  const [instance] = estate.instances
  writeSecret(dir, 'sql', instance?.password ?? '')
  writeSecret(dir, 'sql-reader', instance?.reader.password ?? '')
  writeSecret(dir, 'estate', estate.control.token)
  if (keep && existsSync(file)) return { file, state, environment: {} }
  const copied = documents === 'all' ? ['commands'] : documents.map((name) => `commands/${name}.md`)
  for (const path of [...copied, 'approvals']) cpSync(join(ROOT, path), join(dir, path), { recursive: true })
  if (pace !== undefined) setPace(join(dir, 'commands'), pace)
  const listed: Record<string, { key: string }> = {}
  for (const name of workers) listed[name] = { key: makeKey(state, name) }
  const content = {
    installation: 'contoso-practice',
    practice: true,
    state: 'state',
    console: { port: consolePort ?? (await freePort()) },
    sites: { dc2: { workers: listed } },
    targets: {
      ...Object.fromEntries(estate.instances.filter(({ up }) => up).map((instance) => [instance.name, sqlTarget(instance, estate.ca)])),
      'sec-host': shellTarget('sec-host', 'sqlb1.contoso.com', estate, standInOnly),
      management: shellTarget('management', 'admin2.contoso.com', estate, standInOnly),
    },
  }
  writeFileSync(file, stringify(content))
  return { file, state, environment: {} }
}

function setPace(documents: string, pace: Pace): void {
  for (const name of readdirSync(documents)) {
    const file = join(documents, name)
    writeFileSync(file, atPace(pace)(readFileSync(file, 'utf8')))
  }
}

/** Writes a secret into a file for this user alone; what is returned names it in the configuration of that folder. */
export function writeSecret(dir: string, name: string, secret: string): { file: string } {
  mkdirSync(join(dir, 'secrets'), { recursive: true, mode: 0o700 })
  writeFileSync(join(dir, 'secrets', name), `${secret}\n`, { mode: 0o600 })
  return { file: `secrets/${name}` }
}

/** Adds entries to it or replaces them, with the secrets that they name. */
export function addToConfiguration(
  practice: PracticeConfiguration,
  entries: Record<string, unknown>,
  environment: Record<string, string>,
): void {
  const before = parse(readFileSync(practice.file, 'utf8')) as object
  const after = { ...before, ...entries }
  // A file that says it already keeps its comments.
  if (!isDeepStrictEqual(before, after)) writeFileSync(practice.file, stringify(after))
  Object.assign(practice.environment, environment)
}

function sqlTarget({ server, instance, host, port, user, reader }: Estate['instances'][number], ca: string): object {
  return {
    kind: 'sql-server',
    site: 'dc2',
    host: server,
    instance,
    port,
    address: host,
    user,
    password: { file: 'secrets/sql' },
    reader: { user: reader.user, password: { file: 'secrets/sql-reader' } },
    ca,
    practice: true,
  }
}

function shellTarget(name: string, host: string, { control }: Pick<Estate, 'control'>, standInOnly: boolean): object {
  return {
    kind: 'powershell',
    site: 'dc2',
    host,
    modules: [join(ROOT, 'test/estate/powershell/CountersignPractice.psm1')],
    // It keeps next to nothing.
    standIn: [process.execPath, '--max-semi-space-size=1', join(ROOT, 'test/estate/powershell/stand-in.ts')],
    environment: {
      ...(standInOnly && { PATH: join(process.execPath, '..') }),
      COUNTERSIGN_ESTATE_URL: control.url,
      COUNTERSIGN_ESTATE_TOKEN: { file: 'secrets/estate' },
      COUNTERSIGN_ESTATE_ENDPOINT: name,
    },
    practice: true,
  }
}

/** As `countersign worker --init` does. */
function makeKey(state: string, name: string): string {
  const file = join(state, 'keys', `worker-${name}.pem`)
  makeKeyFile(file)
  return lineOf(publicPem(readKeyFile(file, '')))
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(randomInt(LOWEST_PORT, FIRST_GIVEN_AWAY), '127.0.0.1')
    try {
      await once(server, 'listening')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause
      continue
    }
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    return port
  }
}

/** Between the look and its use a port of the range that systems give away could be given to any connection of any test. */
const LOWEST_PORT = 10_000
const FIRST_GIVEN_AWAY = 32_768
