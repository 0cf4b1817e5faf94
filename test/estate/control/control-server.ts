import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { plainJson } from './plain-json.ts'

/** What a route answers; a thrown `BadRequest` becomes a 400 with its sentence. `signal` aborts when the client goes away. */
export type Route = (query: URLSearchParams, body: unknown, signal: AbortSignal) => unknown

export class BadRequest extends Error {}

/** Thrown by a route to cut the connection without an answer. */
export class CutOff extends Error {}

export interface Control {
  url: string
  /** Every request must carry it: `Authorization: Bearer …`. */
  token: string
  close(): Promise<void>
}

const MAX_BODY_BYTES = 8 * 1024 * 1024

/** The practice estate's back door for tests and for the PowerShell stand-in; `routes` by method and path, e.g. `GET /statements`. */
export async function startControl(
  routes: Record<string, Route>,
  { port = 0, token = randomBytes(24).toString('base64url') }: { port?: number | undefined; token?: string | undefined } = {},
): Promise<Control> {
  const server = createServer((request, response) => {
    answer(request, response, routes, token).catch((cause: unknown) => {
      console.error('estate: the control endpoint broke:', cause)
      reply(response, 500, { error: `The practice estate broke: ${cause instanceof Error ? cause.message : String(cause)}` })
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, routes: Record<string, Route>, token: string): Promise<void> {
  if (!bears(request, token))
    return reply(response, 401, { error: 'The control endpoint wants the token of this start as "Authorization: Bearer …".' })
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const route = Object.hasOwn(routes, `${request.method} ${url.pathname}`) ? routes[`${request.method} ${url.pathname}`] : undefined
  if (!route) return reply(response, 404, { error: `${request.method} ${url.pathname} is none of ${Object.keys(routes).join(', ')}.` })
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  try {
    reply(response, 200, await route(url.searchParams, await readBody(request), gone.signal))
  } catch (cause) {
    if (cause instanceof CutOff) return void response.destroy()
    if (!(cause instanceof BadRequest)) throw cause
    reply(response, 400, { error: cause.message })
  }
}

function bears(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > MAX_BODY_BYTES) throw new BadRequest(`The body is longer than ${MAX_BODY_BYTES} bytes.`)
    parts.push(part)
  }
  if (size === 0) return undefined
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch (cause) {
    throw new BadRequest(`The body is no JSON: ${(cause as SyntaxError).message}.`)
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return void response.destroy()
  response.writeHead(status, { 'content-type': 'application/json' }).end(plainJson(body ?? null))
}
