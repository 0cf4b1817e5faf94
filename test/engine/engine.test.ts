import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:http2'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BOT_HEADER } from '../../src/engine/bot-only.ts'
import type { EngineClient } from '../../src/engine/client.ts'
import { engineDirectory } from '../../src/engine/engine-directory.ts'
import { botKeys, privatePem } from '../../src/engine/keys.ts'
import { startEngine } from '../../src/engine/start-engine.ts'
import { publicKeysOf } from '../../src/engine/public-keys.ts'
import { engineHttp } from '../../src/engine/socket-http.ts'
import { sha256 } from '../../src/audit/canonical.ts'
import { signCommand } from '../../src/audit/signature.ts'
import { verifyText } from '../../src/audit/verify.ts'
import type { Command, SignedCommand } from '../../src/run/command.ts'
import type { Order } from '../../src/run/order.ts'
import type { Progress, RunView } from '../../src/run/view.ts'
import type { Bot, BotSetUp } from './bot.ts'
import { clientOf, shown, startBot } from './bot.ts'
import { approve, claim, drillText, observed, start, withdraw } from './drill.ts'
import { stateDirectory } from './state-directory.ts'
import { alive, until } from './until.ts'
import type { WorkerStandIn } from './worker-stand-in.ts'
import { startWorkerStandIn } from './worker-stand-in.ts'

/** One bot, one engine, one worker for the whole file; every test has runs and locks of its own. */
const state = stateDirectory()
const directory = engineDirectory(state.path)
let setUp: BotSetUp
let bot: Bot
let client: EngineClient
let worker: WorkerStandIn
let beating: NodeJS.Timeout

beforeAll(async () => {
  worker = await startWorkerStandIn('w1', 'east', directory.ingress, [sha256(drillText)])
  const { name, site, address, publicKey: key } = worker
  setUp = { stateDir: state.path, installation: 'test', workers: [{ name, site, address, key }], lostMs: 60_000, patienceMs: 60_000 }
  bot = await startBot(setUp)
  client = clientOf(state.path)
  beating = setInterval(() => void worker.beat().catch(() => undefined), 300)
}, 30_000)

afterAll(async () => {
  clearInterval(beating)
  await client.close()
  await worker.close()
  await bot.end()
  state.remove()
})

const bySignature = (command: Command): SignedCommand => signCommand(command, 'chat', privatePem(botKeys(state.path).chat))
const byWorker = (command: Command): SignedCommand => signCommand(command, 'w1', privatePem(worker.key))
const viewWhere = (run: string, holds: (view: RunView) => boolean) =>
  until('the run gets there', async () => {
    const view = await client.view(run)
    return view !== null && holds(view) ? view : undefined
  })
const orderWhere = (run: string, kind: Order['kind']) =>
  until(`an order to ${kind}`, () => worker.orders.findLast((order) => order.run === run && order.kind === kind))
let databases = 0

/** A run that waits at its gate. */
async function atGate(more: Parameters<typeof start>[1] = {}) {
  const run = await client.newRun()
  expect(await client.command(bySignature(start(run, { database: `db${++databases}`, ...more })))).toMatchObject({ accepted: true, seq: 1 })
  const question = await orderWhere(run, 'observe')
  expect(await client.command(byWorker(observed(run, question.key, 0)))).toMatchObject({ accepted: true })
  const { gate } = await viewWhere(run, (view) => view.gate !== undefined)
  if (gate === undefined) throw new Error('no gate')
  return { run, gate }
}

/** A run whose order to perform has reached the worker. */
async function ordered() {
  const { run, gate } = await atGate()
  await client.command(bySignature(approve(run, 'amir', gate)))
  await client.command(bySignature(approve(run, 'carol', gate)))
  const order = await orderWhere(run, 'perform')
  const { head } = await viewWhere(run, () => true)
  return { run, order, head }
}

/** What the store holds of a run, as bytes. */
async function stateOf(http: ReturnType<typeof engineHttp>, run: string): Promise<Uint8Array> {
  const query = `SELECT value FROM state WHERE service_name = 'Run' AND service_key = '${run}' AND key = 'run'`
  const response = await http.fetch(`${http.url}/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query }),
  })
  const { rows } = (await response.json()) as { rows: { value: string }[] }
  return Buffer.from(rows[0]?.value ?? '', 'hex')
}

/** How a handler answers somebody who calls it over HTTP/2 without the engine's signature. */
async function statusOf(uri: string, path: string): Promise<number> {
  const session = connect(uri)
  const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/vnd.restate.invocation.v5' })
  stream.end()
  const [headers] = (await once(stream, 'response')) as [{ ':status'?: number }]
  session.destroy()
  return headers[':status'] ?? 0
}

describe('a run', () => {
  test('is led from the question to the order by the engine alone, and its conversation and audit file follow', async () => {
    const { run, order } = await ordered()
    expect(order).toMatchObject({ kind: 'perform', run, site: 'east', attempt: { step: 1, item: 0, number: 1 } })
    const { entries, heads } = await client.history(run)
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1))
    expect(heads).toMatchObject([{ run, final: false }])
    await until('the last line is posted', () => shown(state.path).some(({ view }) => view.run === run && view.seq === entries.length))
    const file = readFileSync(join(state.path, 'audit', `${run}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n')
    expect(file).toHaveLength(entries.length + heads.length)
    const keys = publicKeysOf('test', botKeys(state.path), setUp.workers)
    expect(verifyText(`${file.join('\n')}\n`, keys)).toMatchObject({ verdict: 'incomplete', entries: entries.length, heads: 1 })
    expect(await client.runs()).toContainEqual(expect.objectContaining({ id: run, phase: 'working', title: 'Bring a database online' }))
  })

  test('shows the progress of a claimed attempt, and writes no entry for it', async () => {
    const { run, order, head } = await ordered()
    expect(await client.command(byWorker(claim(run, order.key, 'a', head)))).toMatchObject({ accepted: true })
    const { entries } = await client.history(run)
    for (const percent of [10, 40]) {
      const progress: Progress = {
        run,
        order: order.key,
        step: 1,
        item: 0,
        percent,
        text: `${percent} percent processed.`,
        at: new Date().toISOString(),
      }
      await worker.beat({ running: [{ order: order.key, progress }] })
      await until(`${percent} percent are shown`, () =>
        shown(state.path).some((request) => request.progress?.order === order.key && request.progress.percent === percent),
      )
    }
    expect((await client.history(run)).entries).toEqual(entries)
  })

  test('keeps what it recorded when the engine is killed, and the bot starts it again', async () => {
    const { run, gate } = await atGate()
    expect(await client.command(bySignature(approve(run, 'amir', gate)))).toMatchObject({ accepted: true })
    const before = await client.history(run)
    const pid = Number(readFileSync(directory.pid, 'utf8'))
    process.kill(pid, 'SIGKILL')
    expect(await until('it answers again', () => client.history(run).catch(() => undefined))).toEqual(before)
    expect(await client.command(bySignature(approve(run, 'carol', gate)))).toMatchObject({ accepted: true })
    await orderWhere(run, 'perform')
  }, 30_000)

  test('keeps what it recorded when bot and engine are killed', async () => {
    const { run, gate } = await atGate()
    expect(await client.command(bySignature(approve(run, 'amir', gate)))).toMatchObject({ accepted: true })
    const before = await client.history(run)
    const pid = Number(readFileSync(directory.pid, 'utf8'))
    await bot.kill()
    process.kill(pid, 'SIGKILL')
    await until('it is gone', () => !alive(pid))
    bot = await startBot(setUp)
    expect(await client.history(run)).toEqual(before)
    expect(await client.command(bySignature(approve(run, 'carol', gate)))).toMatchObject({ accepted: true })
    await orderWhere(run, 'perform')
  }, 30_000)

  test('goes on when the bot is killed: commands that came meanwhile are decided by the next one', async () => {
    const { run, gate } = await atGate()
    await bot.kill()
    const waiting = client.command(bySignature(approve(run, 'amir', gate)), 'the click of Amir')
    bot = await startBot(setUp)
    expect(await waiting).toMatchObject({ accepted: true })
    expect(await client.command(bySignature(approve(run, 'carol', gate)))).toMatchObject({ accepted: true })
    await orderWhere(run, 'perform')
  }, 30_000)

  test('expires by a timer that was set before the bot was killed', async () => {
    const { run } = await atGate({ expiresMs: 2000 })
    await bot.kill()
    bot = await startBot(setUp)
    expect(await viewWhere(run, (view) => view.phase === 'expired')).toMatchObject({ run, phase: 'expired' })
  }, 30_000)

  test('that wants what another one protects waits, and goes on when that has ended', async () => {
    const { run: first } = await atGate({ database: 'shared' })
    const second = await client.newRun()
    await client.command(bySignature(start(second, { database: 'shared' })))
    const waited = await until('it waits', async () => {
      const { entries } = await client.history(second)
      return entries.flatMap((entry) => entry.events).find((event) => event.type === 'lock-waited')
    })
    expect(waited).toEqual({ type: 'lock-waited', lock: 'drill/shared', holder: `${first} "Bring a database online"` })
    await client.command(bySignature(withdraw(first)))
    await orderWhere(second, 'observe')
  })
})

describe('the same thing twice', () => {
  test('one event asks for one run', async () => {
    expect(await client.newRun('slash command 1')).toBe(await client.newRun('slash command 1'))
    expect(await client.newRun('slash command 2')).not.toBe(await client.newRun('slash command 1'))
  })

  test('one click, delivered twice under its key, is decided once', async () => {
    const { run, gate } = await atGate()
    const click = bySignature(approve(run, 'amir', gate))
    const [once, twice] = await Promise.all([client.command(click, `click ${run}`), client.command(click, `click ${run}`)])
    expect(once).toMatchObject({ accepted: true })
    expect(twice).toEqual(once)
  })

  test('one click, delivered twice without a key, is refused the second time', async () => {
    const { run, gate } = await atGate()
    const click = bySignature(approve(run, 'amir', gate))
    expect(await client.command(click)).toMatchObject({ accepted: true })
    expect(await client.command(click)).toMatchObject({ refusal: { code: expect.any(String) } })
  })

  test('of two claims of one attempt, one is granted', async () => {
    const { run, order, head } = await ordered()
    const answers = await Promise.all(['a', 'b'].map((nonce) => client.command(byWorker(claim(run, order.key, nonce, head)))))
    expect(answers.filter((answer) => 'accepted' in answer)).toHaveLength(1)
    expect(answers.filter((answer) => 'refusal' in answer)).toHaveLength(1)
  })
})

test('a second bot on the same state directory is refused', async () => {
  const log = pino({ level: 'silent' })
  const chat = { paceMs: 0, show: () => Promise.reject(new Error('never')) }
  await expect(startEngine({ ...setUp, chat, log })).rejects.toThrow(
    `Countersign runs on this state directory already (process ${bot.pid}): end it first, or name another state directory.`,
  )
})

describe('what did not come from us', () => {
  test('a command that nobody signed is refused', async () => {
    const { run, gate } = await atGate()
    const signed = bySignature(approve(run, 'amir', gate))
    if (!('by' in signed.command)) throw new Error('a person says this')
    const forged = { ...signed, command: { ...signed.command, by: { ...signed.command.by, id: 'carol' } } } as SignedCommand
    expect(await client.command(forged)).toMatchObject({ refusal: { code: 'bad-signature' } })
  })

  test.each([
    // An approval is written into the run's own state, everything else is left as it was.
    [
      'with an approval more',
      (own: Uint8Array) => Buffer.from(Buffer.from(own).toString('latin1').replace('"approvals":[]', '"approvals":[{}]'), 'latin1'),
    ],
    ['of another run', (_: Uint8Array, others: Uint8Array) => others],
  ])('a state %s that was planted through the admin socket is refused', async (_, forge) => {
    const { run, gate } = await atGate()
    const { run: other } = await atGate()
    const http = engineHttp({ socket: directory.admin })
    const forged = forge(await stateOf(http, run), await stateOf(http, other))
    const planted = await http.fetch(`${http.url}/services/Run/state`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ object_key: run, new_state: { run: [...forged] } }),
    })
    expect(planted.status).toBe(202)
    const sentence = `The stored state of ${run} was not written by this bot: nothing is done on it. Compare its audit file with the heads in the channel, and find out who reached the engine.`
    await until('it is planted', () =>
      client.history(run).then(
        () => false,
        () => true,
      ),
    )
    expect(await client.command(bySignature(approve(run, 'amir', gate)))).toEqual({ refusal: { code: 'state-altered', sentence } })
    await expect(client.history(run)).rejects.toThrow(sentence)
    await http.close()
  })

  test('only what is meant for others answers at the ingress', async () => {
    const http = engineHttp({ socket: directory.ingress })
    const ask = async (path: string) => {
      const response = await http.fetch(`${http.url}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [BOT_HEADER]: '0'.repeat(64) },
        body: '{}',
      })
      return [path, response.status]
    }
    const paths = [
      'Lock/x/take',
      'Run/R-1/tell',
      'Site/east/order',
      'Site/east/settle',
      'Site/east/sweep',
      'Conversation/x/put',
      'Runs/all/note',
    ]
    expect(await Promise.all(paths.map(ask))).toEqual(paths.map((path) => [path, 400]))
    const botOnly = ['Runs/all/next', 'Runs/all/list', 'Run/R-1/redrive']
    expect(await Promise.all(botOnly.map(ask))).toEqual(botOnly.map((path) => [path, 403]))
    await http.close()
  })

  test('a handler that is called directly answers nobody but our engine', async () => {
    const admin = engineHttp({ socket: directory.admin })
    const { deployments } = (await (await admin.fetch(`${admin.url}/deployments`)).json()) as {
      deployments: { uri: string; services: { name: string }[] }[]
    }
    const uri = deployments.find(({ services }) => services.some(({ name }) => name === 'Run'))?.uri ?? ''
    expect(await statusOf(uri, '/invoke/Run/command')).toBe(401)
    await admin.close()
  })

  test('a heartbeat with another key is refused', async () => {
    const stranger = await startWorkerStandIn('w1', 'east', directory.ingress, [])
    expect(await stranger.beat()).toEqual({
      refusal: { code: 'bad-signature', sentence: 'The heartbeat of w1 is not signed with the key that the configuration lists for it.' },
    })
    expect(await stranger.beat({ worker: 'w9' })).toEqual({
      refusal: {
        code: 'unknown-worker',
        sentence: 'Site east knows no worker w9: list it with its public key under `workers:`, then restart the bot.',
      },
    })
    await stranger.close()
  })
})
