/** The worker's two handlers, served to the engine. Each answers at once: what an order asks for is done outside of it. */
import { createServer } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import * as restate from '@restatedev/restate-sdk'
import { readDelivery, readStop } from './order-shape.ts'
import type { Order } from '../run/order.ts'
import type { WorkerOptions } from './options.ts'

export interface OrderIntake {
  /** Takes the order, or says why not; an order that it has already changes nothing. */
  take(order: Order): { accepted: true } | { refusal: { code: string; sentence: string } }
  stop(order: string): { stopping: boolean }
}

export interface Endpoint {
  /** `http://host:port`, for the engine to register. */
  url: string
  close(): Promise<void>
}

/** @throws an Error with a whole sentence when the address is taken or not there. */
export async function serveEndpoint(options: WorkerOptions, queue: OrderIntake): Promise<Endpoint> {
  const handler = restate.createEndpointHandler({
    services: [serviceOf(options, queue)],
    logger: (meta, ...words) => {
      if (meta.level === 'warn' || meta.level === 'error') options.logger.warn({ worker: options.name }, words.map(String).join(' '))
    },
    defaultServiceOptions: { asTerminalError },
    ...(options.identityKeys.length === 0 ? {} : { identityKeys: options.identityKeys }),
  })
  const server = createServer(handler)
  // Sockets, not sessions: a session that was destroyed can leave its socket open, and closing waits for that.
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const { host, port } = options.listen
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(whyNotListening(options, error), { cause: error })))
    server.listen(port, host, resolve)
  })
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function serviceOf(options: WorkerOptions, queue: OrderIntake) {
  // The engine hears of it and tells nobody.
  const refusing = (fault: string, errorCode: number) => {
    options.logger.error({ worker: options.name }, fault)
    return new restate.TerminalError(fault, { errorCode })
  }
  return restate.service({
    name: `worker-${options.site}-${options.name}`,
    handlers: {
      order: async (_: restate.Context, body: unknown) => {
        const read = readDelivery(body, options)
        if ('fault' in read) throw refusing(read.fault, 400)
        return queue.take(read.order)
      },
      stop: async (_: restate.Context, body: unknown) => {
        const read = readStop(body, options)
        if ('fault' in read) throw refusing(read.fault, 403)
        return queue.stop(read.order)
      },
    },
    options: { ingressPrivate: true },
  })
}

/** A fault of ours would be tried again for ever; it ends the call instead. Every other error is the machinery's. */
function asTerminalError(error: unknown): restate.TerminalError | undefined {
  const ours = [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind)
  return ours ? new restate.TerminalError(`A fault of the worker: ${String(error)}`, { errorCode: 500 }) : undefined
}

function whyNotListening(options: WorkerOptions, error: NodeJS.ErrnoException): string {
  const place = `${options.listen.host}:${options.listen.port}`
  const why = error.code === undefined ? undefined : NOT_LISTENING[error.code]
  return `Worker ${options.name} cannot listen on ${place}: ${why ?? `${error.message}.`}`
}

const NOT_LISTENING: Record<string, string> = {
  EADDRINUSE: 'a process has that port, perhaps another worker of this name. End it, or give this worker another address.',
  EADDRNOTAVAIL: "this machine has no such address. Correct the worker's address in the configuration.",
  EACCES: 'this user may not use that port. Choose one above 1023.',
}
