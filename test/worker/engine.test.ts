import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyText } from '../../src/audit/verify.ts'
import { exportLog } from '../../src/audit/export.ts'
import { startEngine, type EngineHandle } from '../../src/engine/start-engine.ts'
import type { Actor, PersonCommand } from '../../src/run/command.ts'
import type { WorkerOptions } from '../../src/worker/options.ts'
import { startWorker, type Worker } from '../../src/worker/start-worker.ts'
import { Faults } from '../estate/faults.ts'
import { StatementLog } from '../estate/statement-log.ts'
import { makeCertificate } from '../estate/tds/certificate.ts'
import { listenTds, type Listening } from '../estate/tds/listen.ts'
import { until } from './practice.ts'
import { RESTORE, restoreDocument } from './restore-document.ts'
import { PASSWORD, restoringInstance } from './restoring-instance.ts'

const dir = mkdtempSync(join(tmpdir(), 'worker-engine-'))
const text = restoreDocument('timeout: 1m\none-way: true')
const pair = generateKeyPairSync('ed25519')
const certificate = makeCertificate(['sec.contoso.com'], new Date())
const instance = restoringInstance()
const faults = new Faults()
const statements = new StatementLog(dir)
const said: string[] = []
let server: Listening
let engine: EngineHandle
let worker: Worker
let options: WorkerOptions

beforeAll(async () => {
  mkdirSync(join(dir, 'commands'))
  writeFileSync(join(dir, 'commands', 'restore-database.md'), text)
  server = await listenTds({ instance, certificate, encryption: 'required', watch: { faults, log: statements }, closed: () => {} })
  const stateDir = join(dir, 'state')
  mkdirSync(stateDir)
  const key = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  engine = await startEngine({
    stateDir,
    installation: 'test',
    workers: [{ name: 'anna', site: 'berlin', key }],
    chat: {
      intervalMs: 20,
      show: ({ lines, notices }) =>
        Promise.resolve({ posted: { card: 'card', lines: lines.map(({ n }) => n), notices: notices.map((one) => one.key) } }),
    },
    log: pino({ level: 'silent' }),
  })
  const say = (_: object, line: string) => void said.push(line)
  options = {
    name: 'anna',
    site: 'berlin',
    installation: 'test',
    bots: [{ socket: engine.gateway.socket }],
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKeys: engine.publicKeys,
    documents: join(dir, 'commands'),
    state: join(dir, 'worker'),
    files: join(dir, 'files'),
    targets: {
      SEC: {
        kind: 'sql-server',
        name: 'SEC',
        host: 'sec.contoso.com',
        address: '127.0.0.1',
        port: server.port,
        user: 'countersign',
        password: { secret: PASSWORD },
        ca: certificate.ca,
      },
    },
    logger: { info: say, warn: say, error: say },
  }
  worker = startWorker(options)
})

afterAll(async () => {
  await worker.close()
  await engine.close()
  await server.close()
  rmSync(dir, { recursive: true })
})

const PEOPLE = [
  { id: 'dana', name: 'Dana', groups: ['operators'] },
  { id: 'amir', name: 'Amir', groups: ['dba'] },
  { id: 'carol', name: 'Carol', groups: ['dba'] },
]

/** A run that waits at its gate, and what people say to it. */
async function atGate() {
  const run = await engine.client.newRun()
  let event = 0
  const by = (index: number) => {
    const actor: Actor = { ...(PEOPLE[index] as (typeof PEOPLE)[number]), via: 'practice', account: String(index) }
    return { run, by: actor, eventId: `e${(event += 1)}`, at: new Date().toISOString() }
  }
  const say = async (command: PersonCommand) => expect(await engine.client.command(engine.sign(command))).toMatchObject({ accepted: true })
  await say({
    ...by(0),
    type: 'start',
    installation: 'test',
    document: { id: 'restore-database', text },
    targets: {
      SEC: { kind: 'sql-server', name: 'SEC', host: 'sec.contoso.com', instance: '', port: server.port, site: 'berlin', practice: true },
    },
    policies: {
      dba: {
        id: 'dba',
        start: ['operators'],
        approve: [{ from: ['dba'], count: 2 }],
        expiresMs: 1_800_000,
        deviate: { from: ['dba'], count: 2 },
      },
    },
    people: PEOPLE,
    conversation: { platform: 'console', channel: 'incident' },
    rehearsal: false,
    answers: { database: 'mgc', backup: 'SEC' },
  })
  const view = async (is: (seen: NonNullable<Awaited<ReturnType<EngineHandle['client']['view']>>>) => boolean) => {
    for (;;) {
      const seen = await engine.client.view(run)
      if (seen && is(seen)) return seen
      if (seen?.attention) throw new Error(seen.attention.because.code)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const { gate } = await view((seen) => seen.gate !== undefined)
  const approve = async () => {
    for (const index of [1, 2]) await say({ ...by(index), type: 'approve', gate: gate?.number ?? 0, fingerprint: gate?.fingerprint ?? '' })
  }
  return { run, by, say, view, approve }
}

const restores = () => statements.all.filter((one) => one.text.trim() === RESTORE)

test('with the real engine, a run goes from its start to its end, and its log is intact', async () => {
  const { run, view, approve } = await atGate()
  await approve()
  await view((seen) => seen.phase === 'done')
  expect(restores()).toMatchObject([{ app: `countersign/test/${run}/1/1`, outcome: 'done' }])
  const { entries, heads } = await engine.client.history(run)
  expect(verifyText(exportLog(entries, heads), engine.publicKeys)).toMatchObject({ verdict: 'intact' })
  expect(JSON.stringify(entries)).not.toContain(PASSWORD)
})

test('a second process of the same name takes the place of the first, which says so', async () => {
  const before = said.length
  const second = startWorker({ ...options, state: join(dir, 'second') })
  const line = await until(() => said.slice(before).find((each) => each.includes('ends the connection')))
  expect(line).toBe(
    `Worker anna is not connected: the bot at ${engine.gateway.socket} ends the connection: Another connection of worker anna has taken the place of this one: run one process of that name. It tries again.`,
  )
  await until(() =>
    said.slice(before).find((each) => each.includes(`Boot ${worker.boot} of worker anna was replaced by a newer process of that name`)),
  )
  await second.close()
  await worker.close()
  worker = startWorker(options)
})

test('a worker whose key the bot does not know is not let in, says so, and goes on trying', async () => {
  const stranger = generateKeyPairSync('ed25519')
  const key = stranger.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const mallory = startWorker({
    ...options,
    name: 'mallory',
    state: join(dir, 'mallory'),
    privateKey: stranger.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKeys: { ...options.publicKeys, workers: { ...options.publicKeys.workers, mallory: { site: 'berlin', key } } },
  })
  const line = await until(() => said.find((each) => each.includes('mallory') && each.includes('let this worker in')))
  await mallory.close()
  expect(line).toBe(
    `Worker mallory is not connected: the bot at ${engine.gateway.socket} does not let this worker in: This bot knows no worker mallory: list it with its public key under \`sites:\` of the configuration, then restart the bot. It tries again.`,
  )
})
