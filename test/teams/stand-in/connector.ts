/** A stand-in for the connector of Teams, as botbuilder 4.23.3 calls it: HTTP around `carry-out.ts`, with log-in, limits, faults and the place for files. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { refusal, refused, type Answer, type ConnectorCall, type FaultPlan } from './call.ts'
import { carryOut, type Tenant } from './carry-out.ts'
import { openLogIn, type LogIn } from './log-in.ts'
import { openMessages } from './messages.ts'
import { openRates, type Rates } from './rates.ts'
import { readCall } from './read-call.ts'

export interface Connector extends Tenant {
  /** Ends with a slash. */
  serviceUrl: string
  /** Behind it comes `/<tenant>/oauth2/v2.0/token`. */
  login: string
  /** Where a file with this name is put by PUT. */
  uploadUrl(name: string): string
  calls: ConnectorCall[]
  faults?: FaultPlan
  logIn: LogIn
  /** Teams' own limits; undefined for a test that is faster than they allow. */
  rates?: Rates
  close(): Promise<void>
}

export async function openConnector({ limited = true }: { limited?: boolean } = {}): Promise<Connector> {
  const connector: Connector = {
    serviceUrl: '',
    login: '',
    uploadUrl: () => '',
    calls: [],
    logIn: openLogIn(),
    messages: openMessages(),
    wrong: [],
    uploads: new Map(),
    blocked: new Set(),
    without: new Set(),
    outside: new Set(),
    ...(limited && { rates: openRates() }),
    close: async () => undefined,
  }
  const server = createServer((request, response) => {
    take(connector, request, response).catch((cause: unknown) => {
      if (!response.headersSent) response.writeHead(500)
      response.end(String(cause))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  connector.serviceUrl = `${base}/connector/`
  connector.login = `${base}/login`
  connector.uploadUrl = (name) => `${base}/upload/${encodeURIComponent(name)}`
  connector.close = async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return connector
}

async function take(connector: Connector, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  const call = readCall(connector.calls.length + 1, request, bytes)
  connector.calls.push(call)
  const fault = connector.faults?.(call)
  const answer =
    fault?.type === 'refuse'
      ? refused(fault)
      : fault && 'carriedOut' in fault && fault.carriedOut === false
        ? undefined
        : judge(connector, call, request, bytes)
  if (fault?.type === 'cut') return void request.socket.destroy()
  if (fault?.type === 'silence' || !answer) return
  if (fault?.type === 'hold') {
    fault.carriedOut()
    await fault.until
  }
  call.answer = answer
  if (response.destroyed) return
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers })
  response.end(answer.body === undefined ? '' : JSON.stringify(answer.body))
}

function judge(connector: Connector, call: ConnectorCall, request: IncomingMessage, bytes: Buffer): Answer {
  const path = request.url ?? ''
  if (call.operation === 'log-in') return connector.logIn.answer(path.slice('/login'.length), bytes.toString('utf8'))
  if (call.operation === 'upload') return takeFile(connector, call, request, bytes)
  if (call.operation === 'unknown')
    return refused(refusal('MethodNotAllowed'), `${request.method} ${path} is nothing that the stand-in knows`)
  if (!connector.logIn.knows(request.headers.authorization))
    return { status: 401, body: { message: 'Authorization has been denied for this request.' } }
  const wait = connector.rates?.take(call.operation, call.conversation, call.atMs)
  if (wait !== undefined) return refused(refusal('Throttled', wait), 'too many requests')
  return carryOut(connector, call)
}

/** In one piece, as the product sends it; a place takes a file once. */
function takeFile({ uploads }: Connector, { of = '' }: ConnectorCall, { headers }: IncomingMessage, bytes: Buffer): Answer {
  const range = `bytes 0-${bytes.length - 1}/${bytes.length}`
  if (headers['content-range'] !== range)
    return { status: 416, body: { error: { code: 'invalidRange', message: `content-range must be ${range}` } } }
  if (headers.authorization !== undefined)
    return { status: 401, body: { error: { code: 'unauthenticated', message: 'the address is the whole key' } } }
  if (uploads.has(of)) return { status: 409, body: { error: { code: 'nameAlreadyExists', message: `${of} was put here before` } } }
  uploads.set(of, bytes)
  return { status: 201, body: { id: of, name: of, size: bytes.length } }
}
