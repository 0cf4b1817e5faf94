import { generateKeyPairSync, sign } from 'node:crypto'
import canonicalize from 'canonicalize'
import { expect, test } from 'vitest'
import { checkHeartbeat } from '../../src/engine/site/check-heartbeat.ts'
import type { Heartbeat, SignedHeartbeat } from '../../src/run/heartbeat.ts'
import { STATE_VERSION } from '../../src/audit/state-version.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const WORKERS = { w1: { site: 'east', key: publicKey.export({ type: 'spki', format: 'pem' }).toString() } }
const BEAT: Heartbeat = {
  stateVersion: STATE_VERSION,
  worker: 'w1',
  site: 'east',
  boot: 'b',
  seq: 1,
  at: '2026-11-21T03:00:00.000Z',
  documents: [],
  running: [],
}

function signed(beat: object): SignedHeartbeat {
  const signature = sign(null, Buffer.from(canonicalize(beat) ?? ''), privateKey).toString('base64')
  return { heartbeat: beat as Heartbeat, signature }
}

test('a heartbeat that is signed with the listed key is believed', () => {
  expect(checkHeartbeat(signed(BEAT), 'east', WORKERS)).toBeUndefined()
})

const none = 'This is no heartbeat: it names no worker, boot, number or time.'
const lists = 'The heartbeat of w1 lists no documents or no orders.'
const unknown = (site: string, worker: string) =>
  `Site ${site} knows no worker ${worker}: list it with its public key under \`workers:\`, then restart the bot.`

test.each<[string, object, string, string]>([
  ['without a worker', { ...BEAT, worker: 1 }, 'bad-heartbeat', none],
  ['without a boot', { ...BEAT, boot: undefined }, 'bad-heartbeat', none],
  ['without a time', { ...BEAT, at: null }, 'bad-heartbeat', none],
  ['whose time is none', { ...BEAT, at: 'noon' }, 'bad-heartbeat', none],
  ['without a number', { ...BEAT, seq: undefined }, 'bad-heartbeat', none],
  ['whose number is none', { ...BEAT, seq: 'last' }, 'bad-heartbeat', none],
  ['without documents', { ...BEAT, documents: undefined }, 'bad-heartbeat', lists],
  ['whose orders are no list', { ...BEAT, running: {} }, 'bad-heartbeat', lists],
  ['of a worker that nobody knows', { ...BEAT, worker: 'w9' }, 'unknown-worker', unknown('east', 'w9')],
  ['of a worker named like a word of JavaScript', { ...BEAT, worker: 'constructor' }, 'unknown-worker', unknown('east', 'constructor')],
  ['that speaks for another site', { ...BEAT, site: 'west' }, 'unknown-worker', unknown('east', 'w1')],
])('one %s is not', (_what, beat, code, sentence) => {
  expect(checkHeartbeat(signed(beat), 'east', WORKERS)).toEqual({ code, sentence })
})

test.each([
  ['a newer release', STATE_VERSION + 1, `state version ${STATE_VERSION + 1}`],
  ['a release that named none', undefined, 'no state version, as of a release up to 0.3.0'],
  ['something that is no number', String(STATE_VERSION), 'no state version, as of a release up to 0.3.0'],
])('one of %s is told both numbers, and believed in nothing else that it says', (_what, stateVersion, says) => {
  const sentence = `The heartbeat of w1 names ${says}, and this bot has version ${STATE_VERSION}: it is given no orders. Stop the bot and all its workers, then start them all with the same release (docs/upgrading.md).`
  for (const beat of [
    { ...BEAT, stateVersion },
    { worker: 'w1', stateVersion },
  ])
    expect(checkHeartbeat(signed(beat), 'east', WORKERS)).toEqual({ code: 'other-state', sentence })
})

test('one that was sent to another site, or changed after it was signed, is not', () => {
  expect(checkHeartbeat(signed(BEAT), 'west', WORKERS)).toEqual({ code: 'unknown-worker', sentence: unknown('west', 'w1') })
  const changed = { ...signed(BEAT), heartbeat: { ...BEAT, boot: 'c' } }
  expect(checkHeartbeat(changed, 'east', WORKERS)).toEqual({
    code: 'bad-signature',
    sentence: 'The heartbeat of w1 is not signed with the key that the configuration lists for it.',
  })
})

test('one whose signature is written in another way, or made with a key of another kind, is not', () => {
  const { heartbeat, signature } = signed(BEAT)
  const refused = { code: 'bad-signature', sentence: 'The heartbeat of w1 is not signed with the key that the configuration lists for it.' }
  for (const other of [signature.replace(/=+$/, ''), ` ${signature}`, `${signature}\n`]) {
    expect(checkHeartbeat({ heartbeat, signature: other }, 'east', WORKERS)).toEqual(refused)
  }
  const ed448 = generateKeyPairSync('ed448')
  const listed = { w1: { site: 'east', key: ed448.publicKey.export({ type: 'spki', format: 'pem' }).toString() } }
  const made = sign(null, Buffer.from(canonicalize(BEAT) ?? ''), ed448.privateKey).toString('base64')
  expect(checkHeartbeat({ heartbeat, signature: made }, 'east', listed)).toEqual(refused)
})
