import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { codeOf } from '../server/directory.ts'
import { EngineFault } from '../engine-fault.ts'

/** The bot's own keys. All are Ed25519, in files of mode 0600 that only the bot's user can read. */
export interface BotKeys {
  chat: KeyObject
  clock: KeyObject
  head: KeyObject
  /** The engine reads this file itself; `publicForm` is what handlers are given to know the engine by (`publickeyv1_…`). */
  identity: { file: string; publicForm: string }
  /** SPKI PEM, as `PublicKeys` wants them. */
  public: { chat: string; clock: string; head: string; engine: string }
}

export const BOT_KEYS = ['chat', 'clock', 'head', 'engine'] as const
export type BotKeyName = (typeof BOT_KEYS)[number]

export function botKeyFile(stateDir: string, name: BotKeyName): string {
  return join(stateDir, 'keys', `${name}.pem`)
}

/** The key files as they lie in the state directory; whether they are those of the installation is `installation-keys.ts`'s to judge. @throws EngineFault */
export function readBotKeys(stateDir: string): BotKeys {
  const read = (name: BotKeyName) => readKeyFile(botKeyFile(stateDir, name), PUT_BACK)
  const [chat, clock, head, engine] = [read('chat'), read('clock'), read('head'), read('engine')]
  return {
    chat,
    clock,
    head,
    identity: { file: botKeyFile(stateDir, 'engine'), publicForm: identityForm(engine) },
    public: { chat: publicPem(chat), clock: publicPem(clock), head: publicPem(head), engine: publicPem(engine) },
  }
}

export const PUT_BACK = 'put the file back from a copy; no new key makes an old signature good'

/** An Ed25519 private key (PKCS8 PEM). `ifMissing`: what to do where there is no file. @throws EngineFault when there is no such key, or others may read it. */
export function readKeyFile(file: string, ifMissing: string): KeyObject {
  const text = textOf(file, ifMissing)
  const { mode } = statSync(file)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new EngineFault(
      'bad-key',
      `Others may read the private key ${file} (mode 0${(mode & 0o777).toString(8)}): run \`chmod 600 ${file}\`.`,
    )
  }
  return parsed(file, text)
}

/** A new one, where there is none yet. */
export function makeKeyFile(file: string): void {
  if (existsSync(file)) return
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(file, privatePem(privateKey), { mode: 0o600, flag: 'wx' })
  chmodSync(file, 0o600)
}

/** PKCS8 PEM. */
function privatePem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** SPKI PEM of a private key's public half. */
export function publicPem(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
}

function textOf(file: string, ifMissing: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const code = codeOf(cause)
    if (code === 'ENOENT') throw new EngineFault('bad-key', `The key file ${file} is missing: ${ifMissing}.`, cause)
    throw new EngineFault(
      'bad-key',
      `The key file ${file} cannot be read (${code}): it must be a file that belongs to the user that starts Countersign, mode 0600.`,
      cause,
    )
  }
}

function parsed(file: string, text: string): KeyObject {
  try {
    const key = createPrivateKey(text)
    if (key.asymmetricKeyType === 'ed25519') return key
    throw new Error(`it is ${key.asymmetricKeyType}`)
  } catch (cause) {
    throw new EngineFault('bad-key', `${file} is no Ed25519 private key in PEM: ${PUT_BACK}.`, cause)
  }
}

/** How the engine names its public key: the 32 raw bytes in base 58 (docs.restate.dev, "service security"). */
function identityForm(key: KeyObject): string {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return `publickeyv1_${base58(spki.subarray(-32))}`
}

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Bytes in base 58, as Bitcoin writes it: leading zero bytes become leading ones. */
function base58(bytes: Uint8Array): string {
  let number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  let digits = ''
  while (number > 0n) {
    digits = ALPHABET[Number(number % 58n)] + digits
    number /= 58n
  }
  const zeros = bytes.findIndex((byte) => byte !== 0)
  return '1'.repeat(zeros === -1 ? bytes.length : zeros) + digits
}
