import { createPublicKey, sign, verify, type KeyLike, type KeyObject } from 'node:crypto'
import type { Command, SignedCommand, WorkerCommand } from '../run/command.ts'
import { canonical, wellFormed } from './canonical.ts'
import type { PublicKeys, SignedHead } from './entry.ts'

/** Who alone can say such a command: a person (or the configuration) through the bot, the engine's objects and the clock, or a worker. */
export function signerOf(command: Command): 'chat' | 'clock' | 'worker' {
  switch (command.type) {
    case 'start':
    case 'answer':
    case 'approve':
    case 'reject':
    case 'withdraw':
    case 'deviate':
    case 'reopen':
    case 'confirm':
    case 'cancel':
    case 'mirror':
    case 'configuration-changed':
      return 'chat'
    case 'timer':
    case 'lock-granted':
    case 'lock-refused':
    case 'lost-contact':
    case 'no-worker':
      return 'clock'
    case 'claim':
    case 'result':
    case 'observed':
      return 'worker'
  }
}

/** Signs for the process that the command came through. `keyId` is `chat`, `clock`, or the worker's name; the key is Ed25519: read once, or as PEM (PKCS #8), which is read anew each time. Halves of characters are replaced. */
export function signCommand(asked: Command, keyId: string, privateKey: KeyLike): SignedCommand {
  const command = wellFormed(asked)
  return { command, key: keyId, signature: signature('command', { command, key: keyId }, privateKey) }
}

/** Why the signature does not carry this command; undefined when it does. A worker's key speaks for that worker, and only of its own work. */
export function checkCommand(signed: SignedCommand, keys: PublicKeys): string | undefined {
  const { command, key } = signed
  if (!isWorkers(command)) {
    const signer = signerOf(command) === 'clock' ? 'clock' : 'chat'
    if (key !== signer) return `"${command.type}" is signed by the ${signer} key, and this one says ${key}.`
    return isSignedBy(signed, keys[signer]) ? undefined : `The signature of "${command.type}" is not the ${signer} key's.`
  }
  const worker = Object.hasOwn(keys.workers, key) ? keys.workers[key] : undefined
  if (worker === undefined) return `${key} is no worker whose key is known: its "${command.type}" is not taken.`
  if (command.worker !== key) return `${key} signed a "${command.type}" in the name of ${command.worker}.`
  if (command.site !== worker.site) return `${key} works at ${worker.site} and signed for ${command.site}.`
  return isSignedBy(signed, worker.key) ? undefined : `The signature of "${command.type}" is not ${key}'s.`
}

/** Of a command of other rules: why the key that it names did not sign it. A key that is not known says nothing either way. */
export function checkNamedKey(signed: SignedCommand, keys: PublicKeys): string | undefined {
  const { key, command } = signed
  const worker = Object.hasOwn(keys.workers, key) ? keys.workers[key]?.key : undefined
  const known = key === 'chat' || key === 'clock' ? keys[key] : worker
  if (known === undefined || known === '' || isSignedBy(signed, known)) return undefined
  return `The signature of "${command.type}" is not ${worker === undefined ? `the ${key} key` : key}'s.`
}

/** Pins the chain's head, at a gate or at the end. */
export function signHead(head: Omit<SignedHead, 'signature'>, privateKey: KeyLike): SignedHead {
  return { ...head, signature: signature('head', head, privateKey) }
}

/** Why the head's signature is not good; undefined when it is. */
export function checkHead(head: SignedHead, keys: PublicKeys): string | undefined {
  const { signature: given, ...signed } = head
  return isSigned('head', signed, given, keys.head) ? undefined : `The head after entry ${head.seq} is not signed by the head key.`
}

/** What the bot proves to a worker, with the head key. A proof is worth nothing for anything else than what it names. */
export type Proof =
  /** This run has recorded this claim as its entry `seq`. */
  | { proves: 'claimed'; run: string; seq: number; hash: string; at: string }
  /** The run ended with this entry when `nonce` was asked. */
  | { proves: 'newest'; run: string; seq: number; hash: string; nonce: string }
  /** Who asked `nonce` as it introduced itself speaks with the bot of this installation. */
  | { proves: 'bot'; installation: string; site: string; worker: string; boot: string; nonce: string }

/** Base64. */
export function signProof(proof: Proof, privateKey: KeyLike): string {
  return signature('proof', proof, privateKey)
}

export function isProven(proof: Proof, given: unknown, keys: PublicKeys): boolean {
  return typeof given === 'string' && isSigned('proof', proof, given, keys.head)
}

/** Who a worker says that it is, signed with its own key. Base64. */
export function signIntroduction(who: object, privateKey: KeyLike): string {
  return signature('introduction', who, privateKey)
}

export function isIntroduction(who: object, given: string, publicKeyPem: string): boolean {
  return isSigned('introduction', who, given, publicKeyPem)
}

type Purpose = 'command' | 'head' | 'proof' | 'introduction'

/** The purpose stands before the value, so a signature of one kind is worth nothing as another. */
function bytes(purpose: Purpose, value: unknown): Buffer {
  return Buffer.from(canonical([`countersign/${purpose}/1`, value]), 'utf8')
}

function signature(purpose: Purpose, value: unknown, privateKey: KeyLike): string {
  return sign(null, bytes(purpose, value), privateKey).toString('base64')
}

function isWorkers(command: Command): command is WorkerCommand {
  return signerOf(command) === 'worker'
}

function isSignedBy({ command, key, signature: given }: SignedCommand, publicKeyPem: string): boolean {
  return isSigned('command', { command, key }, given, publicKeyPem)
}

/** Whatever is wrong with a key or a signature, it is not signed. */
function isSigned(purpose: Purpose, value: unknown, given: string, publicKeyPem: string): boolean {
  try {
    return isEd25519(bytes(purpose, value), given, publicKeyPem)
  } catch {
    return false
  }
}

/** One key signs one text in one way: the signature is canonical base64, the key Ed25519. @throws for what is no key. */
export function isEd25519(text: Uint8Array, given: string, publicKeyPem: string): boolean {
  const key = publicKey(publicKeyPem)
  if (key.asymmetricKeyType !== 'ed25519') return false
  const raw = Buffer.from(given, 'base64')
  return raw.toString('base64') === given && verify(null, text, key, raw)
}

/** Of an installation there are a few, and a log asks for each of them again and again. */
const KEYS = new Map<string, KeyObject>()
const MOST_KEYS = 200

function publicKey(pem: string): KeyObject {
  const before = KEYS.get(pem)
  if (before !== undefined) return before
  const key = createPublicKey(pem)
  if (KEYS.size >= MOST_KEYS) KEYS.clear()
  KEYS.set(pem, key)
  return key
}
