/** Where Teams calls us: `/api/messages`, behind limits that hold before anybody knows who calls. */
import { isUtf8 } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import express, { type ErrorRequestHandler, type Express } from 'express'
import { Dedupe, eventIdOf } from '../receive/dedupe.ts'
import type { BotLog } from './bot-framework.ts'
import type { BotPort, Handle, InvokeAnswer } from './bot-port.ts'

export const TEAMS_PATH = '/api/messages'

/** Teams' own are a few kilobytes; a form with all that fits into it some tens. */
const LARGEST_BODY = 256 * 1024
/** Longer than Teams waits for an answer: neither a slow sender nor a slow reader holds a connection. */
const REQUEST_LIMIT_MS = 20_000
/** What is with us at a time; Teams sends far less, and sends it again. */
const MOST_AT_ONCE = 200
/** Answers hold cards of up to 25 KB. */
const DELIVERIES_KEPT = 500

export interface EndpointOptions {
  port: Pick<BotPort, 'process'>
  handle: Handle
  log: BotLog
  limitMs?: number
  /** Requests that are with us at a time. */
  most?: number
}

/** Takes requests for `TEAMS_PATH`; every other one is answered 404. What was delivered before is answered as it was then. */
export function endpoint({ port, handle, log, limitMs = REQUEST_LIMIT_MS, most = MOST_AT_ONCE }: EndpointOptions): Express {
  const deliveries = new Dedupe<InvokeAnswer | undefined>(() => true, DELIVERIES_KEPT)
  const handleOnce: Handle = (activity) => {
    const { id } = activity as { id?: unknown }
    // Without an id nothing can be told from another delivery of the same.
    if (typeof id !== 'string' || id === '') return handle(activity)
    return deliveries.do(eventIdOf('teams', 'delivery', [id], activity), () => handle(activity)).outcome
  }
  let open = 0
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', false)
  app.use((request, response, next) => {
    if (request.path !== TEAMS_PATH) return void response.status(404).end()
    if (request.method !== 'POST') return void response.status(405).setHeader('allow', 'POST').end()
    if (open >= most) return void response.status(503).setHeader('retry-after', '5').end()
    open++
    const timer = setTimeout(() => response.destroy(), limitMs)
    response.once('close', () => {
      open--
      clearTimeout(timer)
    })
    next()
  })
  app.use(express.json({ limit: LARGEST_BODY, inflate: false, verify: refuseOtherText }))
  app.use((request, response) => {
    if (request.body === undefined) return void response.status(415).end()
    if (!isPlain(request.body)) {
      log.warn({ from: request.socket.remoteAddress }, 'a request holds what no activity of Teams holds')
      return void response.status(400).end()
    }
    return port.process(request, response, handleOnce)
  })
  const answerFault: ErrorRequestHandler = (cause: { status?: unknown; message?: unknown }, request, response, _next) => {
    const { status } = cause
    const theirs = typeof status === 'number' && status >= 400 && status < 500
    const from = request.socket.remoteAddress
    // The error holds all that was sent, and whoever sent it has not said who they are.
    if (theirs) log.warn({ because: String(cause.message).slice(0, 200), from }, 'a request for Teams could not be read')
    else log.error({ err: cause, from }, 'a request for Teams could not be read')
    if (response.headersSent) response.destroy()
    else response.status(theirs ? status : 500).end()
  }
  app.use(answerFault)
  return app
}

/** JSON is UTF-8, and Teams' always is. */
function refuseOtherText(_request: IncomingMessage, _response: ServerResponse, body: Buffer, encoding: string): void {
  if (encoding !== 'utf-8' || !isUtf8(body)) throw Object.assign(new Error('the body is not UTF-8'), { status: 400 })
}

/** A card with a form in it is some fifteen deep. */
const DEEPEST = 64

/** Whether a value read from JSON is no deeper than activities are, has no key that reaches into prototypes, and no half characters. Takes no stack. */
function isPlain(value: unknown): boolean {
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (typeof at.value === 'string' && !at.value.isWellFormed()) return false
    if (typeof at.value !== 'object' || at.value === null) continue
    if (at.depth >= DEEPEST) return false
    for (const [key, inner] of Object.entries(at.value)) {
      if (key === '__proto__' || !key.isWellFormed()) return false
      open.push({ value: inner, depth: at.depth + 1 })
    }
  }
  return true
}
