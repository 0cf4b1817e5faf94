import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PublicKeys } from '../../src/audit/entry.ts'
import { RULES_VERSION } from '../../src/audit/rules.ts'
import { signIntroduction, signProof } from '../../src/audit/signature.ts'
import { STATE_VERSION } from '../../src/audit/state-version.ts'
import type { Introduction } from '../../src/connection/frames.ts'
import { isOurBot, refuseWorker, welcomeOf } from '../../src/connection/introduce.ts'

const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    private: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    public: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
const [worker, other, head, chat, clock] = [pair(), pair(), pair(), pair(), pair()]
const keys: PublicKeys = {
  installation: 'contoso',
  chat: chat.public,
  clock: clock.public,
  head: head.public,
  workers: { w1: { site: 'east', key: worker.public }, w2: { site: 'east', key: other.public } },
}
const asked = 'what this bot has just asked'
const WHO: Introduction = {
  stateVersion: STATE_VERSION,
  rules: RULES_VERSION,
  program: 'countersign',
  installation: 'contoso',
  site: 'east',
  worker: 'w1',
  boot: 'b1',
  at: '2026-11-29T03:00:00.000Z',
  asked,
  asks: 'what this worker asks',
}
const refused = (who: Introduction, signature = signIntroduction(who, worker.private)) => refuseWorker(who, signature, { asked, keys })

test('a worker that signs with its listed key what this bot has just asked is let in', () => {
  expect(refused(WHO)).toBeUndefined()
})

describe('a worker is not let in', () => {
  const two = (says: string) =>
    `Worker w1 names ${says}, and this bot has version ${STATE_VERSION}: it is given no orders. Stop the bot and all its workers, then start them all with the same release (docs/upgrading.md).`
  const unsigned = 'What calls itself worker w1 has not signed with the key that the configuration lists for it.'
  test.each<[string, Partial<Introduction>, string, string]>([
    ['of another release', { stateVersion: STATE_VERSION + 1 }, 'other-state', two(`state version ${STATE_VERSION + 1}`)],
    [
      'that decides by rules of an earlier release',
      { rules: 3 },
      'other-rules',
      `Worker w1 decides by rules version 3 (release 0.3.0), this bot by version ${RULES_VERSION}: it would believe no run of this bot. Start both with the same release.`,
    ],
    [
      'that decides by rules that no release had yet',
      { rules: 999 },
      'other-rules',
      `Worker w1 decides by rules version 999, this bot by version ${RULES_VERSION}: it would believe no run of this bot. Start both with the same release.`,
    ],
    [
      'of another installation',
      { installation: 'fabrikam' },
      'other-installation',
      'Worker w1 is of installation fabrikam, this bot of contoso: give the worker the file that "countersign worker-file w1" prints here.',
    ],
    [
      'that nobody listed',
      { worker: 'w9' },
      'unknown-worker',
      'This bot knows no worker w9: list it with its public key under `sites:` of the configuration, then restart the bot.',
    ],
    [
      'named like a word of JavaScript',
      { worker: 'constructor' },
      'unknown-worker',
      'This bot knows no worker constructor: list it with its public key under `sites:` of the configuration, then restart the bot.',
    ],
    [
      'that says it works elsewhere',
      { site: 'west' },
      'other-site',
      "Worker w1 says that it works at west, and the bot's configuration lists it at east.",
    ],
    ['that has signed what another connection was asked', { asked: 'what was asked an hour ago' }, 'bad-signature', unsigned],
  ])('%s', (_, more, code, sentence) => {
    expect(refused({ ...WHO, ...more })).toEqual({ code, sentence })
  })

  test.each<[string, (who: Introduction) => string]>([
    ["another worker's key", (who) => signIntroduction(who, other.private)],
    ["the bot's key", (who) => signIntroduction(who, head.private)],
    ['nothing', () => ''],
    ['its own key, in another spelling', (who) => signIntroduction(who, worker.private).replace(/=+$/, '')],
    ['its own key, for another purpose', () => signProof(welcomeOf(WHO), worker.private)],
    ['its own key, of an earlier process', (who) => signIntroduction({ ...who, boot: 'b0' }, worker.private)],
  ])('that signs with %s', (_, signature) => {
    expect(refused(WHO, signature(WHO))).toEqual({ code: 'bad-signature', sentence: unsigned })
  })

  test('whose listed key is of another kind', () => {
    const ed448 = generateKeyPairSync('ed448')
    const listed = { ...keys, workers: { w1: { site: 'east', key: ed448.publicKey.export({ type: 'spki', format: 'pem' }).toString() } } }
    const signature = sign(null, Buffer.from('anything'), ed448.privateKey).toString('base64')
    expect(refuseWorker(WHO, signature, { asked, keys: listed })?.code).toBe('bad-signature')
  })
})

describe('a bot is believed', () => {
  test('that signs what this worker has just asked with the head key', () => {
    expect(isOurBot(WHO, signProof(welcomeOf(WHO), head.private), keys)).toBe(true)
  })
  test.each<[string, string]>([
    ['with another key', signProof(welcomeOf(WHO), chat.private)],
    ['for another question', signProof(welcomeOf({ ...WHO, asks: 'what was asked an hour ago' }), head.private)],
    ['for another worker', signProof(welcomeOf({ ...WHO, worker: 'w2' }), head.private)],
    ['for another process of it', signProof(welcomeOf({ ...WHO, boot: 'b0' }), head.private)],
    ['for another installation', signProof(welcomeOf({ ...WHO, installation: 'fabrikam' }), head.private)],
    ['with nothing', ''],
  ])('and not one that signs %s', (_, signature) => {
    expect(isOurBot(WHO, signature, keys)).toBe(false)
  })
})
