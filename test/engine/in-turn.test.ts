/** Several addresses of one engine: which of them is asked, and what is asked again. Against real servers on this machine. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { engineHttp, type EngineHttp } from '../../src/engine/server/http.ts'

const opened: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
})

interface Node {
  url: string
  heard: string[]
  close(): Promise<void>
}

/** A node that answers with its name, or does as it is told; `/health` is answered unless it is hung. */
async function node(name: string, act?: (request: IncomingMessage, response: ServerResponse) => void, hung = false): Promise<Node> {
  const heard: string[] = []
  const server: Server = createServer((request, response) => {
    if (request.url === '/health') {
      if (!hung) response.end()
      return
    }
    heard.push(request.url ?? '')
    if (act === undefined) response.end(name)
    else act(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  opened.push(close)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard, close }
}

const moves: string[] = []
function http(nodes: { url: string }[], mayRepeat = false): EngineHttp {
  moves.length = 0
  const name = (url: string) => String.fromCodePoint(97 + nodes.findIndex((each) => each.url === url))
  const made = engineHttp(
    { urls: nodes.map(({ url }) => url), health: '/health' },
    { mayRepeat: () => mayRepeat, onMove: (from, to) => void moves.push(`${name(from)} to ${name(to)}`) },
  )
  opened.push(() => made.close())
  return made
}
const ask = async (engine: EngineHttp, path = '/x', init: RequestInit = {}) => (await engine.fetch(`${engine.url}${path}`, init)).text()

const cut = (request: IncomingMessage) => void request.socket.destroy()

test('what surely was not heard is asked at the next address at once, and the one that answers is kept', async () => {
  const [a, b] = [await node('a'), await node('b')]
  await a.close()
  const engine = http([a, b])
  expect([await ask(engine), await ask(engine)]).toEqual(['b', 'b'])
  expect(moves).toEqual(['a to b'])
})

test('of several that answer the first is asked', async () => {
  const [a, b] = [await node('a'), await node('b')]
  const engine = http([a, b])
  expect([await ask(engine), await ask(engine)]).toEqual(['a', 'a'])
  expect(b.heard).toEqual([])
})

test('of a call that was cut off nobody knows: it is asked again only where it may be', async () => {
  const [a, b] = [await node('a', cut), await node('b')]
  await expect(ask(http([a, b]))).rejects.toThrow('fetch failed')
  expect([a.heard, b.heard]).toEqual([['/x'], []])
  expect(moves).toEqual(['a to b'])
  expect(await ask(http([a, b], true))).toBe('b')
})

test('who asks next after a failure finds the next address in its turn', async () => {
  const [a, b] = [await node('a', cut), await node('b')]
  const engine = http([a, b])
  await expect(ask(engine)).rejects.toThrow('fetch failed')
  expect(await ask(engine)).toBe('b')
})

test('an answer that breaks off in its middle is none', async () => {
  const half = (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half', () => response.socket?.destroy())
  }
  const [a, b] = [await node('a', half), await node('b')]
  expect(await ask(http([a, b], true))).toBe('b')
})

test.each([502, 503, 504])(
  'a proxy that has nobody behind it (%i) gives its turn away for what may be repeated, and is told of for the rest',
  async (status) => {
    const nobody = (_: IncomingMessage, response: ServerResponse) => void response.writeHead(status).end()
    const [a, b] = [await node('a', nobody), await node('b')]
    expect((await http([a, b]).fetch('http://engine/x')).status).toBe(status)
    expect(await ask(http([a, b], true))).toBe('b')
  },
)

test('each address is asked once, and the last failure is told', async () => {
  const [a, b] = [await node('a', cut), await node('b', cut)]
  await expect(ask(http([a, b], true))).rejects.toThrow('fetch failed')
  expect([a.heard, b.heard]).toEqual([['/x'], ['/x']])
})

test('a node that is silent and does not say that it lives is given up, in bounded time', async () => {
  const [a, b] = [await node('a', () => undefined, true), await node('b')]
  expect(await ask(http([a, b], true))).toBe('b')
})

test('a node that lives is waited for, however long its answer takes', async () => {
  const slow = (_: IncomingMessage, response: ServerResponse) => void setTimeout(() => response.end('late'), 4000)
  const [a, b] = [await node('a', slow), await node('b')]
  expect(await ask(http([a, b], true))).toBe('late')
  expect(moves).toEqual([])
})

test('where whoever asks gives up first, the next one finds another address', async () => {
  const [a, b] = [await node('a', () => undefined, true), await node('b')]
  const engine = http([a, b], true)
  await expect(ask(engine, '/x', { signal: AbortSignal.timeout(2000) })).rejects.toThrow('aborted due to timeout')
  expect(await ask(engine)).toBe('b')
})
