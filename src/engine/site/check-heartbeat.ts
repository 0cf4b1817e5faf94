import canonicalize from 'canonicalize'
import { STATE_VERSION, twoReleases } from '../../audit/state-version.ts'
import { isEd25519 } from '../../audit/signature.ts'
import type { SignedHeartbeat } from '../../run/heartbeat.ts'
import type { PlainRefusal } from '../../run/facts/refusal.ts'

/** Why a heartbeat is not believed: it is of another site, of an unknown worker, or not signed with that worker's key. */
export function checkHeartbeat(
  signed: SignedHeartbeat,
  site: string,
  workers: Record<string, { site: string; key: string }>,
): PlainRefusal | undefined {
  const beat = signed?.heartbeat
  // What else stands in it may mean something else there.
  if (typeof beat?.worker === 'string' && beat.stateVersion !== STATE_VERSION) {
    const sentence = twoReleases(`The heartbeat of ${beat.worker}`, beat.stateVersion, 'this bot', 'it is given no orders')
    return { code: 'other-state', sentence }
  }
  const timed = typeof beat?.at === 'string' && !Number.isNaN(Date.parse(beat.at)) && Number.isSafeInteger(beat.seq)
  if (typeof beat?.worker !== 'string' || typeof beat.boot !== 'string' || !timed) {
    return { code: 'bad-heartbeat', sentence: 'This is no heartbeat: it names no worker, boot, number or time.' }
  }
  if (!Array.isArray(beat.documents) || !Array.isArray(beat.running)) {
    return { code: 'bad-heartbeat', sentence: `The heartbeat of ${beat.worker} lists no documents or no orders.` }
  }
  const known = Object.hasOwn(workers, beat.worker) ? workers[beat.worker] : undefined
  if (known === undefined || known.site !== site || beat.site !== site) {
    return {
      code: 'unknown-worker',
      sentence: `Site ${site} knows no worker ${beat.worker}: list it with its public key under \`workers:\`, then restart the bot.`,
    }
  }
  if (!signedBy(known.key, beat, signed.signature)) {
    return {
      code: 'bad-signature',
      sentence: `The heartbeat of ${beat.worker} is not signed with the key that the configuration lists for it.`,
    }
  }
  return undefined
}

function signedBy(key: string, beat: unknown, signature: unknown): boolean {
  try {
    return isEd25519(Buffer.from(canonicalize(beat) ?? ''), String(signature), key)
  } catch {
    // A key or signature that is none signs nothing, and what has no canonical text was never signed.
    return false
  }
}
