/** A stand-in of a web application with TLS: it knows its own pages and nothing else, and takes GET only. */
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { makeCertificate } from './tds/certificate.ts'

export interface WebServer extends AsyncDisposable {
  port: number
  /** PEM of the authority that signed its certificate, which is good for 30 days. */
  ca: string
  /** Whether its health page says that it is ready. */
  ready: boolean
  /** Paths that were asked for, oldest first. */
  readonly asked: string[]
}

export async function startWebServer(): Promise<WebServer> {
  const { ca, certificate, key } = makeCertificate(['localhost', '127.0.0.1'], new Date())
  const asked: string[] = []
  const server = createServer({ cert: certificate, key }, ({ method, url = '' }, response) => {
    asked.push(url)
    if (method !== 'GET') return answer(response, 405, 'method not allowed')
    const { pathname } = new URL(url, 'https://localhost')
    if (pathname.startsWith('/health')) return answer(response, web.ready ? 200 : 503, web.ready ? 'state: ready' : 'state: starting')
    if (pathname === '/moved') return answer(response.setHeader('location', '/health'), 302, '')
    if (pathname === '/long') return answer(response, 200, `${'x'.repeat(300 * 1024)}ready`)
    if (pathname === '/silent') return
    answer(response, 404, 'not found')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const web: WebServer = {
    port: (server.address() as AddressInfo).port,
    ca,
    ready: true,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
  return web
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(text)
}
