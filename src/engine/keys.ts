import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { base58 } from './base58.ts'
import { EngineFault } from './engine-fault.ts'

/** The bot's own keys. All are Ed25519, in files of mode 0600 that only the bot's user can read. */
export interface BotKeys {
  chat: KeyObject
  head: KeyObject
  /** The engine reads this file itself; `publicForm` is what handlers are given to know the engine by (`publickeyv1_…`). */
  identity: { file: string; publicForm: string }
  /** SPKI PEM, as `PublicKeys` wants them. */
  public: { chat: string; head: string }
}

/** Reads the bot's keys, and makes those that are missing (at the first start). @throws EngineFault */
export function botKeys(stateDir: string): BotKeys {
  const directory = join(stateDir, 'keys')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const chat = ed25519Key(join(directory, 'chat.pem'))
  const head = ed25519Key(join(directory, 'head.pem'))
  const identityFile = join(directory, 'engine.pem')
  const publicForm = identityForm(ed25519Key(identityFile))
  writeFileSync(join(directory, 'engine.pub'), `${publicForm}\n`, { mode: 0o644 })
  return { chat, head, identity: { file: identityFile, publicForm }, public: { chat: publicPem(chat), head: publicPem(head) } }
}

/**
 * An Ed25519 private key (PKCS8 PEM), made when the file is missing: the bot's at its first start, a worker's by `countersign worker --init`.
 * @throws EngineFault when the file is no such key, or others may read it.
 */
export function ed25519Key(file: string): KeyObject {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat === undefined) {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
    chmodSync(file, 0o600)
    return privateKey
  }
  if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
    throw new EngineFault(
      'bad-key',
      `Others may read the private key ${file} (mode 0${(stat.mode & 0o777).toString(8)}): run \`chmod 600 ${file}\`.`,
    )
  }
  return readKey(file)
}

/** PKCS8 PEM. */
export function privatePem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** SPKI PEM of a private key's public half. */
export function publicPem(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
}

function readKey(file: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(file))
    if (key.asymmetricKeyType === 'ed25519') return key
    throw new Error(`it is ${key.asymmetricKeyType}`)
  } catch (cause) {
    throw new EngineFault(
      'bad-key',
      `${file} is no Ed25519 private key in PEM: put the right file back; a new key makes no old signature good.`,
      cause,
    )
  }
}

/** How the engine names its public key: the 32 raw bytes in base 58 (docs.restate.dev, "service security"). */
function identityForm(key: KeyObject): string {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return `publickeyv1_${base58(spki.subarray(-32))}`
}
