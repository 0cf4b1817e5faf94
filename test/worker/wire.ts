/** A wire between a worker and a server: it tells whoever watches that something passes, and can fall silent, as a network does that is simply gone. */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Wire extends AsyncDisposable {
  port: number
  /** Called before the next piece passes. */
  watch: ((way: 'opens' | 'to server' | 'from server') => void) | undefined
  /** Connections that are open now. */
  readonly open: number
  /** Swallows everything from here on, new connections too; nobody is told. */
  silent: boolean
  /** Reads nothing any more, so that whoever sends comes to a standstill. */
  stuck: boolean
}

export async function startWire(to: number): Promise<Wire> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    return socket
  }
  const pass = (from: Socket, on: Socket, way: 'to server' | 'from server'): void => {
    from.on('data', (bytes: Buffer) => {
      wire.watch?.(way)
      if (wire.stuck) from.pause()
      if (!wire.silent && !wire.stuck) on.write(bytes)
    })
    from.on('close', () => !wire.silent && on.destroy())
  }
  const server = createServer((near) => {
    keep(near)
    wire.watch?.('opens')
    if (wire.silent) return
    const far = keep(connect(to, '127.0.0.1'))
    pass(near, far, 'to server')
    pass(far, near, 'from server')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const wire: Wire = {
    get open() {
      return sockets.size / 2
    },
    port: (server.address() as AddressInfo).port,
    watch: undefined,
    silent: false,
    stuck: false,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  return wire
}
