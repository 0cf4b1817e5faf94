import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import type { Command, SignedCommand } from '../run/command.ts'
import { canonical, wellFormed } from './canonical.ts'
import type { PublicKeys, SignedHead } from './entry.ts'

/** Signs for the process that the command came through. `keyId` is `chat`, or the worker's name; the key is PEM (PKCS #8, Ed25519). Halves of characters are replaced. */
export function signCommand(asked: Command, keyId: string, privateKeyPem: string): SignedCommand {
  const command = wellFormed(asked)
  return { command, key: keyId, signature: signature('command', { command, key: keyId }, privateKeyPem) }
}

/** Why the signature does not carry this command; undefined when it does. A worker's key speaks for that worker, and only of its own work. */
export function checkCommand(signed: SignedCommand, keys: PublicKeys): string | undefined {
  const { command, key } = signed
  const isWorkers = command.type === 'claim' || command.type === 'result' || command.type === 'observed'
  if (!isWorkers) {
    if (key !== 'chat') return `"${command.type}" is signed by the chat key, and this one says ${key}.`
    return isSigned('command', { command, key }, signed.signature, keys.chat)
      ? undefined
      : `The signature of "${command.type}" is not the chat key's.`
  }
  const worker = Object.hasOwn(keys.workers, key) ? keys.workers[key] : undefined
  if (worker === undefined) return `${key} is no worker whose key is known: its "${command.type}" is not taken.`
  if (command.worker !== key) return `${key} signed a "${command.type}" in the name of ${command.worker}.`
  if (command.site !== worker.site) return `${key} works at ${worker.site} and signed for ${command.site}.`
  return isSigned('command', { command, key }, signed.signature, worker.key)
    ? undefined
    : `The signature of "${command.type}" is not ${key}'s.`
}

/** Pins the chain's head, at a gate or at the end. */
export function signHead(head: Omit<SignedHead, 'signature'>, privateKeyPem: string): SignedHead {
  return { ...head, signature: signature('head', head, privateKeyPem) }
}

/** Why the head's signature is not good; undefined when it is. */
export function checkHead(head: SignedHead, keys: PublicKeys): string | undefined {
  const { signature: given, ...signed } = head
  return isSigned('head', signed, given, keys.head) ? undefined : `The head after entry ${head.seq} is not signed by the head key.`
}

/** The purpose stands before the value, so a signature of one kind is worth nothing as another. */
function bytes(purpose: 'command' | 'head', value: unknown): Buffer {
  return Buffer.from(canonical([`countersign/${purpose}/1`, value]), 'utf8')
}

function signature(purpose: 'command' | 'head', value: unknown, privateKeyPem: string): string {
  return sign(null, bytes(purpose, value), createPrivateKey(privateKeyPem)).toString('base64')
}

/** Whatever is wrong with a key or a signature, it is not signed. */
function isSigned(purpose: 'command' | 'head', value: unknown, given: string, publicKeyPem: string): boolean {
  try {
    const key = createPublicKey(publicKeyPem)
    if (key.asymmetricKeyType !== 'ed25519') return false
    const raw = Buffer.from(given, 'base64')
    return raw.toString('base64') === given && verify(null, bytes(purpose, value), key, raw)
  } catch {
    return false
  }
}
