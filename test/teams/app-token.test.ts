/** The bot's own token, from a log-in on this machine that answers as Entra does, through the real MSAL. */
import { createVerify, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { appToken, type AppProof } from '../../src/chat/teams/app-token.ts'
import { CallFailed } from '../../src/chat/teams/bot-port.ts'
import { makeCertificate } from '../estate/tds/certificate.ts'
import { PATIENCE_MS } from '../suite/patience.ts'
import { APP_ID, APP_SECRET, TENANT } from './stand-in/accounts.ts'
import { openConnector, type Connector } from './stand-in/connector.ts'

const NEVER = new AbortController().signal
const HOUR = 3_600_000

let connector: Connector
let proof: AppProof

beforeEach(async () => {
  connector = await openConnector()
  proof = { secret: APP_SECRET }
})
afterEach(() => connector.close())

const tokenAt = (login: string, now?: () => number) =>
  appToken({ appId: APP_ID, tenant: TENANT, proof: () => proof, login, ...(now && { now }) })

test('is asked for once, however many calls need it, and renewed shortly before its end while the old one goes on', async () => {
  let now = Date.now()
  const token = tokenAt(connector.login, () => now)
  const [first, second] = await Promise.all([token.of(NEVER), token.of(NEVER)])
  expect(connector.logIn.knows(`Bearer ${first}`)).toBe(true)
  expect(second).toBe(first)
  now += HOUR - 10 * 60_000
  expect(await token.of(NEVER)).toBe(first)
  now += 6 * 60_000
  expect(await token.of(NEVER)).toBe(first)
  const next = await vi.waitUntil(async () => {
    const held = await token.of(NEVER)
    return held !== first && held
  }, PATIENCE_MS)
  expect(connector.logIn.knows(`Bearer ${next}`)).toBe(true)
})

test('another one is asked for after Teams did not take it', async () => {
  const token = tokenAt(connector.login)
  const first = await token.of(NEVER)
  token.forget()
  expect(await token.of(NEVER)).not.toBe(first)
})

test('an old one goes on while the log-in does not answer, as long as it is good', async () => {
  let now = Date.now()
  const token = tokenAt(connector.login, () => now)
  const first = await token.of(NEVER)
  await connector.close()
  now += HOUR - 60_000
  expect(await token.of(NEVER)).toBe(first)
  now += 90_000
  expect(await faultOf(token.of(NEVER))).toEqual({ system: 'ECONNREFUSED', unsent: true })
  connector = await openConnector()
})

test("a wrong secret is Entra's own code, and a secret that was put right is used at once", async () => {
  proof = { secret: 'the-id-and-not-the-value' }
  const token = tokenAt(connector.login)
  expect(await faultOf(token.of(NEVER))).toEqual({ status: 401, code: 'AADSTS7000215', unsent: true })
  proof = { secret: APP_SECRET }
  expect(connector.logIn.knows(`Bearer ${await token.of(NEVER)}`)).toBe(true)
})

test('a call that ends before the log-in answers is told so', async () => {
  await withLogIn({ silent: true }, async (login) => {
    const call = new AbortController()
    const asked = tokenAt(login).of(call.signal)
    call.abort()
    expect(await faultOf(asked)).toEqual({ system: 'TIMEOUT', unsent: true })
  })
})

test('a log-in that is out of service is said with its status and its pause, and asked again by the next call', async () => {
  await withLogIn({ status: 503, headers: { 'retry-after': '7' } }, async (login, forms) => {
    const token = tokenAt(login)
    expect(await faultOf(token.of(NEVER))).toEqual({ status: 503, retryAfterMs: 7000, unsent: true })
    expect(await faultOf(token.of(NEVER))).toEqual({ status: 503, retryAfterMs: 7000, unsent: true })
    expect(forms).toHaveLength(2)
  })
})

test('a certificate signs what proves the app, and never leaves its key', async () => {
  const { certificate, key } = makeCertificate(['bot.contoso.com'], new Date(), 2048)
  proof = { certificate, key }
  await withLogIn({}, async (login, forms) => {
    await tokenAt(login).of(NEVER)
    const form = forms[0]
    const [head = '', claims = '', signature = ''] = (form?.get('client_assertion') ?? '').split('.')
    const { publicKey, fingerprint256 } = new X509Certificate(certificate)
    expect(parsed(head)).toMatchObject({
      alg: 'PS256',
      'x5t#S256': Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url'),
    })
    expect(parsed(claims)).toMatchObject({ iss: APP_ID, sub: APP_ID, aud: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token` })
    const verify = createVerify('RSA-SHA256').update(`${head}.${claims}`)
    expect(verify.verify({ key: publicKey, padding: 6, saltLength: 32 }, signature, 'base64url')).toBe(true)
    expect(form?.has('client_secret')).toBe(false)
  })
})

test('a token of somebody whom the registration trusts is handed on as it is', async () => {
  proof = { assertion: 'e30.e30.c2ln' }
  await withLogIn({}, async (login, forms) => {
    await tokenAt(login).of(NEVER)
    expect(Object.fromEntries(forms[0] ?? [])).toMatchObject({
      client_id: APP_ID,
      grant_type: 'client_credentials',
      scope: 'https://api.botframework.com/.default',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: 'e30.e30.c2ln',
    })
  })
})

test('a managed identity of this machine in Azure vouches for the app', async () => {
  const identity = createServer((request, response) => {
    const asked = new URL(request.url ?? '', 'http://x').searchParams
    const given =
      asked.get('resource') === 'api://AzureADTokenExchange' &&
      asked.get('client_id') === TENANT &&
      request.headers['x-identity-header'] === 'h'
    const answer = { access_token: 'of-the-machine', expires_on: Math.floor(Date.now() / 1000) + 3600, resource: 'r', token_type: 'Bearer' }
    response.writeHead(given ? 200 : 400, { 'content-type': 'application/json' }).end(JSON.stringify(given ? answer : {}))
  })
  identity.listen(0, '127.0.0.1')
  await once(identity, 'listening')
  vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${(identity.address() as AddressInfo).port}/`)
  vi.stubEnv('IDENTITY_HEADER', 'h')
  proof = { managedIdentity: TENANT }
  try {
    await withLogIn({}, async (login, forms) => {
      await tokenAt(login).of(NEVER)
      expect(forms[0]?.get('client_assertion')).toBe('of-the-machine')
    })
  } finally {
    vi.unstubAllEnvs()
    identity.closeAllConnections()
    identity.close()
    await once(identity, 'close')
  }
})

function parsed(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString())
}

async function faultOf(asked: Promise<string>): Promise<object> {
  const cause = await asked.catch((thrown: unknown) => thrown)
  if (!(cause instanceof CallFailed)) throw new Error(`no fault of a call: ${String(cause)}`)
  const { status, code, system, retryAfterMs, unsent } = cause
  return Object.fromEntries(Object.entries({ status, code, system, retryAfterMs, unsent }).filter(([, value]) => value !== undefined))
}

/** A log-in that believes everybody, and keeps what was posted. */
async function withLogIn(
  { status = 200, silent = false, headers = {} }: { status?: number; silent?: boolean; headers?: Record<string, string> },
  work: (login: string, forms: URLSearchParams[]) => Promise<void>,
): Promise<void> {
  const forms: URLSearchParams[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      forms.push(new URLSearchParams(body))
      if (silent) return
      const answer = { token_type: 'Bearer', expires_in: 3600, access_token: 'given' }
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(answer))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/login/`, forms)
  } finally {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
}
