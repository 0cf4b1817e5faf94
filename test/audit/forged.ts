/** A recorded run, and what somebody could make of its log. */
import { hashOf } from '../../src/audit/chain.ts'
import type { Entry, SignedHead } from '../../src/audit/entry.ts'
import { logLines } from '../../src/audit/export.ts'
import { verifyLog } from '../../src/audit/verify.ts'
import { KEYS, recorded } from './recorded-log.ts'

export const LOG = recorded()

export const COUNT = LOG.entries.length

export const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** A copy of the entry with this number. */
export const at = (seq: number): Entry => clone(LOG.entries[seq - 1] as Entry)

/** Every number and hash after a change computed anew, as a forger would. */
export function resealed(entries: Entry[]): Entry[] {
  let prev = '0'.repeat(64)
  return entries.map((entry, index) => {
    const open = { ...entry, seq: index + 1, prev }
    prev = hashOf(open)
    return { ...open, hash: prev }
  })
}

/** What the verifier says of these entries. */
export function altered(entries: Entry[], heads: SignedHead[] = LOG.heads) {
  return verifyLog(logLines(entries, heads), KEYS)
}
