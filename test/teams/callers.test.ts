/** Who may call the bot: whom Microsoft signed a token for, for this bot, this service address and this time; nobody else gets through, nor hears why. */
import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { APP_ID, FOREIGN_TENANT, TENANT } from './stand-in/accounts.ts'
import { line, openEndpoint, SERVICE_URL, type Opened } from './open-endpoint.ts'

const now = (): number => Math.floor(Date.now() / 1000)
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

const STRANGERS_KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

describe('with an app id', () => {
  let there: Opened
  beforeAll(async () => {
    there = await openEndpoint()
  })
  afterAll(() => there.close())
  beforeEach(() => {
    there.handled.length = 0
    there.callers.length = 0
  })

  const token = (over?: { claims?: object; header?: object; key?: KeyObject }): string => there.openId.token(SERVICE_URL, over)

  test('a good token lets an activity through', async () => {
    const activity = line()
    expect(await there.post(activity)).toEqual({ status: 200, body: '' })
    expect(there.handled).toEqual([activity])
    expect(there.callers).toEqual([undefined])
  })

  test.each<[string, () => Record<string, unknown>]>([
    ['ended, but not long ago', () => ({ exp: now() - 200 })],
    ['begins soon', () => ({ nbf: now() + 200 })],
    ['names our own tenant', () => ({ tid: TENANT })],
  ])('a token that %s is good', async (_, claims) => {
    expect(await there.post(line(), bearer(token({ claims: claims() })))).toEqual({ status: 200, body: '' })
  })

  const unsigned = (): string => `${encoded({ alg: 'none', typ: 'JWT', kid: there.openId.kid })}.${token().split('.')[1]}.`
  const withPublicKey = (): string => {
    const signed = `${encoded({ alg: 'HS256', typ: 'JWT', kid: there.openId.kid })}.${token().split('.')[1]}`
    const pem = there.openId.publicKey.export({ type: 'pkcs1', format: 'pem' })
    return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`
  }
  const emulator = { iss: `https://sts.windows.net/${TENANT}/`, tid: TENANT, appid: APP_ID, ver: '1.0' }

  test.each<[string, () => Record<string, string>]>([
    ['no token', () => ({ authorization: '' })],
    ['another scheme', () => ({ authorization: `Basic ${token()}` })],
    ['a scheme in small letters', () => ({ authorization: `bearer ${token()}` })],
    ['two tokens', () => ({ authorization: `Bearer ${token()} ${token()}` })],
    ['no token behind the scheme', () => ({ authorization: 'Bearer ' })],
    ['what is no token', () => bearer('a.b.c')],
    ['a list for claims', () => bearer(`${encoded({ alg: 'RS256' })}.${encoded([])}.c2ln`)],
    ['a token that is far too long', () => bearer(token({ claims: { more: 'x'.repeat(8000) } }))],
    ['another audience', () => bearer(token({ claims: { aud: '0c0ffee0-0000-4000-8000-000000000000' } }))],
    ['several audiences', () => bearer(token({ claims: { aud: [APP_ID, 'other'] } }))],
    ['another issuer', () => bearer(token({ claims: { iss: 'https://login.microsoftonline.com/' } }))],
    ["the Emulator's issuer", () => bearer(token({ claims: emulator }))],
    [
      "an edge device's channel",
      () => bearer(token({ claims: { iss: 'https://sts.windows.net/f8cdef31-a31e-4b4a-93e4-5f571e91255a/', appid: APP_ID, ver: '1.0' } })),
    ],
    ['a foreign tenant', () => bearer(token({ claims: { tid: FOREIGN_TENANT } }))],
    ['a list for a tenant', () => bearer(token({ claims: { tid: [TENANT] } }))],
    ['another bot that calls this one', () => bearer(token({ claims: { appid: '0c0ffee0-0000-4000-8000-000000000000', ver: '1.0' } }))],
    ['no end', () => bearer(token({ claims: { exp: undefined } }))],
    ['no service address', () => bearer(token({ claims: { serviceurl: undefined } }))],
    ['another service address', () => bearer(there.openId.token('https://evil.example/'))],
    ['another key', () => bearer(token({ key: STRANGERS_KEY }))],
    ['a key that nobody knows', () => bearer(token({ header: { kid: 'unknown' } }))],
    ['no key named', () => bearer(token({ header: { kid: undefined } }))],
    ['no signature', () => bearer(unsigned())],
    ['a signature made with the public key', () => bearer(withPublicKey())],
    ['claims that were changed', () => bearer(token().replace(/\.[^.]+\./, `.${token({ claims: { exp: now() + 9 } }).split('.')[1]}.`))],
    ['an end long ago', () => bearer(token({ claims: { exp: now() - 400 } }))],
    ['a beginning that is far off', () => bearer(token({ claims: { nbf: now() + 400 } }))],
  ])('%s: refused by the status alone, and nothing is handed on', async (_, headers) => {
    expect(await there.post(line(), headers())).toEqual({ status: 401, body: '' })
    expect(there.handled).toEqual([])
  })

  test('what Microsoft signed for another time is told from what nobody signed', async () => {
    await there.post(line(), bearer(token({ claims: { exp: now() - 4000 } })))
    await there.post(line(), bearer(token({ claims: { nbf: now() + 4000 } })))
    await there.post(line(), bearer(token({ claims: { exp: now() - 4000 }, key: STRANGERS_KEY })))
    expect(there.callers).toMatchObject([{ kind: 'expired' }, { kind: 'early' }])
    const [expired, early] = there.callers as { bySeconds: number }[]
    expect([expired?.bySeconds, early?.bySeconds].every((by) => (by ?? 0) > 300)).toBe(true)
  })

  test('a repeated delivery is answered as the first was, and done once', async () => {
    const invoke = line('', { type: 'invoke', name: 'adaptiveCard/action' })
    let times = 0
    there.answer = async () => ({ status: 200, body: { times: ++times } })
    expect([await there.post(invoke), await there.post(invoke)]).toEqual([
      { status: 200, body: '{"times":1}' },
      { status: 200, body: '{"times":1}' },
    ])
    expect(await there.post({ ...invoke, name: 'other' })).toEqual({ status: 200, body: '{"times":2}' })
    const nameless = { ...invoke, id: undefined }
    expect([await there.post(nameless), await there.post(nameless)]).toEqual([
      { status: 200, body: '{"times":3}' },
      { status: 200, body: '{"times":4}' },
    ])
    there.answer = async () => undefined
  })

  test('an invoke without an answer is not known here; a handler that breaks says nothing of it, and may be tried again', async () => {
    expect(await there.post(line('', { type: 'invoke', name: 'x' }))).toEqual({ status: 501, body: '' })
    const activity = line()
    there.answer = () => Promise.reject(new Error('secret detail'))
    expect(await there.post(activity)).toEqual({ status: 500, body: '' })
    there.answer = async () => undefined
    expect(await there.post(activity)).toEqual({ status: 200, body: '' })
  })
})

test('a key that may not speak for Teams is refused', async () => {
  const there = await openEndpoint({ endorsements: ['webchat'] })
  try {
    expect(await there.post(line())).toEqual({ status: 401, body: '' })
    expect(there.handled).toEqual([])
  } finally {
    await there.close()
  }
})

test("where Microsoft's keys cannot be read, everybody is refused for now", async () => {
  const there = await openEndpoint()
  try {
    const token = there.openId.token(SERVICE_URL)
    await there.openId.close()
    expect(await there.post(line(), bearer(token))).toEqual({ status: 503, body: '' })
    expect(there.handled).toEqual([])
    expect(there.callers).toMatchObject([{ kind: 'keys', cause: { code: 'ECONNREFUSED' } }])
  } finally {
    await there.close().catch(() => undefined)
  }
})

test('without an app id, in practice, whoever calls is believed', async () => {
  const there = await openEndpoint({ appId: false })
  try {
    expect(await there.post(line(), { authorization: '' })).toEqual({ status: 200, body: '' })
    expect(there.handled).toHaveLength(1)
  } finally {
    await there.close()
  }
})
