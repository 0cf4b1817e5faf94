import { generateKeyPairSync } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { keysAtStart } from '../../src/engine/keys/installation-keys.ts'
import { publicKeysOf, type WorkerEntry } from '../../src/engine/keys/public-keys.ts'
import { stateDirectory } from './state-directory.ts'

const state = stateDirectory()
const keys = keysAtStart(state.path, 'test')
afterAll(() => state.remove())

const pem = (type: 'ed25519' | 'x25519' = 'ed25519', half: 'publicKey' | 'privateKey' = 'publicKey') => {
  const pair = type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519')
  return half === 'publicKey'
    ? pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    : pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
const worker = (name: string, key: string, site = 'east'): WorkerEntry => ({ name, site, key })

const own = pem()
const noKey =
  'The key of worker w1 is no Ed25519 public key in PEM: run `countersign worker w1 --init` and put the key that it prints under `workers:`.'

test('workers with keys of their own are listed with their sites', () => {
  const other = pem()
  expect(publicKeysOf('test', keys, [worker('w1', own), worker('w2', other, 'west')])).toEqual({
    installation: 'test',
    chat: keys.public.chat,
    clock: keys.public.clock,
    head: keys.public.head,
    workers: { w1: { site: 'east', key: own }, w2: { site: 'west', key: other } },
  })
})

test.each<[string, WorkerEntry[], string]>([
  ['no key', [worker('w1', 'nonsense')], noKey],
  ['a key of another kind', [worker('w1', pem('x25519'))], noKey],
  ['a private key', [worker('w1', pem('ed25519', 'privateKey'))], noKey],
  ['the key of another worker', [worker('w1', own), worker('w2', `${own}\n`)], 'Worker w2 has the key of w1: give it one of its own.'],
  ["the bot's chat key", [worker('w1', keys.public.chat)], 'Worker w1 has the key of the bot: give it one of its own.'],
  ["the bot's clock key", [worker('w1', keys.public.clock)], 'Worker w1 has the key of the bot: give it one of its own.'],
  ["the engine's key", [worker('w1', keys.public.engine)], 'Worker w1 has the key of the bot: give it one of its own.'],
  ["the bot's head key", [worker('w1', keys.public.head)], 'Worker w1 has the key of the bot: give it one of its own.'],
  [
    'the name of another one',
    [worker('w1', own), worker('w1', pem(), 'west')],
    'Two signers are called w1: give every worker under `workers:` a name of its own.',
  ],
  [
    "the name of the bot's own key",
    [worker('chat', own)],
    'Two signers are called chat: give every worker under `workers:` a name of its own.',
  ],
  [
    "the name of the clock's key",
    [worker('clock', own)],
    'Two signers are called clock: give every worker under `workers:` a name of its own.',
  ],
])('a worker with %s is refused', (_what, workers, sentence) => {
  expect(() => publicKeysOf('test', keys, workers)).toThrow(sentence)
})
