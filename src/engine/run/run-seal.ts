import type { KeyObject } from 'node:crypto'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { STATE_VERSION, stateNamed } from '../../audit/state-version.ts'
import { derivedKey } from '../keys/derived-key.ts'
import type { RuleRefusal } from '../../run/facts/refusal.ts'

/** How the pieces of a run lie in the engine's store. */
export interface RunSeal {
  write(run: string, piece: string, value: object): Uint8Array
  /** `altered`: it was not written by us as this piece of this run. */
  read<T extends object>(run: string, piece: string, bytes: Uint8Array | null): { value: T } | { unread: UnreadRun }
  /** Up to state version 5 all of a run lay in one value: of it nothing but the number is read. */
  readWhole(bytes: Uint8Array): UnreadRun
}

/** Why a stored run is not read: it lacks the bot's seal, or the bot sealed it in another state version than this one, or with none. */
export type UnreadRun = 'altered' | { stateVersion: unknown }

const TAG_BYTES = 32
/** Compressed bytes whose values are kept as they were read or written, of all runs together. */
const REMEMBERED_BYTES = 4 * 1024 * 1024

/**
 * An HMAC over run and piece, then the JSON, compressed. Whoever reaches the engine's admin interface can put any bytes into the store; what was not written with
 * the bot's key for that very place is noticed here for the price of one hash. (Workers and auditors do not rely on it: they decide the run again.)
 */
export function runSeal(head: KeyObject): RunSeal {
  const secret = derivedKey(head, 'state')
  const values = remembered()
  const tagOf = (place: string, body: Uint8Array) => createHmac('sha256', secret).update(place).update(body).digest()
  const opened = (place: string, bytes: Uint8Array): Uint8Array | undefined => {
    const body = bytes.subarray(TAG_BYTES)
    return bytes.length > TAG_BYTES && timingSafeEqual(bytes.subarray(0, TAG_BYTES), tagOf(place, body)) ? body : undefined
  }
  return {
    write(run, piece, value) {
      const body = zstdCompressSync(JSON.stringify({ stateVersion: STATE_VERSION, value }))
      const tag = tagOf(placeOf(run, piece), body)
      values.keep(tag.toString('base64'), value, body.length)
      return Buffer.concat([tag, body])
    },
    read<T extends object>(run: string, piece: string, bytes: Uint8Array | null) {
      const body = bytes === null ? undefined : opened(placeOf(run, piece), bytes)
      if (bytes === null || body === undefined) return { unread: 'altered' }
      const tag = Buffer.from(bytes.subarray(0, TAG_BYTES)).toString('base64')
      const known = values.of(tag)
      if (known !== undefined) return { value: known as T }
      const { stateVersion, value } = parsed(body)
      // Nothing else of it is looked at: what it means is not known here.
      if (stateVersion !== STATE_VERSION) return { unread: { stateVersion } }
      values.keep(tag, value as T, body.length)
      return { value: value as T }
    },
    readWhole(bytes) {
      const body = opened('', bytes)
      return body === undefined ? 'altered' : { stateVersion: parsed(body).stateVersion }
    },
  }
}

/** What is answered to whoever asks something of it. */
export function unreadRun(run: string, why: UnreadRun): RuleRefusal {
  if (why === 'altered') return { code: 'state-altered', facts: { run } }
  const { stateVersion: theirs } = why
  return { code: 'other-state', facts: { run, ours: STATE_VERSION, ...(Number.isSafeInteger(theirs) && { theirs: theirs as number }) } }
}

/** The same for the log, and for errors that go through the engine: in English, word for word the same wherever it is met. */
export function sayUnread(run: string, why: UnreadRun): string {
  return why === 'altered'
    ? `The stored state of ${run} was not written by this bot: nothing is done on it. Compare its audit file with the heads in the channel, and find out who reached the engine.`
    : `The stored state of ${run} names ${stateNamed(why.stateVersion)}, and this bot reads version ${STATE_VERSION}: nothing is done on it. The release that wrote it can lead it on; its audit file stands by itself (docs/upgrading.md).`
}

/** Whether a sentence that came back through the engine is one of these; whatever else came may be a stranger's text. */
export function isUnreadRun(run: string, sentence: string): boolean {
  const [, named] = /names state version (\d{1,15}),/.exec(sentence) ?? []
  const stateVersion = named === undefined ? undefined : Number(named)
  return sentence === sayUnread(run, 'altered') || sentence === sayUnread(run, { stateVersion })
}

export function isUnread(read: object | string | null): read is UnreadRun {
  return read === 'altered' || (read !== null && typeof read === 'object' && 'stateVersion' in read)
}

function placeOf(run: string, piece: string): string {
  return JSON.stringify([run, piece])
}

function parsed(body: Uint8Array): { stateVersion?: unknown; value?: unknown } {
  return JSON.parse(zstdDecompressSync(body).toString('utf8')) as { stateVersion?: unknown; value?: unknown }
}

/** By the seal, which was proven before: these very bytes hold this value. Nobody may change it. */
function remembered() {
  const values = new Map<string, { value: object; size: number }>()
  let bytes = 0
  const forget = (tag: string) => {
    bytes -= values.get(tag)?.size ?? 0
    values.delete(tag)
  }
  return {
    of: (tag: string): object | undefined => values.get(tag)?.value,
    keep: (tag: string, value: object, size: number) => {
      forget(tag)
      values.set(tag, { value, size })
      bytes += size
      for (const oldest of values.keys()) {
        if (bytes <= REMEMBERED_BYTES) return
        forget(oldest)
      }
    },
  }
}
