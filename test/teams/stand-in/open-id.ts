/** A stand-in for the OpenID server of the Bot Framework: a key of ours, its metadata, and tokens such as Teams sends with each activity. */
import { createSign, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { APP_ID } from './accounts.ts'

export const ISSUER = 'https://api.botframework.com'
const HOUR = 3600

export interface OpenId {
  /** Of the metadata document. */
  url: string
  kid: string
  /** The public half, for tokens that are signed with the wrong thing. */
  publicKey: KeyObject
  /** A token that is good for this service address; `over` replaces claims and fields of the header (undefined takes one away), `key` what it is signed with. */
  token(serviceUrl: string, over?: { claims?: object; header?: object; key?: KeyObject }): string
  close(): Promise<void>
}

/** `endorsements`: the channels that the key may speak for. */
export async function openOpenId({ endorsements = ['msteams'] }: { endorsements?: string[] } = {}): Promise<OpenId> {
  const { privateKey, publicKey } = keyPair()
  const kid = randomUUID()
  const server = createServer((request, response) => {
    const document = {
      '/metadata': { issuer: ISSUER, jwks_uri: `${origin()}/keys`, id_token_signing_alg_values_supported: ['RS256'] },
      '/keys': { keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid, x5t: kid, endorsements }] },
    }[request.url ?? '']
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(document ?? {}))
  })
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `${origin()}/metadata`,
    kid,
    publicKey,
    token: (serviceUrl, { claims = {}, header = {}, key = privateKey } = {}) => {
      const now = Math.floor(Date.now() / 1000)
      const head = { alg: 'RS256', typ: 'JWT', kid, x5t: kid, ...header }
      const body = { iss: ISSUER, aud: APP_ID, nbf: now - 60, iat: now - 60, exp: now + HOUR, serviceurl: serviceUrl, ...claims }
      const signed = `${encoded(head)}.${encoded(body)}`
      return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`
    },
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

let made: ReturnType<typeof keyPair> | undefined

/** One for all servers of a process, each of which has another name for it: to make it costs more than most tests. */
function keyPair(): { privateKey: KeyObject; publicKey: KeyObject } {
  made ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
  return made
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
