import { decide } from '../run/decide.ts'
import { evolve } from '../run/evolve.ts'
import type { Event } from '../run/event.ts'
import type { SignedCommand } from '../run/command.ts'
import type { Refusal } from '../run/facts/refusal.ts'
import type { RunState } from '../run/state.ts'
import { canonical, sha256 } from './canonical.ts'
import type { Entry } from './entry.ts'
import { tooLarge } from './entry-size.ts'
import { RULES_VERSION } from './rules.ts'

/** What the first entry stands on. */
export const NO_HEAD = { seq: 0, hash: '0'.repeat(64) }

export interface Log {
  state?: RunState
  head: { seq: number; hash: string }
}

export interface Appended {
  /** Absent when the refusal leaves no trace. */
  entry?: Entry
  /** The state after the entry. */
  state?: RunState
  refusal?: Refusal
}

/** Decides a command whose signature was checked, and seals what it led to. `now` becomes the entry's `at`. */
export function append(log: Log, signed: SignedCommand, now: string): Appended {
  const { events, refusal } = decide(log.state, signed.command, now)
  const refused = refusal === undefined ? {} : { refusal }
  if (events.length === 0) return refused
  const entry = seal(log, signed, events, now)
  const size = Buffer.byteLength(canonical(entry))
  const large = tooLarge(entry, size, log.state?.bytes ?? 0)
  if (large !== undefined) return { refusal: large }
  return { entry, state: stateAfter(log.state, entry, size), ...refused }
}

/** The state that an entry leaves behind, with the chain's head and size beside it. */
export function stateAfter(before: RunState | undefined, entry: Entry, size: number): RunState {
  const after = entry.events.reduce<RunState | undefined>((state, event) => evolve(state, event, entry.at), before)
  if (after === undefined) throw new Error(`Entry ${entry.seq} of ${entry.run} holds no events.`)
  return { ...after, seq: entry.seq, head: entry.hash, bytes: (before?.bytes ?? 0) + size }
}

/** Hash of an entry as it stands; its own `hash` is left out. */
export function hashOf(entry: Omit<Entry, 'hash'> & { hash?: string }): string {
  const { hash: _hash, ...rest } = entry
  return sha256(canonical(rest))
}

function seal(log: Log, command: SignedCommand, events: Event[], at: string): Entry {
  const open = { run: command.command.run, seq: log.head.seq + 1, at, rules: RULES_VERSION, command, events, prev: log.head.hash }
  return { ...open, hash: hashOf(open) }
}
