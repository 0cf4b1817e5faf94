import type { KeyObject } from 'node:crypto'
import { createHmac, createSecretKey } from 'node:crypto'

/** A secret of one purpose, derived from a private key of the bot, so that it needs no file of its own. As a key object, because Node reads raw bytes anew for each tag. */
export function derivedKey(key: KeyObject, purpose: string): KeyObject {
  const der = key.export({ type: 'pkcs8', format: 'der' })
  return createSecretKey(createHmac('sha256', der).update(`countersign ${purpose}`).digest())
}
