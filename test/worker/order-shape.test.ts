import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import type { PublicKeys } from '../../src/audit/entry.ts'
import { signProof } from '../../src/audit/signature.ts'
import { readStop } from '../../src/worker/order-shape.ts'

const head = generateKeyPairSync('ed25519')
const pem = head.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const publicKeys: PublicKeys = { installation: 'test', chat: pem, clock: pem, head: pem, workers: {} }
const worker = { installation: 'test', site: 'berlin', publicKeys }
const signed = (proof: { installation?: string; site?: string; order?: string }, key = head.privateKey) =>
  signProof(
    { proves: 'stop', installation: 'test', site: 'berlin', order: 'R-1/2/0/4', ...proof },
    key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  )

test('an order that the bot wants stopped is stopped', () => {
  expect(readStop({ order: 'R-1/2/0/4', signature: signed({}) }, worker)).toEqual({ order: 'R-1/2/0/4' })
})

test.each([
  ['is not signed', undefined],
  ['is signed for another order', signed({ order: 'R-1/2/0/5' })],
  ['is signed for another site', signed({ site: 'paris' })],
  ['is signed for another installation', signed({ installation: 'other' })],
  ['is signed with another key', signed({}, generateKeyPairSync('ed25519').privateKey)],
])('a stop that %s stops nothing', (_, signature) => {
  expect(readStop({ order: 'R-1/2/0/4', signature }, worker)).toEqual({
    fault:
      "Order R-1/2/0/4 goes on: whoever asked to stop it is not the bot. Either the bot is of another release than this worker, or somebody reached the engine and answers in the bot's place: see what the bot says of it, then restart the bot.",
  })
})

test.each([undefined, null, 7, {}, { order: 7 }])('what names no order stops nothing: %o', (body) => {
  expect(readStop(body, worker)).toEqual({ fault: 'This names no order to stop.' })
})
