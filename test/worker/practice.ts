/** Everything that a test of the worker needs around it: keys, a SQL Server, a run that waits for its worker, and workers. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PublicKeys } from '../../src/audit/entry.ts'
import { signCommand, signerOf, signProof } from '../../src/audit/signature.ts'
import type { Actor, Command, SignedCommand } from '../../src/run/command.ts'
import type { Target } from '../../src/procedure/plan-types.ts'
import type { Order, PerformOrder } from '../../src/run/order.ts'
import type { Logger, WorkerOptions } from '../../src/worker/options.ts'
import { startWorker, type Worker } from '../../src/worker/start-worker.ts'
import { openBots } from '../../src/worker/connection/bots.ts'
import { Faults } from '../estate/faults.ts'
import { StatementLog } from '../estate/statement-log.ts'
import { makeCertificate } from '../estate/tds/certificate.ts'
import { listenTds } from '../estate/tds/listen.ts'
import { restoreDocument } from './restore-document.ts'
import { PASSWORD, restoringInstance, type RestoringInstance } from './restoring-instance.ts'
import { startRunStandIn, type RunStandIn } from './run-stand-in.ts'
import { startWire, type Wire } from './wire.ts'

export interface Practice extends AsyncDisposable {
  run: RunStandIn
  instance: RestoringInstance
  faults: Faults
  statements: StatementLog
  /** Between the workers and the server. */
  wire: Wire
  /** PEM of the authority that signed the gateway's certificate. */
  ca: string
  /** What the workers wrote to their log. */
  said: string[]
  /** Options of a worker of this name. */
  optionsOf(name: string, more?: Partial<WorkerOptions>): WorkerOptions
  /** A worker in this process; orders are given to it as if they had just come in. */
  start(
    name: string,
    more?: Partial<WorkerOptions>,
  ): Promise<Worker & { take: (order: Order) => unknown; stop: (order: string) => unknown }>
  /** Starts the run, lets it look, and has two people approve: the order to perform that is due then, which nobody was given yet. */
  approve(): Promise<PerformOrder>
  /** Signed as that worker would. */
  signAs(name: string, command: Command): SignedCommand
}

/** `setup` stands for a worker that looked before the test begins. */
const WORKERS = ['anna', 'bert', 'setup'] as const

export interface Installation {
  document?: string
  /** Beside SEC, as the plan knows them. */
  planned?: Record<string, Target>
  answers?: Record<string, string>
  /** Lets workers in with TLS, under this name. */
  tls?: string
  /** Where people speak; not on the practice console where something real is planned. */
  via?: 'practice' | 'slack'
}

export async function startPractice(options?: string, installation: Installation = {}): Promise<Practice> {
  const dir = mkdtempSync(join(tmpdir(), 'worker-practice-'))
  mkdirSync(join(dir, 'commands'))
  const text = installation.document ?? restoreDocument(options)
  writeFileSync(join(dir, 'commands', 'restore-database.md'), text)
  const pairs = Object.fromEntries(['chat', 'clock', 'head', ...WORKERS].map((name) => [name, generateKeyPairSync('ed25519')]))
  const keys: PublicKeys = {
    installation: 'test',
    chat: spki(pairs['chat']?.publicKey),
    clock: spki(pairs['clock']?.publicKey),
    head: spki(pairs['head']?.publicKey),
    workers: Object.fromEntries(WORKERS.map((name) => [name, { site: 'berlin', key: spki(pairs[name]?.publicKey) }])),
  }
  const certificate = makeCertificate(['sec.contoso.com'], new Date())
  const gatewayCertificate = makeCertificate([installation.tls ?? 'localhost'], new Date())
  const instance = restoringInstance()
  const faults = new Faults()
  const statements = new StatementLog(dir)
  const listening = await listenTds({ instance, certificate, encryption: 'offered', watch: { faults, log: statements }, closed: () => {} })
  const wire = await startWire(listening.port)
  const run = await startRunStandIn(
    keys,
    (command) => signAs(signerOf(command), command),
    (proof) => signProof(proof, pkcs8(pairs['head']?.privateKey)),
    installation.tls === undefined ? undefined : { host: '127.0.0.1', port: 0, ...gatewayCertificate },
  )
  const signAs = (name: string, command: Command) => signCommand(command, name, pkcs8(pairs[name]?.privateKey))
  const said: string[] = []
  const logger: Logger = {
    info: (_, line) => void said.push(line),
    warn: (_, line) => void said.push(line),
    error: (fields, line) => void said.push(line, JSON.stringify(fields)),
  }
  const workers: Worker[] = []

  const optionsOf = (name: string, more: Partial<WorkerOptions> = {}): WorkerOptions => ({
    name,
    site: 'berlin',
    installation: 'test',
    bots: [{ socket: run.socket }],
    privateKey: pkcs8(pairs[name]?.privateKey),
    publicKeys: keys,
    documents: join(dir, 'commands'),
    state: join(dir, 'state', name),
    files: join(dir, 'files'),
    targets: {
      SEC: {
        kind: 'sql-server',
        name: 'SEC',
        host: 'sec.contoso.com',
        address: '127.0.0.1',
        port: wire.port,
        user: 'countersign',
        password: { secret: PASSWORD },
        ca: certificate.ca,
      },
    },
    logger,
    pauses: { heartbeatMs: 100, lockWaitMs: 500, staleMs: 300 },
    ...more,
  })

  return {
    run,
    instance,
    faults,
    statements,
    wire,
    ca: gatewayCertificate.ca,
    said,
    optionsOf,
    start: async (name, more) => {
      let given: Parameters<typeof openBots>[0] | undefined
      const worker = startWorker(optionsOf(name, more), (options) => {
        given = options
        return openBots(options)
      })
      workers.push(worker)
      return { ...worker, take: (order) => given?.onOrder(order), stop: (order) => given?.onStop(order) }
    },
    signAs,
    approve: () => approve(run, { ...installation, document: text }, wire.port, signAs),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(workers.map((worker) => worker.close()))
      await run[Symbol.asyncDispose]()
      await listening.close()
      await wire[Symbol.asyncDispose]()
      rmSync(dir, { recursive: true })
    },
  }
}

const PEOPLE = [
  { id: 'dana', name: 'Dana', groups: ['operators'] },
  { id: 'amir', name: 'Amir', groups: ['dba'] },
  { id: 'carol', name: 'Carol', groups: ['dba'] },
]

async function approve(run: RunStandIn, installation: Installation, port: number, signAs: Practice['signAs']): Promise<PerformOrder> {
  const policy = {
    id: 'dba',
    start: ['operators'],
    approve: [{ from: ['dba'], count: 2 }],
    expiresMs: 1_800_000,
    deviate: { from: ['dba'], count: 2 },
  }
  let event = 0
  const by = (index: number) => {
    const person = PEOPLE[index] as (typeof PEOPLE)[number]
    const via = installation.via ?? 'practice'
    const actor: Actor = { ...person, via, account: `${via}/${person.id}` }
    return { run: 'R-1', by: actor, eventId: `e${(event += 1)}`, at: new Date().toISOString() }
  }
  const say = (command: Command) => {
    const answer = run.send(command)
    if ('refusal' in answer) throw new Error(`${command.type}: ${answer.refusal.code}`)
  }
  say({
    ...by(0),
    type: 'start',
    installation: 'test',
    document: { id: 'restore-database', text: installation.document ?? '' },
    targets: {
      SEC: { kind: 'sql-server', name: 'SEC', host: 'sec.contoso.com', instance: '', port, site: 'berlin', practice: true },
      ...installation.planned,
    },
    policies: { dba: policy },
    people: PEOPLE,
    conversation: { platform: 'console', channel: 'incident' },
    rehearsal: false,
    answers: { database: 'mgc', backup: 'SEC', ...installation.answers },
  })
  const open = await until(() => {
    look(run, signAs)
    return run.state?.gates.at(-1)
  })
  for (const index of [1, 2]) say({ ...by(index), type: 'approve', gate: open.number, fingerprint: open.fingerprint })
  return await until(() => run.orders.find((order) => order.kind === 'perform'))
}

/** The first look, answered as if by a worker: the database waits. */
function look(run: RunStandIn, signAs: Practice['signAs']): void {
  const order = run.orders.at(-1)
  if (order?.kind !== 'observe' || run.state?.question?.order !== order.key) return
  const blocks = run.state.plan?.steps[order.step - 1]?.blocks ?? []
  const results = order.looks.flatMap((look) =>
    blocks.flatMap(({ role, target }, block) => {
      const rows = [look === 'check' ? { done: 0, detail: 'mgc is RESTORING' } : { ok: 1 }]
      return role === look ? [{ block, target, ok: true, rows, rowCount: 1, messages: [], errors: [], tookMs: 1 }] : []
    }),
  )
  run.take(signAs('setup', { type: 'observed', run: 'R-1', worker: 'setup', site: 'berlin', boot: 'setup', order: order.key, results }))
}

/** What `find` finds, asked again until it does; what the test itself is limited by ends it otherwise. */
export async function until<T>(find: () => T | undefined | false): Promise<T> {
  for (;;) {
    const found = find()
    if (found !== undefined && found !== false) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

function spki(key: KeyObject | undefined): string {
  return String(key?.export({ type: 'spki', format: 'pem' }))
}

function pkcs8(key: KeyObject | undefined): string {
  return String(key?.export({ type: 'pkcs8', format: 'pem' }))
}
