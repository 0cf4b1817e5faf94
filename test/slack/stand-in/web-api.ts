/**
 * A stand-in for what the emulator lacks of Slack's Web API, in front of it: limits of Block Kit, 429, broken connections, Socket Mode's
 * address, kinds of accounts, answers to `response_url`. What it does not know goes to the emulator, and what that does not know is refused.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { accountBy, APP_TOKEN, BOT_TOKEN, TEAM } from './accounts.ts'
import { readArgs, type ApiAnswer, type ApiCall, type FaultPlan } from './call.ts'
import type { SlackEmulator } from './emulator.ts'
import { limitFault } from './limit-fault.ts'

export interface WebApi {
  /** Ends with a slash: `slackApiUrl`. */
  url: string
  calls: ApiCall[]
  /** Every answer that was posted to a `response_url`, by its last part. */
  responses: { id: string; body: Record<string, unknown> }[]
  /** Bytes of uploaded files, by id. */
  uploads: Map<string, Buffer>
  /** The emulator is opened with the address of this, so it comes later. */
  emulator?: SlackEmulator
  faults?: FaultPlan
  /** Where Socket Mode connects to; without it `apps.connections.open` is refused. */
  socketUrl?: () => string
  /** Named with every answer, as Slack does. */
  scopes: string[]
  /** Channels that the app is no member of: the emulator lets it post there, and Slack does not. */
  outside: Set<string>
  close(): Promise<void>
}

export async function openWebApi(): Promise<WebApi> {
  const api: WebApi = {
    url: '',
    calls: [],
    responses: [],
    uploads: new Map(),
    scopes: [],
    outside: new Set(),
    close: async () => undefined,
  }
  const server = createServer((request, response) => {
    take(api, request, response).catch((cause: unknown) => {
      if (!response.headersSent) response.writeHead(500)
      response.end(String(cause))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  api.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  api.close = async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return api
}

async function take(api: WebApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const [, kind, name = '', last = ''] = (request.url ?? '').split('?')[0]?.split('/') ?? []
  if (kind === 'api') return takeCall(api, name, request, body, response)
  if (kind === 'response') {
    api.responses.push({ id: name, body: JSON.parse(body.toString('utf8')) as Record<string, unknown> })
    response.writeHead(200).end('ok')
    return
  }
  if (kind === 'upload' && api.emulator) {
    api.uploads.set(last, body)
    const headers = { 'content-type': request.headers['content-type'] ?? 'application/octet-stream' }
    const passed = await fetch(`${api.emulator.url}${request.url}`, { method: 'POST', headers, body })
    response.writeHead(passed.status).end(await passed.text())
    return
  }
  response.writeHead(404).end('there is nothing here')
}

async function takeCall(api: WebApi, method: string, request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
  const args = readArgs(request.headers['content-type'] ?? '', body.toString('utf8'))
  const call: ApiCall = { n: api.calls.length + 1, method, args: args ?? {}, atMs: Date.now() }
  api.calls.push(call)
  const fault = api.faults?.(call)
  if (fault?.type === 'cut') return void request.socket.destroy()
  if (fault?.type === 'rate-limit') {
    call.answer = { ok: false, error: 'ratelimited' }
    response.writeHead(429, { 'retry-after': String(fault.seconds), 'content-type': 'application/json' }).end(JSON.stringify(call.answer))
    return
  }
  const answer: ApiAnswer =
    fault?.type === 'refuse'
      ? { ok: false, error: fault.error }
      : args === undefined
        ? { ok: false, error: 'invalid_form_data' }
        : await carryOut(api, method, args, request, body)
  if (fault?.type === 'hold') {
    fault.carriedOut()
    await fault.until
  }
  call.answer = answer
  if (!response.destroyed)
    response.writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': api.scopes.join(',') }).end(JSON.stringify(answer))
}

async function carryOut(api: WebApi, method: string, args: ApiCall['args'], request: IncomingMessage, body: Buffer): Promise<ApiAnswer> {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? args['token']
  if (method === 'apps.connections.open') {
    if (token !== APP_TOKEN) return { ok: false, error: token === BOT_TOKEN ? 'not_allowed_token_type' : 'invalid_auth' }
    return api.socketUrl ? { ok: true, url: api.socketUrl() } : { ok: false, error: 'no_permission' }
  }
  if (token !== BOT_TOKEN) return { ok: false, error: token === APP_TOKEN ? 'not_allowed_token_type' : 'invalid_auth' }
  const tooMuch = limitFault(method, args)
  if (tooMuch !== undefined) return { ok: false, ...tooMuch }
  if (method.startsWith('chat.') && api.outside.has(String(args['channel']))) return { ok: false, error: 'not_in_channel' }
  const { emulator } = api
  if (!emulator) return { ok: false, error: 'fatal_error' }
  const contentType = request.headers['content-type'] ?? ''
  const passed = await fetch(`${emulator.url}/api/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${BOT_TOKEN}`, 'content-type': contentType },
    body: emulator.toEmulator(body.toString('utf8')),
  })
  if (passed.status !== 200) return { ok: false, error: passed.status === 404 ? 'unknown_method' : 'fatal_error' }
  const answer = JSON.parse(emulator.fromEmulator(await passed.text())) as ApiAnswer
  return method === 'users.info' ? withKind(answer) : answer
}

/** The emulator has members only: guests, bots, people who left and people of elsewhere are told apart here. */
function withKind(answer: ApiAnswer): ApiAnswer {
  const user = answer['user'] as { id: string } | undefined
  if (!answer.ok || !user) return answer
  const account = accountBy(user.id)
  const kinds = { is_restricted: false, is_ultra_restricted: false, is_stranger: false }
  return { ...answer, user: { ...user, ...kinds, ...account?.flags, team_id: account?.team ?? TEAM } }
}
