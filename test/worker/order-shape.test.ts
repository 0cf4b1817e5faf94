import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import type { PublicKeys } from '../../src/audit/entry.ts'
import { signProof } from '../../src/audit/signature.ts'
import { readDelivery, readStop } from '../../src/worker/order-shape.ts'
import { STATE_VERSION } from '../../src/audit/state-version.ts'

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

const ORDER = {
  kind: 'observe',
  key: 'R-1/2/0/4',
  installation: 'test',
  run: 'R-1',
  site: 'berlin',
  document: 'a'.repeat(64),
  step: 2,
  item: 0,
  role: 'check',
}
const anna = { name: 'anna', site: 'berlin' }

test('an order of this release is read', () => {
  expect(readDelivery({ stateVersion: STATE_VERSION, order: ORDER }, anna)).toEqual({ order: ORDER })
})

test.each([
  ['of a newer release', { stateVersion: STATE_VERSION + 1, order: ORDER }, `state version ${STATE_VERSION + 1}`],
  ['of a release that named none', { order: ORDER }, 'no state version, as of a release up to 0.3.0'],
  ['that is nothing', undefined, 'no state version, as of a release up to 0.3.0'],
])('an order %s is not carried out, and both numbers are said', (_, body, says) => {
  expect(readDelivery(body, anna)).toEqual({
    fault: `An order for site berlin names ${says}, and worker anna has version ${STATE_VERSION}: it is not carried out. Stop the bot and all its workers, then start them all with the same release (docs/upgrading.md).`,
  })
})

test('an order with something that this release does not know is none', () => {
  const read = readDelivery({ stateVersion: STATE_VERSION, order: { ...ORDER, hurry: true } }, anna)
  expect(read).toEqual({ fault: expect.stringMatching(/^This is no order: .*hurry/s) })
})

test.each([undefined, null, 7, {}, { order: 7 }])('what names no order stops nothing: %o', (body) => {
  expect(readStop(body, worker)).toEqual({ fault: 'This names no order to stop.' })
})
