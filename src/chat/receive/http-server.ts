import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Takes what a platform posts; a request that does not come to its end in time is cut off. */
export class HttpServer {
  private readonly server: Server

  constructor(listener: RequestListener) {
    this.server = createServer({ requestTimeout: 15_000, headersTimeout: 8000 }, listener)
  }

  /** The port that it listens on; `port` 0 takes any free one. Rejects with the system's error where it cannot. */
  async start(host: string, port: number): Promise<number> {
    this.server.listen(port, host)
    await once(this.server, 'listening')
    return (this.server.address() as AddressInfo).port
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return
    const closed = once(this.server, 'close')
    this.server.close()
    this.server.closeAllConnections()
    await closed
  }
}
