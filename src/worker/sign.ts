/** The worker's own signature under what it says. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { Introduction } from '../connection/frames.ts'
import { signCommand, signIntroduction } from '../audit/signature.ts'
import type { SignedCommand, WorkerCommand } from '../run/command.ts'
import type { WorkerOptions } from './options.ts'

export interface Signer {
  command(command: WorkerCommand): SignedCommand
  /** Base64. */
  introduction(who: Introduction): string
}

/** @throws an Error with a whole sentence when the key is no key, or not the one that the configuration knows this worker by. */
export function signerOf(options: WorkerOptions): Signer {
  const key = readKey(options)
  const known = options.publicKeys.workers[options.name]
  if (!known || known.site !== options.site) {
    throw new Error(`The configuration knows no worker ${options.name} at site ${options.site}. Add it with the public key of this worker.`)
  }
  if (!createPublicKey(known.key).equals(createPublicKey(key))) {
    throw new Error(
      `The key of worker ${options.name} is not the one in the configuration: what it signs would be refused. Put its own public key there, or give it its key back.`,
    )
  }
  return {
    command: (command) => signCommand(command, options.name, key),
    introduction: (who) => signIntroduction(who, key),
  }
}

function readKey(options: WorkerOptions): KeyObject {
  try {
    const key = createPrivateKey(options.privateKey)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // The reason could quote the key.
  }
  throw new Error(
    `The private key of worker ${options.name} is no Ed25519 key in PEM. Make one with "countersign worker ${options.name} --init".`,
  )
}
