import { decide } from '../run/decide.ts'
import { evolve } from '../run/evolve.ts'
import type { Event } from '../run/event.ts'
import type { SignedCommand } from '../run/command.ts'
import type { Refusal, RuleRefusal } from '../run/facts/refusal.ts'
import type { RunState } from '../run/state.ts'
import { canonical, sha256 } from './canonical.ts'
import type { Entry } from './entry.ts'
import { RULES_VERSION } from './rules.ts'
import { RUN_BYTES } from '../run/step/log-room.ts'

/** What the first entry stands on. */
export const NO_HEAD = { seq: 0, hash: '0'.repeat(64) }

const KB = 1024
/** Of an entry that a run starts with, or is planned anew by. */
export const STARTED_BYTES = 256 * KB
/** People must always be able to lead a run on or end it: only they may use the last part. */
const KEPT_FOR_PEOPLE = 256 * KB

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

/** Why an entry does not fit; bigger output belongs into a file named by its hash. */
function tooLarge(entry: Entry, size: number, before: number): RuleRefusal | undefined {
  const limit = limitOf(entry)
  if (size > limit) {
    return { code: 'entry-too-large', facts: { command: entry.command.command.type, bytes: size, most: limit } }
  }
  const room = 'by' in entry.command.command ? RUN_BYTES : RUN_BYTES - KEPT_FOR_PEOPLE
  if (before + size <= room) return undefined
  return { code: 'run-too-large', facts: { run: entry.run, bytes: before, most: RUN_BYTES } }
}

/** Documents, plans and people files come whole; lists of captures may be long, and what a worker says holds the answers of several roles; everything else is short. */
function limitOf(entry: Entry): number {
  if (entry.events.some((event) => event.type === 'started' || event.type === 'planned' || event.type === 'configuration-changed'))
    return STARTED_BYTES
  if (entry.events.some((event) => event.type === 'captured')) return 96 * KB
  return 'worker' in entry.command.command && entry.command.command.type !== 'lost-contact' ? 32 * KB : 16 * KB
}
