/** Where files go: a socket, because Slack's client does not send them. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { uploads } from './workspace.ts'

export async function openUploadPlace(): Promise<{ close(): void }> {
  const server = createServer((request, response) => {
    request.resume()
    response.end('OK')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  uploads.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { close: () => void server.close() }
}
