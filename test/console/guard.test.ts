import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import express from 'express'
import { describe, expect, onTestFinished, test } from 'vitest'
import { guard } from '../../src/chat/console/guard.ts'
import { speakTo } from '../../src/chat/console/refuse.ts'
import { en } from '../../src/words/en.ts'
import { openConsole } from '../../src/chat/console/open-console.ts'
import { enter, send } from './http.ts'
import { consoleForEachTest, quiet, SECRETS, sentence, typed } from './opened.ts'

const at = consoleForEachTest()

describe('who may talk to the console', () => {
  test('refuses a Host that is not this machine, whatever is asked for', async () => {
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/api/start'],
      ['GET', '/api/events'],
      ['POST', '/api/do'],
    ] as const) {
      const answer = await send(at.address, method, path, { ...at.headers, host: 'evil.example' })
      expect(answer.status).toBe(421)
      expect(sentence(answer.text)).toBe(
        `This console answers to 127.0.0.1:${new URL(at.address).port} only, not to evil.example. Open ${at.address}.`,
      )
    }
  })

  test.each([
    [80, 'localhost', 200],
    [80, '127.0.0.1', 200],
    [80, 'localhost:8080', 421],
    [8080, 'localhost:8080', 200],
    [8080, 'localhost', 421],
  ])('knows itself at port %i as browsers write it: %s is answered %i', async (port, host, status) => {
    const server = express()
      .use(
        speakTo(() => en),
        guard({ port: () => port, secret: 'x' }),
        (_, response) => void response.sendStatus(200),
      )
      .listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { port: here } = server.address() as AddressInfo
    expect((await send(`http://127.0.0.1:${here}`, 'GET', '/', { host, origin: `http://${host}` })).status).toBe(status)
  })

  test('refuses another origin, also of this machine', async () => {
    const answer = await send(at.address, 'POST', '/api/do', { ...at.headers, origin: 'http://127.0.0.1:9' }, typed('/countersign list'))
    expect([answer.status, sentence(answer.text)]).toEqual([
      403,
      'Refused: the request comes from a page of http://127.0.0.1:9, not from this console.',
    ])
    expect((await send(at.address, 'GET', '/api/start', { origin: 'null' })).status).toBe(403)
  })

  test('refuses what a browser says comes from another page', async () => {
    expect((await send(at.address, 'GET', '/api/runs', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).status).toBe(403)
    expect((await send(at.address, 'GET', '/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).status).toBe(200)
    expect((await send(at.address, 'GET', '/api/runs', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' })).status).toBe(403)
  })

  test.each([
    ['no secret', { 'x-countersign-secret': '' }, 'Refused: the secret of this start is missing or of an earlier start. Reload the page.'],
    [
      'the secret of another start',
      { 'x-countersign-secret': 'a'.repeat(32) },
      'Refused: the secret of this start is missing or of an earlier start. Reload the page.',
    ],
  ])('refuses a POST with %s', async (_what, wrong, says) => {
    const answer = await send(at.address, 'POST', '/api/do', { ...at.headers, ...wrong }, typed('/countersign list'))
    expect([answer.status, sentence(answer.text)]).toEqual([403, says])
    expect(at.backend.sent).toEqual([])
  })

  test('refuses a POST that does not speak of the secret at all', async () => {
    const { 'x-countersign-secret': _secret, ...rest } = at.headers
    const answer = await send(at.address, 'POST', '/api/do', rest, typed('/countersign list'))
    expect([answer.status, sentence(answer.text)]).toEqual([
      403,
      'Refused: the secret of this start is missing or of an earlier start. Reload the page.',
    ])
  })

  test('refuses a body that cannot be unpacked, and says nothing of the inside', async () => {
    const answer = await send(at.address, 'POST', '/api/do', { ...at.headers, 'content-encoding': 'gzip' }, typed('/countersign list'))
    expect([answer.status, sentence(answer.text)]).toEqual([400, 'The request cannot be read. Reload the page and try again.'])
    const unknown = await send(at.address, 'GET', '/api/runs/R-99/log')
    expect([unknown.status, sentence(unknown.text)]).toEqual([404, 'There is no run R-99.'])
  })

  test('refuses a POST without an origin, and other methods', async () => {
    const { origin: _origin, ...rest } = at.headers
    const answer = await send(at.address, 'POST', '/api/do', rest, typed('/countersign list'))
    expect([answer.status, sentence(answer.text)]).toEqual([403, 'Refused: a POST must say its Origin, as every browser does.'])
    expect((await send(at.address, 'DELETE', '/api/runs', at.headers)).status).toBe(405)
  })

  test('sends a policy that allows nothing inline and nothing from outside', async () => {
    const { headers: got } = await send(at.address, 'GET', '/')
    expect(got['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(got['x-content-type-options']).toBe('nosniff')
    expect(got['cache-control']).toBe('no-store')
    expect(got['x-powered-by']).toBeUndefined()
  })
})

describe('who may read', () => {
  const says =
    'This console answers to nobody without its key. Open the address that "countersign start" printed; it stands in /state/console.url too, for the user that started the bot.'

  test.each(['/api/start', '/api/runs', '/api/runs/R-7', '/api/runs/R-7/log', '/api/events', '/page/main.js', '/nothing'])(
    'refuses %s to whoever comes without the address of this start',
    async (path) => {
      const answer = await send(at.address, 'GET', path, { cookie: '' })
      expect([answer.status, sentence(answer.text)]).toEqual([401, says])
    },
  )

  test.each(['/', '/?key=', `/?key=${'a'.repeat(32)}`])(
    'tells a person who opens %s where the address stands, and lets nobody in',
    async (path) => {
      const answer = await send(at.address, 'GET', path, { cookie: '' })
      expect([answer.status, answer.text, answer.headers['set-cookie']]).toEqual([401, `${says}\n`, undefined])
    },
  )

  test('exchanges the key of the address for a cookie that no script and no other site can use', async () => {
    const { pathname, search } = new URL(at.console.address)
    const answer = await send(at.address, 'GET', pathname + search, { cookie: '' })
    expect(answer.status).toBe(200)
    const { port } = new URL(at.address)
    const [cookie = ''] = [answer.headers['set-cookie']].flat()
    expect(cookie).toMatch(new RegExp(`^countersign_${port}=\\d+\\.[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200$`))
    expect((await send(at.address, 'GET', '/api/runs', { cookie: cookie.split(';')[0] ?? '' })).status).toBe(200)
  })

  test('refuses a cookie that is changed, has run out, or was made with another key', async () => {
    const cookie = await enter(at.console.address)
    const [name = '', value = ''] = cookie.split('=')
    const [until = '', tag = ''] = value.split('.')
    const other = await openConsole({ backend: at.backend, port: 0, practice: true, log: quiet, ...SECRETS, key: 'another' })
    if ('refusal' in other) throw new Error(other.refusal.sentence)
    const [, foreign = ''] = (await enter(other.address)).split('=')
    await other.close()
    for (const bad of [`${Number(until) + 1}.${tag}`, `${until}.`, `1000.${tag}`, until, foreign]) {
      expect((await send(at.address, 'GET', '/api/runs', { cookie: `${name}=${bad}` })).status).toBe(401)
    }
    expect((await send(at.address, 'GET', '/api/runs', { cookie: `a=b; ${cookie}` })).status).toBe(200)
  })

  test('a page that is open outlives a restart, and the address of the earlier start does not', async () => {
    const cookie = await enter(at.console.address)
    const { search } = new URL(at.console.address)
    await at.restart()
    expect((await send(at.address, 'GET', '/api/runs', { cookie })).status).toBe(200)
    expect((await send(at.address, 'GET', `/${search}`, { cookie: '' })).status).toBe(401)
  })
})

describe('a body', () => {
  test.each([
    ['that is too large', 'x'.repeat(70_000), 413, 'The request is larger than 64 KB. Nothing that is typed here is that long.'],
    ['that is not JSON', '{', 400, 'The request is not JSON. Reload the page and try again.'],
    [
      'without an action',
      '{"as":"dana","eventId":"0123456789abcdef"}',
      400,
      'The request is not understood at action. Reload the page and try again.',
    ],
    [
      'with a short event id',
      '{"as":"dana","eventId":"1","action":{"type":"typed","text":"x"}}',
      400,
      'The request is not understood at eventId. Reload the page and try again.',
    ],
  ])('%s is refused with a sentence', async (_what, body, status, says) => {
    const answer = await send(at.address, 'POST', '/api/do', at.headers, body)
    expect([answer.status, sentence(answer.text)]).toEqual([status, says])
  })
})

test('a port in use is said in one sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  expect(await openConsole({ backend: at.backend, port, practice: true, log: quiet, ...SECRETS })).toEqual({
    refusal: {
      code: 'console-port',
      sentence: `The console cannot listen on 127.0.0.1:${port}: another program listens there (EADDRINUSE). End that program, or set console.port in countersign.yaml to another number.`,
    },
  })
  other.close()
})
