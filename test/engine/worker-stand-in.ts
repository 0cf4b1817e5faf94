import type { KeyObject } from 'node:crypto'
import { generateKeyPairSync, sign } from 'node:crypto'
import type { ServerHttp2Session } from 'node:http2'
import { createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import * as restate from '@restatedev/restate-sdk'
import canonicalize from 'canonicalize'
import { publicPem } from '../../src/engine/keys/keys.ts'
import { engineHttp } from '../../src/engine/server/http.ts'
import type { Heartbeat, HeartbeatAnswer, OrderDelivery } from '../../src/run/heartbeat.ts'
import type { Order } from '../../src/run/order.ts'
import { STATE_VERSION } from '../../src/audit/state-version.ts'

/** A stand-in for a worker process: it takes orders and does nothing with them; a test speaks for it. */
export interface WorkerStandIn {
  name: string
  site: string
  address: string
  key: KeyObject
  publicKey: string
  orders: Order[]
  stops: string[]
  /** Says once that it lives. */
  beat(more?: Partial<Heartbeat>): Promise<HeartbeatAnswer>
  close(): Promise<void>
}

/** `documents`: what it says it holds. `ingress`: the engine's socket. */
export async function startWorkerStandIn(name: string, site: string, ingress: string, documents: string[]): Promise<WorkerStandIn> {
  const { privateKey: key } = generateKeyPairSync('ed25519')
  const orders: Order[] = []
  let seq = 0
  const stops: string[] = []
  const service = restate.service({
    name: `worker-${site}-${name}`,
    options: { ingressPrivate: true },
    handlers: {
      order: async (_: restate.Context, { order }: OrderDelivery) => void orders.push(order),
      stop: async (_: restate.Context, { order }: { order: string }) => void stops.push(order),
    },
  })
  const server = createServer(restate.createEndpointHandler({ services: [service], logger: () => undefined }))
  const sessions = new Set<ServerHttp2Session>()
  server.on('session', (session) => sessions.add(session))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const http = engineHttp({ socket: ingress })

  return {
    name,
    site,
    key,
    orders,
    stops,
    publicKey: publicPem(key),
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    beat: async (more = {}) => {
      const heartbeat: Heartbeat = {
        stateVersion: STATE_VERSION,
        worker: name,
        site,
        boot: 'boot 1',
        seq: ++seq,
        at: new Date().toISOString(),
        documents,
        running: [],
        ...more,
      }
      const signature = sign(null, Buffer.from(canonicalize(heartbeat) ?? ''), key).toString('base64')
      const response = await http.fetch(`${http.url}/Site/${site}/heartbeat`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ heartbeat, signature }),
        signal: AbortSignal.timeout(5000),
      })
      return (await response.json()) as HeartbeatAnswer
    },
    close: async () => {
      await http.close()
      for (const session of sessions) session.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
