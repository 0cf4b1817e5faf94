import { once } from 'node:events'
import { createServer } from 'node:net'
import pino from 'pino'
import { expect, test } from 'vitest'
import { serveHandlers } from '../../src/engine/serve-handlers.ts'

const log = pino({ level: 'silent' })
const identity = 'publickeyv1_Bn7d7vvXF1aJErzC9zkLLewi33eDhwrJdX8Qp5XJsTiZ'
const serve = (port: number) => serveHandlers({ services: [], identity, log, listen: { host: '127.0.0.1', port, url: 'http://bot:9080' } })

test('a port that another program has is said in one sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  await expect(serve(port)).rejects.toThrow(
    `Our handlers cannot listen on 127.0.0.1:${port} (EADDRINUSE): end the program that has the port, or give \`engine.listen\` another address.`,
  )
  other.close()
})

test('the engine is told the address by which it reaches the bot, not the one where the bot listens', async () => {
  const handlers = await serve(0)
  expect(handlers.uri).toBe('http://bot:9080')
  await handlers.close()
})
