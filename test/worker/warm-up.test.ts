/** A worker gets ready for its first order by itself, beside its work: what it opens, what it leaves alone, what it says, and that nothing waits for it. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Logger, ShellTarget, SqlTarget, WorkerTarget } from '../../src/worker/options.ts'
import { startWorker, type Worker } from '../../src/worker/start-worker.ts'
import { dryReplay } from '../../src/worker/warm-up/dry-replay.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import { estateTarget } from './estate-target.ts'
import { until } from './practice.ts'
import { restoreDocument } from './restore-document.ts'

let estate: Estate
let dir: string
let worker: Worker | undefined
let said: string[]
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'warm-up-'))
  mkdirSync(join(dir, 'commands'))
  writeFileSync(join(dir, 'commands/restore.md'), restoreDocument())
  estate = await startEstate({ dir: join(dir, 'estate') })
  said = []
})
afterEach(async () => {
  await worker?.close()
  await estate.close()
  rmSync(dir, { recursive: true, force: true })
})

const SHELL_DOCUMENT = restoreDocument()
  .replace('type: sql-server', 'type: powershell')
  .replace(/```sql run[^`]*```/, '```powershell run on=backup\nStart-Sleep -Seconds 1\n```')
  .replace(/```sql check[^`]*```/, '```powershell check on=backup\n@{ Done = 0; Detail = $database }\n```')
const write = (text: string) => writeFileSync(join(dir, 'commands/restore.md'), text)

/** A PowerShell that notes its start and is never ready. */
const shell = (
  name: string,
  command = `require('node:fs').appendFileSync(${JSON.stringify(join(dir, 'started'))}, '${name} ')`,
): ShellTarget => ({
  kind: 'powershell',
  name,
  host: 'fe5.contoso.com',
  practice: true,
  modules: [],
  environment: { PATH: '' },
  standIn: [process.execPath, '-e', command],
})

function start(targets: Record<string, WorkerTarget>, logger: Partial<Logger> = {}): Worker {
  const say = (_: object, text: string) => void said.push(text)
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  worker = startWorker({
    name: 'anna',
    site: 'berlin',
    installation: 'test',
    bots: [],
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKeys: { installation: 'test', chat: '', clock: '', head: '', workers: { anna: { site: 'berlin', key } } },
    documents: join(dir, 'commands'),
    state: join(dir, 'state'),
    files: join(dir, 'files'),
    targets,
    pauses: { sql: { openMs: 600_000, answerMs: 600_000, stopMs: 600_000 } },
    logger: { info: say, warn: say, error: say, ...logger },
  })
  return worker
}

const open = () =>
  estate.state.instances.flatMap(({ name, sessions }) => [...sessions.values()].map(({ program, login }) => ({ name, program, login })))

test('a session for looks is there on each SQL Server, under its reader', async () => {
  await start({ SEC: estateTarget(estate, 'SEC'), SECM: estateTarget(estate, 'SECM') }).warmUp()
  const reader = estate.state.reader.user
  expect(open()).toEqual(['SEC', 'SECM'].map((name) => ({ name, program: 'countersign/test/look', login: reader })))
  expect(said).toEqual([])
})

test('the PowerShells of the targets are started', async () => {
  write(SHELL_DOCUMENT)
  const reader = { initialise: '' }
  await start({ one: shell('one'), two: { ...shell('two'), reader } }).warmUp()
  // The second has a process for what looks, and one for what acts.
  expect(readFileSync(join(dir, 'started'), 'utf8').split(' ').toSorted()).toEqual(['', 'one', 'two', 'two'])
})

describe('what cannot be warmed is said once, in one sentence, and keeps nothing else cold', () => {
  test('a server that is down', async () => {
    const down: SqlTarget = { ...estateTarget(estate, 'SEC'), name: 'OLD', port: 1 }
    await start({ OLD: down, SEC: estateTarget(estate, 'SEC') }).warmUp()
    expect(said).toEqual([
      'OLD is not ready for this worker: OLD (127.0.0.1:1) cannot be reached: connect ECONNREFUSED 127.0.0.1:1 (ECONNREFUSED). See that the server runs, that its SQL Server listens on this port, and that this worker may reach it. It is tried again when an order needs it.',
    ])
    expect(open().map(({ name }) => name)).toEqual(['SEC'])
  })

  test('a PowerShell that does not start, though it was to be started twice', async () => {
    write(SHELL_DOCUMENT)
    await start({ management: { ...shell('management', 'process.exit(3)'), reader: { initialise: '' } } }).warmUp()
    expect(said).toEqual([
      'management is not ready for this worker: PowerShell for target management did not start: it ended with exit code 3. It is tried again when an order needs it.',
    ])
  })
})

describe('nobody is asked whom no document needs', () => {
  test('neither a server nor a PowerShell where no document is without fault', async () => {
    write('no document')
    await start({ SEC: estateTarget(estate, 'SEC'), management: shell('management') }).warmUp()
    expect([open(), existsSync(join(dir, 'started'))]).toEqual([[], false])
  })

  test('no PowerShell where the documents are in SQL, no server where they are in PowerShell', async () => {
    await start({ SEC: estateTarget(estate, 'SEC'), management: shell('management') }).warmUp()
    expect([open().length, existsSync(join(dir, 'started'))]).toEqual([1, false])
    await worker?.close()
    await until(() => open().length === 0)
    write(SHELL_DOCUMENT)
    await start({ SEC: estateTarget(estate, 'SEC'), management: shell('management') }).warmUp()
    expect([open(), existsSync(join(dir, 'started'))]).toEqual([[], true])
  })

  test('nor a target whose secret is missing: that is said at the start, and nothing is sent without it', async () => {
    const target = estateTarget(estate, 'SEC')
    const fault = { is: 'no-secret' as const, of: { what: 'password' as const, target: 'SEC' }, from: { env: 'SEC_PASSWORD' } }
    await start({ SEC: { ...target, password: { fault } } }).warmUp()
    expect([open(), said]).toEqual([[], []])
  })
})

test('a stop while it warms up ends at once, and nothing is said of what was not waited for', async () => {
  const alsoPowerShell = '\n## By PowerShell\n\n```powershell read on=shell\n@{ A = 1 }\n```\n'
  write(`${restoreDocument()}${alsoPowerShell}`.replace('parameters:', 'parameters:\n  shell: { type: powershell, ask: "Where?" }'))
  const sockets = new Set<Socket>()
  const silent = createServer((socket) => sockets.add(socket.on('error', () => undefined))).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  // Neither ever answers, and the worker would wait longer than this test.
  const asleep = shell(
    'management',
    `require('node:fs').writeFileSync(${JSON.stringify(join(dir, 'started'))}, ''); setInterval(() => {}, 1000)`,
  )
  const started = start({ SEC: { ...estateTarget(estate, 'SEC'), port }, management: asleep })
  const warming = started.warmUp()
  await until(() => sockets.size > 0 && existsSync(join(dir, 'started')))
  await started.close()
  await warming
  expect(said).toEqual([])
  for (const socket of sockets) socket.destroy()
  silent.close()
})

test('a fault of its own is written down, and the worker goes on', async () => {
  const down: SqlTarget = { ...estateTarget(estate, 'SEC'), port: 1 }
  const warn = () => {
    throw new Error('the log is full')
  }
  await start({ SEC: down }, { warn }).warmUp()
  expect(said).toEqual(['Getting ready for the first order met a fault of the worker itself; the order will take longer.'])
})

test('what is replayed without an order leads to one, so that all of it has run', () => {
  expect(dryReplay()).toMatchObject({ kind: 'observe', run: 'R-0', step: 1 })
})
