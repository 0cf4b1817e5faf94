import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConsoleClient, type ConsoleClient } from './console-client.ts'

/** Of each request to `/api`, what it carried; answered with these, one after the other. */
const heard: string[] = []
const answers: [status: number, body: object][] = []
const server = createServer((request, response) => {
  void text(request).then((body) => {
    if (!request.url?.startsWith('/api')) return response.end('<meta name="countersign-secret" content="x">')
    heard.push(body)
    const [status, answer] = answers.shift() ?? [500, {}]
    return response.writeHead(status).end(JSON.stringify(answer))
  })
})
let client: ConsoleClient
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  client = await openConsoleClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})
afterAll(() => server.close())

const refused = (code: string): [number, object] => [503, { refusal: { code, sentence: 'why' } }]

test('what the engine did not take in time is asked for again, as the same event', async () => {
  answers.push(refused('not-recorded'), refused('not-recorded'), [200, { run: 'R-1' }])
  expect(await client.type('dana', '/drill')).toEqual({ run: 'R-1' })
  const sent = heard.splice(0)
  expect(sent).toEqual(Array(3).fill(expect.stringContaining('"as":"dana","eventId":"')))
  expect(new Set(sent).size).toBe(1)
  answers.push(refused('not-available'), [200, {}])
  expect(await client.get('/api/runs')).toEqual({})
})

test('a deed of which nobody knows whether it was taken is not, nor one that was refused', async () => {
  for (const answer of [refused('not-known'), [403, { refusal: { code: 'not-recorded' } }] as [number, object]]) {
    answers.push(answer)
    await expect(client.type('dana', '/drill')).rejects.toThrow(`POST /api/do: ${answer[0]} ${JSON.stringify(answer[1])}`)
  }
})
