import { chmodSync, rmSync } from 'node:fs'
import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { WebSocketServer } from 'ws'
import { GATEWAY_PATH, LONGEST_FRAME, WORKERS_PATH } from '../../connection/frames.ts'
import { EngineFault } from '../engine-fault.ts'
import { codeOf } from '../server/directory.ts'
import { listening } from '../server/listening.ts'
import type { Gateway } from './gateway.ts'
import { serveWorker, type ConnectionOptions } from './worker-connection.ts'

/** Where workers of other machines come in: TLS only. */
export interface GatewayListen {
  host: string
  port: number
  /** PEM. */
  certificate: string
  key: string
}

export interface ServeGatewayOptions extends ConnectionOptions {
  gateway: Pick<Gateway, 'connected' | 'workers'>
  /** Path of the unix socket for workers on this machine. */
  socket: string
  listen?: GatewayListen
}

export interface GatewayServer {
  /** Of the TLS listener, where there is one. */
  port?: number
  close(): Promise<void>
}

/** At once, of those who have not proven who they are and of those who have. */
const MOST_CONNECTIONS = 1_000

/** Takes workers on a unix socket that only this user reaches, and with TLS where the configuration says so. @throws EngineFault */
export async function serveGateway(options: ServeGatewayOptions): Promise<GatewayServer> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LONGEST_FRAME, perMessageDeflate: false })
  const servers: Server[] = []
  const open = async (server: Server, where: { path: string } | { host: string; port: number }): Promise<void> => {
    server.maxConnections = MOST_CONNECTIONS
    server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy())
      if (request.url !== GATEWAY_PATH || sockets.clients.size >= MOST_CONNECTIONS) {
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        return
      }
      sockets.handleUpgrade(request, socket, head, (worker) => serveWorker(worker, options))
    })
    await listening(server, where, (code, cause) => {
      const named = 'path' in where ? where.path : `${where.host}:${where.port}`
      const sentence = `The gateway for workers cannot listen on ${named} (${code}): end the program that has it, or give \`gateway.listen\` another address.`
      return new EngineFault('port-in-use', sentence, cause)
    })
    servers.push(server)
  }
  const close = async () => {
    for (const worker of sockets.clients) worker.terminate()
    await Promise.all(
      servers.map((server) => {
        const closed = new Promise((resolve) => server.close(resolve))
        server.closeAllConnections()
        return closed
      }),
    )
    sockets.close()
  }
  try {
    rmSync(options.socket, { force: true })
    await open(createServer(tellWorkers(options.gateway)), { path: options.socket })
    chmodSync(options.socket, 0o600)
    if (options.listen === undefined) return { close }
    const { host, port, certificate, key } = options.listen
    const server = tlsServer(certificate, key)
    await open(server, { host, port })
    return { port: (server.address() as { port: number }).port, close }
  } catch (error) {
    await close()
    throw error
  }
}

function tlsServer(cert: string, key: string): Server {
  try {
    return createTlsServer({ cert, key, minVersion: 'TLSv1.2' }, refuse)
  } catch (cause) {
    throw new EngineFault(
      'bad-key',
      `The certificate and key of \`gateway\` in the configuration do not go together (${codeOf(cause)}): name the certificate with its chain, and its own private key, both PEM.`,
      cause,
    )
  }
}

/** On the socket that only this user reaches, who asks how the workers are is told; `countersign status` does. */
function tellWorkers(gateway: Pick<Gateway, 'workers'>): RequestListener {
  return (request, response) => {
    if (request.method !== 'GET' || request.url !== WORKERS_PATH) return refuse(request, response)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(gateway.workers()))
  }
}

/** Whoever comes with anything else than a WebSocket. */
const refuse: RequestListener = (_, response) => {
  response.writeHead(426)
  response.end('Workers of Countersign connect here.\n')
}
