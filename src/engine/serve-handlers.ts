import { createSecureServer, createServer } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import type { EndpointOptions } from '@restatedev/restate-sdk'
import { createEndpointHandler, TerminalError } from '@restatedev/restate-sdk'
import type { Logger } from 'pino'
import { EngineFault } from './engine-fault.ts'
import { listening } from './server/listening.ts'

export interface HandlerServer {
  /** Where the engine calls us; it cannot dial unix sockets (seen with server 1.7.12). */
  uri: string
  close(): Promise<void>
}

export interface ServeOptions {
  services: EndpointOptions['services']
  /** Public form of the engine's key: calls of anybody else are answered 401. */
  identity: string
  log: Logger
  /** For an engine elsewhere; where nothing is said, on a free port of the loopback interface. */
  listen?: HandlerListen
}

/** Where an engine of another machine reaches our handlers. */
export interface HandlerListen {
  host: string
  port: number
  /** As the engine reaches it. */
  url: string
  /** PEM. Without them it is plain HTTP, which MUST stay on this machine. */
  tls?: { certificate: string; key: string }
}

/** Serves our handlers to the engine, HTTP/2. @throws EngineFault when it cannot listen there. */
export async function serveHandlers({ services, identity, log, listen }: ServeOptions): Promise<HandlerServer> {
  const { host, port } = listen ?? { host: '127.0.0.1', port: 0 }
  const handler = createEndpointHandler({
    services,
    identityKeys: [identity],
    logger: toPino(log),
    defaultServiceOptions: { asTerminalError },
  })
  const server =
    listen?.tls === undefined ? createServer(handler) : createSecureServer({ cert: listen.tls.certificate, key: listen.tls.key }, handler)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await listening(server, { host, port }, (code, cause) => {
    const sentence = `Our handlers cannot listen on ${host}:${port} (${code}): end the program that has the port, or give \`engine.listen\` another address.`
    return new EngineFault('port-in-use', sentence, cause)
  })
  return {
    uri: listen?.url ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      // A session says goodbye first, and waits for an engine that hangs to hear it.
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** The SDK's words: what ended a call for good was meant to, and its progress reports are for nobody. */
function toPino(log: Logger): NonNullable<EndpointOptions['logger']> {
  return ({ level, replaying, context }, ...words: unknown[]) => {
    if (replaying) return
    const fields = { call: context?.invocationTarget, invocation: context?.invocationId }
    const said = words.map((word) => (word instanceof Error ? (word.stack ?? word.message) : String(word))).join(' ')
    const meant = words.some((word) => word instanceof TerminalError)
    if ((level === 'error' || level === 'warn') && !meant) log.warn(fields, said)
    else log.trace(fields, said)
  }
}

/** A bug of ours would be tried again for ever and block its key: it ends the call instead. Every other error is the machinery's, and is tried again. */
function asTerminalError(error: unknown): TerminalError | undefined {
  const bugs = [TypeError, RangeError, ReferenceError, SyntaxError]
  return bugs.some((bug) => error instanceof bug) ? new TerminalError(`A bug: ${String(error)}`, { errorCode: 500 }) : undefined
}
