import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { engineAdmin, type EngineAdmin } from '../../src/engine/server/admin.ts'

/** A stand-in of an engine's admin interface that knows no deployment and takes none. */
let server: Server
let admin: EngineAdmin
beforeEach(async () => {
  server = createServer((request, response) => {
    if (request.method === 'GET') response.end('{"deployments":[]}')
    else response.writeHead(500).end('{"message":"connection refused"}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  admin = engineAdmin({ urls: [`http://127.0.0.1:${(server.address() as AddressInfo).port}`], health: '/health' })
})
afterEach(async () => {
  await admin.close()
  server.closeAllConnections()
  server.close()
})

test('handlers that the engine does not take are not taken for registered', async () => {
  await expect(admin.register('worker-east-w1', 'http://127.0.0.1:1')).rejects.toThrow(
    'The engine refused POST /deployments (500): {"message":"connection refused"}',
  )
})
