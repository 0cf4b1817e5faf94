import { once } from 'node:events'
import { createServer } from 'node:net'
import pino from 'pino'
import { expect, test } from 'vitest'
import { serveHandlers } from '../../src/engine/serve-handlers.ts'
import { makeCertificate } from '../estate/tds/certificate.ts'

const log = pino({ level: 'silent' })
const identity = 'publickeyv1_Bn7d7vvXF1aJErzC9zkLLewi33eDhwrJdX8Qp5XJsTiZ'
const serve = (port: number, tls?: { certificate: string; key: string }) =>
  serveHandlers({ services: [], identity, log, listen: { host: '127.0.0.1', port, url: 'https://bot:9080', ...(tls && { tls }) } })

test('a port that another program has is said in one sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  await expect(serve(port)).rejects.toThrow(
    `Our handlers cannot listen on 127.0.0.1:${port} (EADDRINUSE): end the program that has the port, or give \`engine.listen\` another address.`,
  )
  other.close()
})

test('a certificate and a key that do not go together are named', async () => {
  const [one, two] = [makeCertificate(['localhost'], new Date()), makeCertificate(['localhost'], new Date())]
  await expect(serve(0, { certificate: one.certificate, key: two.key })).rejects.toThrow(
    '`engine.certificate` and `engine.key` in the configuration do not go together (ERR_OSSL_X509_KEY_VALUES_MISMATCH): name the certificate with its chain, and its own private key, both PEM.',
  )
})

test('the engine is told the address by which it reaches the bot, not the one where the bot listens', async () => {
  const handlers = await serve(0)
  expect(handlers.uri).toBe('https://bot:9080')
  await handlers.close()
})
