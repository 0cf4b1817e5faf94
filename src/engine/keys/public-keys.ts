import { createPublicKey } from 'node:crypto'
import type { PublicKeys } from '../../audit/entry.ts'
import { EngineFault } from '../engine-fault.ts'
import type { BotKeys } from './keys.ts'
import { BOT_KEYS } from './keys.ts'

/** A worker as the configuration lists it. */
export interface WorkerEntry {
  name: string
  site: string
  /** Its public key (SPKI PEM), as `countersign worker --init` prints it. */
  key: string
}

/** Everybody's public keys. @throws EngineFault for a worker without a good key of its own: a start with an unknown key is refused. */
export function publicKeysOf(installation: string, keys: BotKeys, workers: WorkerEntry[]): PublicKeys {
  const listed: PublicKeys['workers'] = {}
  for (const { name, site, key } of workers) {
    if (Object.hasOwn(listed, name) || BOT_KEYS.some((own) => own === name)) {
      throw new EngineFault('unknown-worker', `Two signers are called ${name}: give every worker under \`workers:\` a name of its own.`)
    }
    if (!isEd25519(key)) {
      throw new EngineFault(
        'unknown-worker',
        `The key of worker ${name} is no Ed25519 public key in PEM: run \`countersign worker ${name} --init\` and put the key that it prints under \`workers:\`.`,
      )
    }
    const twin = Object.entries(listed).find(([, other]) => other.key.trim() === key.trim())
    if (twin !== undefined || Object.values(keys.public).some((own) => own.trim() === key.trim())) {
      throw new EngineFault('unknown-worker', `Worker ${name} has the key of ${twin?.[0] ?? 'the bot'}: give it one of its own.`)
    }
    listed[name] = { site, key }
  }
  const { chat, clock, head } = keys.public
  return { installation, chat, clock, head, workers: listed }
}

function isEd25519(pem: string): boolean {
  try {
    return createPublicKey(pem).asymmetricKeyType === 'ed25519' && !pem.includes('PRIVATE')
  } catch {
    return false
  }
}
