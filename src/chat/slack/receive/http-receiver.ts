/** Slack calls us: Bolt's receiver behind our own check of every request. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { HTTPReceiver, type App, type Receiver } from '@slack/bolt'
import { boltLog } from './bolt-log.ts'
import { contentType, judgeRequest, LARGEST_BODY, ReplayMemory, PAST_S, FUTURE_S } from './http-guard.ts'
import type { ConnectionState, ConnectionLog } from '../../live/connection-state.ts'
import { ClockTeller } from '../../receive/clock-teller.ts'
import { HttpServer } from '../../receive/http-server.ts'

export interface HttpReceiverOptions {
  signingSecret: string
  host: string
  /** 0 takes any free one. */
  port: number
  log: ConnectionLog
  connection: ConnectionState
}

/** Where Slack posts to, whatever it is about; written into the manifest. */
export const SLACK_PATH = '/slack/events'

export class GuardedHttpReceiver implements Receiver {
  private readonly bolt: HTTPReceiver
  private readonly server: HttpServer
  private readonly options: HttpReceiverOptions
  private readonly memory = new ReplayMemory()
  private readonly clock: ClockTeller
  private readonly beside = new Map<string, RequestListener>()

  constructor(options: HttpReceiverOptions) {
    this.options = options
    this.clock = new ClockTeller(options.connection, sayClock)
    // Bolt judges the signature once more: a door that everything comes through may have two locks.
    this.bolt = new HTTPReceiver({ signingSecret: options.signingSecret, endpoints: SLACK_PATH, logger: boltLog(options.log) })
    this.server = new HttpServer((request, response) => {
      this.take(request, response).catch((cause: unknown) => {
        options.log.error({ err: cause }, 'a request of Slack could not be read')
        answer(response, 500, 'failed', 'Not recorded.')
      })
    })
  }

  init(app: App): void {
    this.bolt.init(app)
  }

  /** Has another platform take what comes for this path. */
  mount(path: string, listener: RequestListener): void {
    this.beside.set(path, listener)
  }

  /** The port that it listens on. Rejects with the system's error where it cannot. */
  async start(): Promise<number> {
    return this.server.start(this.options.host, this.options.port)
  }

  async stop(): Promise<void> {
    await this.server.stop()
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const other = this.beside.get(path)
    if (other !== undefined) return other(request, response)
    if (path !== SLACK_PATH) return answer(response, 404, 'no-page', 'There is nothing here.')
    if (request.method !== 'POST') return answer(response, 405, 'method', 'Slack posts; nothing else is taken.')
    const body = await readBody(request)
    if (body === 'too-large') return answer(response, 413, 'too-large', `The request is larger than ${LARGEST_BODY / 1024} KB.`)
    if (body === 'cut') return
    const kind = contentType(request.headers)
    // Slack looks whether there is a valid certificate, without a signature: it is told yes, and nothing of it is read.
    if (kind === 'application/x-www-form-urlencoded' && asksForCertificate(body)) {
      response.writeHead(200).end()
      return
    }
    const verdict = judgeRequest({ headers: request.headers, body }, this.options.signingSecret, this.memory, Date.now())
    if (!verdict.pass) {
      if (verdict.aheadS !== undefined) this.clock.off(verdict.aheadS)
      this.options.log.warn({ code: verdict.code, from: request.socket.remoteAddress }, `a request was refused: ${verdict.sentence}`)
      return answer(response, verdict.status, verdict.code, verdict.sentence)
    }
    this.clock.right()
    request.headers['content-type'] = kind
    this.bolt.requestListener(Object.assign(request, { rawBody: body }), response)
  }
}

function asksForCertificate(body: Buffer): boolean {
  return body.includes('ssl_check') && new URLSearchParams(body.toString('latin1')).get('ssl_check') === '1'
}

async function readBody(request: IncomingMessage): Promise<Buffer | 'too-large' | 'cut'> {
  const chunks: Buffer[] = []
  let size = Number(request.headers['content-length'] ?? 0)
  if (size > LARGEST_BODY) return 'too-large'
  size = 0
  try {
    for await (const chunk of request) {
      size += (chunk as Buffer).length
      if (size > LARGEST_BODY) return 'too-large'
      chunks.push(chunk as Buffer)
    }
  } catch {
    // The connection ended before the body did.
    return 'cut'
  }
  return Buffer.concat(chunks)
}

function answer(response: ServerResponse, status: number, code: string, sentence: string): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, { 'content-type': 'application/json', ...(status === 413 ? { connection: 'close' } : {}) })
  response.end(JSON.stringify({ refusal: { code, sentence } }))
}

/** `aheadS`: this machine's clock less the date of a request that Slack signed, in seconds. */
export function sayClock(aheadS: number): string {
  const refused = 'Requests of Slack are refused for their time: one that Slack signed is dated'
  if (aheadS < 0)
    return `${refused} ${-aheadS} s after this machine's clock, and ${FUTURE_S} s are the most. This machine's clock is behind, probably by these ${-aheadS} s: set it right.`
  return `${refused} ${aheadS} s before this machine's clock, and ${PAST_S} s are the most. If every press is refused, this machine's clock is ahead, probably by these ${aheadS} s: set it right. If only this one was, an old request was held up or sent again, and nothing is to be done.`
}
