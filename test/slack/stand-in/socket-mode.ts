/** A stand-in for the server of Socket Mode: hello, envelopes, acknowledgements, pings, and telling a client to connect anew. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

export interface Envelope {
  envelope_id: string
  type: 'slash_commands' | 'interactive' | 'events_api'
  payload: Record<string, unknown>
  accepts_response_payload: boolean
  /** It was sent before, and nobody acknowledged it. */
  retry_attempt?: number
  retry_reason?: string
}

export interface SocketMode {
  /** An address that is good for one connection. */
  nextUrl(): string
  /** Sends to the newest connection, and resolves with what the acknowledgement carried; rejects when the connection goes before. */
  send(envelope: Envelope): Promise<unknown>
  connections(): number
  /** Waits until a client is there. */
  connected(): Promise<void>
  /** Tells the newest connection to go, as Slack does every few hours; it is closed some time after. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void
  /** Ends every connection without a word. */
  cut(): void
  /** Sends bytes as they are, for frames that are not what they should be. */
  sendRaw(text: string): void
  /** Everything that clients sent that was no acknowledgement of an envelope. */
  unknown: string[]
  /** Pings that were answered. */
  pongs: number
  close(): Promise<void>
}

const PING_EVERY_MS = 1000

export async function openSocketMode(): Promise<SocketMode> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/link' })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const tickets = new Set<string>()
  const waiting = new Map<string, ((payload: unknown) => void)[]>()
  const live: WebSocket[] = []
  const pinging = setInterval(() => live.forEach((socket) => socket.ping('Ping from applink')), PING_EVERY_MS)
  const newest = (): WebSocket => {
    const socket = live.at(-1)
    if (!socket) throw new Error('no client is connected')
    return socket
  }
  const mode: SocketMode = {
    unknown: [],
    pongs: 0,
    nextUrl: () => {
      const ticket = randomUUID()
      tickets.add(ticket)
      return `ws://127.0.0.1:${port}/link?ticket=${ticket}`
    },
    // Slack waits three seconds; a machine that is busy with other tests needs longer, and that is no fault of the bot's.
    send: (envelope) => {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      const socket = newest()
      const gone = (): void => {
        const others = (waiting.get(envelope.envelope_id) ?? []).filter((each) => each !== acknowledged)
        waiting.set(envelope.envelope_id, others)
        reject(new Error(`the envelope ${envelope.type} was not acknowledged before its connection went`))
      }
      const acknowledged = (payload: unknown): void => {
        socket.off('close', gone)
        resolve(payload)
      }
      socket.on('close', gone)
      waiting.set(envelope.envelope_id, [...(waiting.get(envelope.envelope_id) ?? []), acknowledged])
      socket.send(JSON.stringify(envelope))
      return promise
    },
    connections: () => live.length,
    connected: async () => {
      if (live.length === 0) await once(server, 'hello')
    },
    disconnect: (reason) => newest().send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink' } })),
    cut: () => live.forEach((socket) => socket.terminate()),
    sendRaw: (text) => newest().send(text),
    close: async () => {
      clearInterval(pinging)
      live.forEach((socket) => socket.terminate())
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
  server.on('connection', (socket, request) => {
    const ticket = new URL(request.url ?? '', 'ws://localhost').searchParams.get('ticket') ?? ''
    if (!tickets.delete(ticket)) return socket.close(4001, 'the ticket is used or unknown')
    live.push(socket)
    socket.on('close', () => void live.splice(live.indexOf(socket), 1))
    socket.on('pong', () => (mode.pongs += 1))
    socket.on('message', (data) => take(mode, waiting, (data as Buffer).toString('utf8')))
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: live.length,
        connection_info: { app_id: 'A0COUNTERS' },
        debug_info: { host: 'applink' },
      }),
    )
    server.emit('hello')
  })
  return mode
}

/** An acknowledgement answers the first delivery of its envelope that waits. */
function take(mode: SocketMode, waiting: Map<string, ((payload: unknown) => void)[]>, text: string): void {
  const message = parsed(text)
  const [first, ...rest] = waiting.get(message?.envelope_id ?? '') ?? []
  if (message?.envelope_id === undefined || !first) {
    mode.unknown.push(text)
    return
  }
  waiting.set(message.envelope_id, rest)
  first(message.payload)
}

function parsed(text: string): { envelope_id?: string; payload?: unknown } | undefined {
  try {
    return JSON.parse(text) as { envelope_id?: string; payload?: unknown }
  } catch {
    return undefined
  }
}
