import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import type { SqlInstance } from '../result-sink.ts'
import type { ServerCertificate } from './certificate.ts'
import { Connection } from './connection.ts'
import type { Encryption } from './prelogin.ts'
import type { StatementWatch } from './run-statement.ts'

export interface ListenOptions {
  instance: SqlInstance
  certificate: ServerCertificate
  encryption: Encryption
  /** Other TLS than a server of today has, for tests of what a client says of it. */
  tls?: SecureContextOptions
  watch: StatementWatch
  /** 0 or missing: any free port. */
  port?: number
  /** Gets one sentence for each connection that we closed. */
  closed: (sentence: string) => void
}

export interface Listening {
  port: number
  close(): Promise<void>
}

/** Serves one instance on 127.0.0.1. Rejects with the system's error when the port is taken. */
export async function listenTds({
  instance,
  certificate,
  encryption,
  tls = {},
  watch,
  port = 0,
  closed,
}: ListenOptions): Promise<Listening> {
  // TLS inside TDS ends at 1.2: a 1.3 server would send its tickets after the handshake's packets.
  const secureContext = createSecureContext({
    cert: certificate.certificate,
    key: certificate.key,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    ...tls,
  })
  const connections = new Set<Connection>()
  const server = createServer((socket) => {
    const connection = new Connection(socket, { instance, encryption, secureContext, watch, closed })
    connections.add(connection)
    socket.on('close', () => connections.delete(connection))
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const connection of connections) connection.drop()
      }),
  }
}
