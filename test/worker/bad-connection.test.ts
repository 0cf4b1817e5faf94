/** What lies between a worker and its bot cuts, holds, delays and repeats: every order ends, and its effect comes once. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer as createHttp } from 'node:http'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { openGateway } from '../../src/engine/gateway/gateway.ts'
import { startPractice, until, type Practice } from './practice.ts'
import { RESTORE } from './restore-document.ts'

type Direction = 'to bot' | 'to worker'
/** What becomes of the bytes that pass: so many more of them, counted over all connections, go through. */
interface Fault {
  direction: Direction
  afterBytes: number
  does: 'cut' | 'silence'
}

interface Between extends AsyncDisposable {
  socket: string
  /** Bytes that have passed, by direction. */
  passed: Record<Direction, number>
  /** It happened. */
  struck: boolean
}

const path = () => join(tmpdir(), `between-${randomUUID().slice(0, 8)}.sock`)

/** Passes bytes on, and does its one fault once. */
async function between(bot: string, fault?: Fault): Promise<Between> {
  const open = new Set<Socket>()
  const here: Between = {
    socket: path(),
    passed: { 'to bot': 0, 'to worker': 0 },
    struck: false,
    [Symbol.asyncDispose]: async () => {
      for (const each of open) each.destroy()
      await new Promise((resolve) => server.close(resolve))
      rmSync(here.socket, { force: true })
    },
  }
  const server = createServer((worker) => {
    const upstream = connect(bot)
    let silent = false
    const end = () => [worker, upstream].forEach((each) => each.destroy())
    for (const each of [worker, upstream]) {
      open.add(each)
      each.on('error', end).on('close', () => (open.delete(each), end()))
    }
    const pass = (direction: Direction, to: Socket) => (bytes: Buffer) => {
      if (silent) return
      const before = here.passed[direction]
      here.passed[direction] += bytes.length
      const strikes = fault?.direction === direction && !here.struck && here.passed[direction] > fault.afterBytes
      if (!strikes) return void to.write(bytes)
      here.struck = true
      // In the middle of a frame, as often as not.
      to.write(bytes.subarray(0, fault.afterBytes - before))
      if (fault.does === 'silence') silent = true
      else setTimeout(end, 20)
    }
    worker.on('data', pass('to bot', upstream))
    upstream.on('data', pass('to worker', worker))
  })
  await once(server.listen(here.socket), 'listening')
  return here
}

/** Passes whole frames on, each of them twice, or each a little later. */
async function repeating(bot: string, how: 'twice' | 'late'): Promise<AsyncDisposable & { socket: string }> {
  const socket = path()
  const http = createHttp()
  const workers = new WebSocketServer({ server: http })
  workers.on('connection', (worker) => {
    const upstream = new WebSocket(`ws+unix:${bot}:/gateway`)
    const early: string[] = []
    const pass = (to: WebSocket, text: string) => {
      const send = () => to.readyState === to.OPEN && to.send(text)
      if (how === 'late') return void setTimeout(send, 60)
      send()
      // The handshake is a conversation of its own, in which a word said twice ends it.
      if (!/^\{"type":"(hello|challenge|welcome)"/.test(text)) send()
    }
    worker.on('message', (data: Buffer) =>
      upstream.readyState === upstream.OPEN ? pass(upstream, String(data)) : early.push(String(data)),
    )
    upstream.on('open', () => early.splice(0).forEach((text) => pass(upstream, text)))
    upstream.on('message', (data: Buffer) => pass(worker, String(data)))
    worker.on('close', () => upstream.terminate())
    upstream.on('close', () => worker.terminate()).on('error', () => worker.terminate())
  })
  await once(http.listen(socket), 'listening')
  return {
    socket,
    [Symbol.asyncDispose]: async () => {
      for (const worker of workers.clients) worker.terminate()
      await new Promise((resolve) => http.close(resolve))
      rmSync(socket, { force: true })
    },
  }
}

/** The whole way of an order through a real gateway and this connection, until the run has ended or people are called. */
async function performed(practice: Practice, socket: string): Promise<string | undefined> {
  const workers = { anna: { site: 'berlin' }, bert: { site: 'berlin' }, setup: { site: 'berlin' } }
  const gateway = openGateway({
    workers,
    lostMs: 3_000,
    noWorkerMs: 60_000,
    tell: (word) => void practice.run.send(word),
    progress: () => undefined,
    log: pino({ level: 'silent' }),
  })
  practice.run.gateway = gateway
  practice.run.deliver = (order) => gateway.order({ order })
  const order = await practice.approve()
  practice.run.deliver(order)
  const anna = await practice.start('anna', {
    bots: [{ socket }],
    pauses: { heartbeatMs: 50, lockWaitMs: 2_000, staleMs: 60_000, silenceMs: 400 },
  })
  const ended = await until(() => {
    const { phase } = practice.run.state ?? {}
    return phase === 'done' || phase === 'attention' ? phase : undefined
  })
  // While there is a way: without one it says for ten seconds more what nobody hears.
  await anna.close()
  gateway.close()
  return ended
}

const effects = (practice: Practice) => practice.statements.all.filter(({ text }) => text.trim() === RESTORE).length
const start = () => startPractice('timeout: 1m\nrepeatable: true')

test('a connection that only passes bytes on changes nothing', async () => {
  await using practice = await start()
  await using way = await between(practice.run.socket)
  expect(await performed(practice, way.socket)).toBe('done')
  expect(effects(practice)).toBe(1)
  // The faults below lie within what passes here.
  expect(way.passed['to bot']).toBeGreaterThan(3_000)
  expect(way.passed['to worker']).toBeGreaterThan(20_000)
})

const places = (most: number, count: number) => Array.from({ length: count }, (_, index) => Math.round(((index + 1) * most) / (count + 1)))
const FAULTS: Fault[] = [
  ...places(3_000, 12).map((afterBytes) => ({ direction: 'to bot' as const, afterBytes, does: 'cut' as const })),
  ...places(20_000, 12).map((afterBytes) => ({ direction: 'to worker' as const, afterBytes, does: 'cut' as const })),
  ...places(3_000, 7).map((afterBytes) => ({ direction: 'to bot' as const, afterBytes, does: 'silence' as const })),
  ...places(20_000, 7).map((afterBytes) => ({ direction: 'to worker' as const, afterBytes, does: 'silence' as const })),
]

describe('a connection with a fault', () => {
  test.concurrent.each(FAULTS)('$does $direction after $afterBytes bytes ends truly, and nothing is done twice', async (fault) => {
    await using practice = await start()
    await using way = await between(practice.run.socket, fault)
    const ended = await performed(practice, way.socket)
    expect(effects(practice)).toBeLessThanOrEqual(1)
    if (ended === 'done') expect(effects(practice)).toBe(1)
    expect(practice.instance.online).toBe(effects(practice) === 1)
  })
  test.each(['twice', 'late'] as const)('on which each frame comes %s changes nothing', async (how) => {
    await using practice = await start()
    await using way = await repeating(practice.run.socket, how)
    expect(await performed(practice, way.socket)).toBe('done')
    expect(effects(practice)).toBe(1)
  })
})
