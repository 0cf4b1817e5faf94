import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:http2'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { replay, verifyText } from '../../src/audit/verify.ts'
import { exportLog } from '../../src/audit/export.ts'
import { engineDirectory } from '../../src/engine/server/directory.ts'
import { recordedKeys } from '../../src/engine/keys/installation-keys.ts'
import { startEngine, type EngineHandle } from '../../src/engine/start-engine.ts'
import type { Actor, PersonCommand, SignedCommand } from '../../src/run/command.ts'
import { due } from '../../src/run/due.ts'
import type { RunState } from '../../src/run/state.ts'
import type { WorkerOptions } from '../../src/worker/options.ts'
import { startWorker, type Worker } from '../../src/worker/start-worker.ts'
import { startIntruder } from '../engine/intruder.ts'
import { Faults } from '../estate/faults.ts'
import { StatementLog } from '../estate/statement-log.ts'
import { makeCertificate } from '../estate/tds/certificate.ts'
import { listenTds, type Listening } from '../estate/tds/listen.ts'
import { until } from './practice.ts'
import { RESTORE, restoreDocument } from './restore-document.ts'
import { PASSWORD, restoringInstance } from './restoring-instance.ts'
import { STATE_VERSION } from '../../src/audit/state-version.ts'

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
  const port = await freePort()
  const key = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  engine = await startEngine({
    stateDir,
    installation: 'test',
    workers: [{ name: 'anna', site: 'berlin', address: `http://127.0.0.1:${port}`, key }],
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
    listen: { host: '127.0.0.1', port },
    ingress: { socket: engineDirectory(stateDir).ingress },
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKeys: engine.publicKeys,
    identityKeys: [recordedKeys(stateDir).identity.publicForm],
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
  worker = await startWorker(options)
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

test('a run that was cancelled is not performed by a worker to whom somebody in its place hides the cancel', async () => {
  instance.online = false
  const { run, by, say, approve } = await atGate()
  // Nobody is there to take the order that the approvals lead to.
  await worker.close()
  await approve()
  const { entries } = await engine.client.history(run)
  const { state } = replay(entries, engine.publicKeys) as { state: RunState }
  const ordered = due(state).find((effect) => effect.kind === 'order')
  if (ordered?.kind !== 'order') throw new Error('no order')
  await say({ ...by(0), type: 'cancel', reason: 'The site is up again.' })
  const before = restores().length

  const intruder = await startIntruder(engineDirectory(join(dir, 'state')))
  const told: unknown[] = []
  await intruder.registerOver({
    Run: {
      history: (_key, body) => ({
        entries: entries.slice(((body as { from?: number } | null)?.from ?? 1) - 1),
        heads: [],
        newest: 'forged',
      }),
      command: (_key, body) => {
        told.push(body)
        return { accepted: true, claimed: { at: new Date().toISOString(), signature: 'forged' } }
      },
    },
  })
  worker = await startWorker(options)
  expect(await intruder.call('worker-berlin-anna', '', 'order', { stateVersion: STATE_VERSION, order: ordered.order })).toEqual({
    answer: { accepted: true },
  })
  const result = await until(() => told.find((body) => (body as SignedCommand).command.type === 'result') as SignedCommand | undefined)
  expect(result.command).toMatchObject({
    outcome: {
      type: 'refused',
      code: 'history-not-proven',
      why: `Nothing proves that the history of ${run} ends with entry ${entries.length}, where the answer ends. Either the bot is of another release than this worker, or somebody reached the engine and answers in the bot's place: see what the bot says of it, then restart the bot.`,
    },
  })
  expect(await intruder.call('worker-berlin-anna', '', 'stop', { order: ordered.order.key })).toEqual({
    error: expect.stringMatching(/^Order \S+ goes on: whoever asked to stop it is not the bot\. /) as string,
  })
  await intruder.leave()
  await intruder.close()
  expect(restores()).toHaveLength(before)
  expect(await engine.client.view(run)).toMatchObject({ phase: 'withdrawn' })
  instance.online = true
})

test('a call of its handlers that does not come from the engine is refused', async () => {
  const client = connect(worker.url)
  const answer = await new Promise((resolve, reject) => {
    const request = client.request({
      ':method': 'POST',
      ':path': '/invoke/worker-berlin-anna/order',
      'content-type': 'application/vnd.restate.invocation.v5',
    })
    request.on('response', (headers) => resolve(headers[':status'])).on('error', reject)
    request.end('{}')
  })
  client.close()
  expect(answer).toBe(401)
})

test('a second process with the same name is refused by its port', async () => {
  const { port } = options.listen
  await expect(startWorker({ ...options, state: join(dir, 'second') })).rejects.toThrow(
    `Worker anna cannot listen on 127.0.0.1:${port}: a process has that port, perhaps another worker of this name. End it, or give this worker another address.`,
  )
})

test('a worker whose key the engine does not know is not heard, says so, and goes on trying', async () => {
  const stranger = generateKeyPairSync('ed25519')
  const key = stranger.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const mallory = await startWorker({
    ...options,
    name: 'mallory',
    listen: { host: '127.0.0.1', port: 0 },
    state: join(dir, 'mallory'),
    privateKey: stranger.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKeys: { ...options.publicKeys, workers: { ...options.publicKeys.workers, mallory: { site: 'berlin', key } } },
  })
  const line = await until(() => said.find((each) => each.includes('mallory') && each.includes('does not believe')))
  await mallory.close()
  expect(line).toBe(
    'Site berlin does not believe the heartbeat of worker mallory: Site berlin knows no worker mallory: list it with its public key under `workers:`, then restart the bot.',
  )
})

async function freePort(): Promise<number> {
  const listener = createServer()
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as AddressInfo
  await new Promise((resolve) => listener.close(resolve))
  return port
}
