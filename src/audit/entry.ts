/** One record of the audit log, and the signed head that pins it. */
import type { Event } from '../run/event.ts'
import type { SignedCommand } from '../run/command.ts'

export interface Entry {
  run: string
  /** From 1, without gaps. */
  seq: number
  /** UTC, ISO 8601 with milliseconds: the `now` that the rules were given. */
  at: string
  /** Version of the rules that decided. */
  rules: number
  command: SignedCommand
  events: Event[]
  /** Hash of the entry before; 64 zeros for the first. */
  prev: string
  /** SHA-256 (hex) of the canonical JSON of this entry without `hash`. */
  hash: string
}

/** Signed with the head key at every gate and at the end; posted in the channel. */
export interface SignedHead {
  run: string
  seq: number
  hash: string
  at: string
  final: boolean
  /** Version of the rules of the log that it pins, which tells how it is to be read; heads of releases up to 0.3.0 name none. */
  rules?: number
  /** Ed25519, base64, over the canonical JSON of the fields above. */
  signature: string
}

/** One line of an exported log (JSON lines): an entry or a head, in the order in which they came to be. */
export type LogLine = { entry: Entry } | { head: SignedHead }

/** Public keys for verification: `keys.json`. PEM (SPKI). */
export interface PublicKeys {
  installation: string
  /** Signs where a person was heard, or the configuration was read. */
  chat: string
  /** Signs what the engine's objects and the clock say. */
  clock: string
  head: string
  workers: Record<string, { site: string; key: string }>
}
