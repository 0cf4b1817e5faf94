/** Opens a connection to a bot, and lets no word through before both have proven who they are. */
import { randomUUID } from 'node:crypto'
import { addAbortListener } from 'node:events'
import { isIP } from 'node:net'
import { WebSocket } from 'ws'
import { RULES_VERSION } from '../../audit/rules.ts'
import { STATE_VERSION, twoReleases } from '../../audit/state-version.ts'
import { GATEWAY_PATH, HANDSHAKE_MS, LONGEST_FRAME, readBotFrame, type BotFrame, type Introduction } from '../../connection/frames.ts'
import { isOurBot } from '../../connection/introduce.ts'
import { reasonOf } from '../causes.ts'
import type { BotAddress, WorkerOptions } from '../options.ts'
import type { Signer } from '../sign.ts'

export interface Dialling {
  options: Pick<WorkerOptions, 'name' | 'site' | 'installation' | 'publicKeys'>
  signer: Signer
  boot: string
  /** What it holds, and what it is at, as the connection opens. */
  now(): { documents: string[]; running: string[] }
}

/** What `accept` made of the connection, or why there is none: one sentence, without its end where it has several parts. */
export type Dialled<T> = { accepted: T } | { why: string }

export function placeOf(bot: BotAddress): string {
  return 'socket' in bot ? bot.socket : bot.url
}

/** `accept` takes the connection over at the very moment of the bot's welcome: an order may come with it. */
export async function dial<T>(
  bot: BotAddress,
  dialling: Dialling,
  accept: (socket: WebSocket, aheadMs: number) => T,
  signal: AbortSignal,
): Promise<Dialled<T>> {
  const place = placeOf(bot)
  const { promise, resolve } = Promise.withResolvers<Dialled<T>>()
  const socket = connectTo(bot)
  const give = (why: string) => {
    resolve({ why })
    socket.terminate()
  }
  const timer = setTimeout(() => give(`the bot at ${place} has not let this worker in within ${HANDSHAKE_MS / 1000} s`), HANDSHAKE_MS)
  const stop = () => give('the worker was told to stop')
  const listening = addAbortListener(signal, stop)
  let who: Introduction | undefined

  const hear = (frame: BotFrame) => {
    if (frame.type === 'refused') return give(`the bot at ${place} does not let this worker in: ${frame.sentence}`)
    if (frame.type === 'challenge' && who === undefined) {
      if (frame.stateVersion !== STATE_VERSION) {
        return give(
          twoReleases(`The bot at ${place}`, frame.stateVersion, `worker ${dialling.options.name}`, 'the worker takes no order of it'),
        )
      }
      who = introductionOf(dialling, frame.asks)
      const signature = dialling.signer.introduction(who)
      return socket.send(JSON.stringify({ type: 'hello', introduction: who, signature, ...dialling.now() }))
    }
    if (frame.type === 'welcome' && who !== undefined) {
      if (isOurBot(who, frame.signature, dialling.options.publicKeys)) {
        socket.removeAllListeners('message')
        return resolve({ accepted: accept(socket, frame.aheadMs) })
      }
      return give(`what answers at ${place} cannot prove that it is the bot of ${who.installation}: nothing of it is believed`)
    }
    return give(`what answers at ${place} speaks out of turn (${frame.type})`)
  }
  socket.on('message', (data, isBinary) => {
    const read = isBinary ? { fault: 'it is no text' } : readBotFrame((data as Buffer).toString('utf8'))
    if ('fault' in read) give(`what answers at ${place} is no bot of this release: ${read.fault}`)
    else hear(read.frame)
  })
  socket.on('error', (error) => resolve({ why: whyNot(place, error, dialling.options.name) }))
  socket.on('close', () => resolve({ why: `the bot at ${place} has ended the connection before it let this worker in` }))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    listening[Symbol.dispose]()
  }
}

/** What the system reports names its call; of the rest, TLS does not believe the certificate. */
function whyNot(place: string, error: Error & { code?: string; syscall?: string }, worker: string): string {
  if (error.code === undefined || error.syscall !== undefined) return `the bot at ${place} is not reached: ${reasonOf(error)}`
  return `the certificate of the bot at ${place} is not believed (${error.code}): give this worker the file that "countersign worker-file ${worker}" prints there now`
}

function introductionOf({ options, boot }: Dialling, asked: string): Introduction {
  return {
    stateVersion: STATE_VERSION,
    rules: RULES_VERSION,
    program: 'countersign',
    installation: options.installation,
    site: options.site,
    worker: options.name,
    boot,
    at: new Date().toISOString(),
    asked,
    asks: randomUUID(),
  }
}

function connectTo(bot: BotAddress): WebSocket {
  const options = { maxPayload: LONGEST_FRAME, perMessageDeflate: false, handshakeTimeout: HANDSHAKE_MS, followRedirects: false }
  if ('socket' in bot) return new WebSocket(`ws+unix:${bot.socket}:${GATEWAY_PATH}`, options)
  const { hostname, host } = new URL(bot.url)
  // An address is no server name (RFC 6066): the certificate must name it among its addresses.
  return new WebSocket(`wss://${host}${GATEWAY_PATH}`, {
    ...options,
    ...(bot.ca !== undefined && { ca: bot.ca }),
    ...(isIP(hostname) === 0 && { servername: hostname }),
  })
}
