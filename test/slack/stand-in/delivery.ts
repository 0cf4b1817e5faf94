/** What Slack sends to an app, and the two ways on which it comes. */
import { createHmac, randomUUID } from 'node:crypto'
import { request, type Agent } from 'node:http'
import { SIGNING_SECRET } from './accounts.ts'
import type { Envelope, SocketMode } from './socket-mode.ts'

export type Delivery =
  | { kind: 'command'; body: Record<string, string> }
  | { kind: 'interactive'; body: Record<string, unknown> }
  | { kind: 'event'; body: Record<string, unknown> }

export interface Acknowledged {
  /** 200 by Socket Mode. */
  status: number
  /** What was answered at once: an ephemeral message, errors of a form, options. */
  body: Record<string, unknown> | undefined
  text: string
  ms: number
}

export interface Transport {
  deliver(delivery: Delivery): Promise<Acknowledged>
}

/** Slack posts to a public address. `url` is where the bot listens. */
export function httpTransport(url: string): Transport {
  return {
    deliver: async (delivery) => {
      const began = performance.now()
      const { contentType, body } = encode(delivery)
      const answer = await post(url, { 'content-type': contentType, ...signed(body) }, body)
      return { status: answer.status, body: objectOf(answer.text), text: answer.text, ms: performance.now() - began }
    },
  }
}

/** The app connects to Slack. */
export function socketTransport(socket: SocketMode): Transport {
  return {
    deliver: async (delivery) => {
      const began = performance.now()
      await socket.connected()
      const payload = await socket.send(envelopeOf(delivery))
      const body = typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : undefined
      return { status: 200, body, text: payload === undefined ? '' : JSON.stringify(payload), ms: performance.now() - began }
    },
  }
}

export function envelopeOf({ kind, body }: Delivery): Envelope {
  const type = kind === 'command' ? 'slash_commands' : kind === 'interactive' ? 'interactive' : 'events_api'
  return { envelope_id: randomUUID(), type, payload: body, accepts_response_payload: kind !== 'event' }
}

export function encode({ kind, body }: Delivery): { contentType: string; body: string } {
  switch (kind) {
    case 'command':
      return { contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams(body).toString() }
    case 'interactive':
      return { contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams({ payload: JSON.stringify(body) }).toString() }
    case 'event':
      return { contentType: 'application/json', body: JSON.stringify(body) }
  }
}

/** Slack's signature, version 0: docs.slack.dev/authentication/verifying-requests-from-slack. */
export function signed(body: string | Buffer, { at = Date.now(), secret = SIGNING_SECRET } = {}): Record<string, string> {
  const stamp = String(Math.floor(at / 1000))
  const hash = createHmac('sha256', secret).update(`v0:${stamp}:`).update(body).digest('hex')
  return { 'x-slack-request-timestamp': stamp, 'x-slack-signature': `v0=${hash}` }
}

/** One request as it is, byte for byte. */
export function post(
  url: string,
  headers: Record<string, string>,
  body: string | Buffer,
  method = 'POST',
  agent?: Agent,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) }
    const out = request(url, { method, headers: { ...length, ...headers }, ...(agent && { agent }) }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }))
      response.on('error', reject)
    })
    out.on('error', reject)
    out.end(body)
  })
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
