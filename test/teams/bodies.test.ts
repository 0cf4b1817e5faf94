/** What is no activity of Teams is answered by its status alone, whoever signed it; the process stays up, and the next good one is served. */
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { line, openEndpoint, SERVICE_URL, type Answered, type Opened } from './open-endpoint.ts'

let there: Opened
beforeAll(async () => {
  there = await openEndpoint()
})
afterAll(() => there.close())

const without = (key: string): object => ({ ...line(), [key]: undefined })
const text = (over: string): string => `${JSON.stringify(line()).slice(0, -1)},${over}}`
/** So many, the activity itself counted. */
const deep = (levels: number): string => text(`"value":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}`)

const CASES: [string, number, unknown, Record<string, string>?][] = [
  ['nothing', 400, ''],
  ['text', 400, 'hello'],
  ['a number', 400, '7'],
  ['a text in JSON', 400, '"activity"'],
  ['null', 400, 'null'],
  ['a list', 400, '[]'],
  ['a list of activities', 400, [line(), line()]],
  ['an object without anything', 400, {}],
  ['JSON that is cut', 400, JSON.stringify(line()).slice(0, -5)],
  ['JSON with a comma too many', 400, text('')],
  ['two activities after each other', 400, JSON.stringify(line()) + JSON.stringify(line())],
  ['a form', 415, 'type=message', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['HTML', 415, '<p>hello</p>', { 'content-type': 'text/html' }],
  ['JSON that is called text', 415, line(), { 'content-type': 'text/plain' }],
  ['a content type that is none', 415, line(), { 'content-type': 'x' }],
  ['what says that it is compressed', 415, line(), { 'content-encoding': 'gzip' }],
  ['another alphabet by name', 400, line(), { 'content-type': 'application/json; charset=utf-16' }],
  ['an alphabet that nobody knows', 415, line(), { 'content-type': 'application/json; charset=klingon' }],
  [
    'bytes that are no UTF-8',
    400,
    Buffer.concat([Buffer.from(JSON.stringify(line()).slice(0, -1)), Buffer.from(',"x":"\xff\xfe"}', 'latin1')]),
  ],
  ['half a character', 400, text(String.raw`"text":"\ud83d"`)],
  ['half a character in a key', 400, text(String.raw`"\udc00":1`)],
  ['a key that reaches into prototypes', 400, text('"__proto__":{"admin":true}')],
  ['such a key deep within', 400, text('"value":{"action":{"data":[{"__proto__":{"run":"R-1"}}]}}')],
  ['65 levels', 400, deep(65)],
  ['100,000 levels', 400, deep(100_000)],
  ['1 MB', 413, line('x'.repeat(1024 * 1024))],
  ['a byte more than is taken', 413, `"${'x'.repeat(256 * 1024 - 1)}"`],
  ['no type', 400, without('type')],
  ['a type that is a number', 400, { ...line(), type: 7 }],
  ['a type that is empty', 400, { ...line(), type: '' }],
  ['a type of 1,000 letters', 400, { ...line(), type: 'm'.repeat(1000) }],
  ['no channel', 400, without('channelId')],
  ['the Emulator', 400, { ...line(), channelId: 'emulator' }],
  ['an edge device', 400, { ...line(), channelId: 'AseChannel' }],
  ['another channel', 400, { ...line(), channelId: 'webchat' }],
  ['no service address', 400, without('serviceUrl')],
  ['an empty service address', 400, { ...line(), serviceUrl: '' }],
  ['a file for a service address', 400, { ...line(), serviceUrl: 'file:///etc/passwd' }],
  ['a list for a service address', 400, { ...line(), serviceUrl: [SERVICE_URL] }],
  ['no sender', 400, without('from')],
  ['a text for a sender', 400, { ...line(), from: '29:amir' }],
  ['a sender without an address', 400, { ...line(), from: { aadObjectId: '4e2a86d9-95c7-4b13-a7f2-1d8c3e5b6a02' } }],
  ['a number for an address', 400, { ...line(), from: { id: 29 } }],
  ['no conversation', 400, without('conversation')],
  ['a list for a conversation', 400, { ...line(), conversation: [] }],
  ['a conversation without an id', 400, { ...line(), conversation: { tenantId: 'x' } }],
  ['an id of a conversation of 2,000 letters', 400, { ...line(), conversation: { id: '1'.repeat(2000) } }],
]

test.each(CASES)('%s: %i', async (_, status, body, headers) => {
  const before = there.handled.length
  expect(await there.post(body, headers)).toEqual({ status, body: '' })
  expect(there.handled).toHaveLength(before)
  expect(await there.post(line())).toEqual({ status: 200, body: '' })
})

test.each<[string, string, string, number]>([
  ['reading', 'GET', '/api/messages', 405],
  ['another way of writing', 'PUT', '/api/messages', 405],
  ['another page', 'POST', '/', 404],
  ['a page below', 'POST', '/api/messages/x', 404],
  ['a page that looks the same', 'POST', '/api//messages', 404],
  ['a page that climbs', 'POST', '/api/messages/..%2f..%2fetc', 404],
])('%s: %s %s', async (_, method, path, status) => {
  expect(await asked(method, path)).toEqual({ status, body: '' })
})

test('of what cannot be read nothing is kept: whoever sends it has not said who they are, and could fill the disk', async () => {
  const before = there.loggedBytes()
  await there.post(`{"password":"hunter2"${'x'.repeat(200_000)}`)
  await there.post(Buffer.concat([Buffer.alloc(200_000, 'x'), Buffer.from([0xff])]))
  expect(there.logged.slice(-2)).toEqual(['a request for Teams could not be read', 'a request for Teams could not be read'])
  expect(there.loggedBytes() - before).toBeLessThan(1000)
})

test('64 levels are not too many, and what is at the end of them is handed on', async () => {
  expect(await there.post({ ...line(), value: JSON.parse(`${'['.repeat(62)}${']'.repeat(62)}`) as unknown })).toEqual({
    status: 200,
    body: '',
  })
})

test('whoever sends slowly, or goes, holds nothing', async () => {
  const slow = await openEndpoint({ limitMs: 200 })
  try {
    const { port } = new URL(slow.url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write('POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{')
    await once(socket, 'close')
    expect(await slow.post(line())).toEqual({ status: 200, body: '' })
    expect(slow.handled).toHaveLength(1)
  } finally {
    await slow.close()
  }
})

test('more than there is room for are told to come again, and have room as soon as one has gone', async () => {
  const full = await openEndpoint({ most: 1 })
  try {
    const first = Promise.withResolvers<undefined>()
    const held = Promise.withResolvers<void>()
    full.answer = () => {
      held.resolve()
      return first.promise
    }
    const one = full.post(line())
    await held.promise
    expect(await full.post(line())).toEqual({ status: 503, body: '' })
    first.resolve(undefined)
    expect(await one).toEqual({ status: 200, body: '' })
    expect(await full.post(line())).toEqual({ status: 200, body: '' })
  } finally {
    await full.close()
  }
})

test('a handler that never comes back holds nothing', async () => {
  const slow = await openEndpoint({ limitMs: 200 })
  try {
    slow.answer = () => new Promise(() => undefined)
    await expect(slow.post(line())).rejects.toThrow('fetch failed')
    slow.answer = async () => undefined
    expect(await slow.post(line())).toEqual({ status: 200, body: '' })
  } finally {
    await slow.close()
  }
})

async function asked(method: string, path: string): Promise<Answered> {
  const sent = request({ host: '127.0.0.1', port: new URL(there.url).port, method, path })
  sent.end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  let body = ''
  for await (const part of response) body += String(part)
  return { status: response.statusCode ?? 0, body }
}
