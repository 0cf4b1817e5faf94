import type { KeyObject } from 'node:crypto'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Entry, SignedHead } from '../../audit/entry.ts'
import { STATE_VERSION } from '../../audit/state-version.ts'
import type { RunState } from '../../run/state.ts'
import { derivedKey } from '../keys/derived-key.ts'
import type { UnreadRun } from './unread-run.ts'

/** All that is kept of a run, in one value, because of two writes a crash can leave one. */
export interface StoredRun {
  entries: Entry[]
  state: RunState
  heads: SignedHead[]
  /** Keys of the effects that asked for these heads: each is signed once. */
  headKeys: string[]
}

export interface RunSeal {
  write(run: StoredRun): Uint8Array
  /** `altered`: it was not written by us for this run, or its parts do not belong together. */
  read(run: string, bytes: Uint8Array): StoredRun | UnreadRun
}

const TAG_BYTES = 32

/**
 * How a run lies in the engine's store: an HMAC, then the JSON, compressed because each command writes all of it anew. Whoever reaches the engine's admin
 * interface can put any bytes into the store; what was not written with the bot's key is noticed here for the price of one hash. (Workers and auditors do
 * not rely on it: they decide the run again.)
 */
export function runSeal(head: KeyObject): RunSeal {
  const secret = derivedKey(head, 'state')
  const tagOf = (body: Uint8Array) => createHmac('sha256', secret).update(body).digest()
  return {
    write(run) {
      const body = zstdCompressSync(JSON.stringify({ ...run, stateVersion: STATE_VERSION }))
      return Buffer.concat([tagOf(body), body])
    },
    read(run, bytes) {
      const body = bytes.subarray(TAG_BYTES)
      if (bytes.length <= TAG_BYTES || !timingSafeEqual(bytes.subarray(0, TAG_BYTES), tagOf(body))) return 'altered'
      const { stateVersion, ...stored } = JSON.parse(zstdDecompressSync(body).toString('utf8')) as StoredRun & { stateVersion?: unknown }
      // Nothing else of it is looked at: what it means is not known here.
      if (stateVersion !== STATE_VERSION) return { stateVersion }
      const last = stored.entries.at(-1)
      const whole = stored.state.run === run && stored.state.head === last?.hash && stored.state.seq === stored.entries.length
      return whole ? stored : 'altered'
    },
  }
}
