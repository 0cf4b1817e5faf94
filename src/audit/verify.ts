import { msBetween, spoken } from '../run/instant.ts'
import type { RunState } from '../run/state.ts'
import { NO_HEAD } from './chain.ts'
import { checkEntry } from './check-entry.ts'
import type { Followed } from './check-entry.ts'
import { unfilledGate } from './distinct-approvers.ts'
import type { Entry, LogLine, PublicKeys, SignedHead } from './entry.ts'
import { readLog } from './read-log.ts'
import { checkHead } from './signature.ts'

/** `at`: the first entry that is not what was decided, from 1. `entries`, `heads`: how many were good. */
export type Verification =
  | { verdict: 'intact'; entries: number; heads: number; notes: string[] }
  | { verdict: 'incomplete'; why: string; entries: number; heads: number; notes: string[] }
  | { verdict: 'altered'; at: number; why: string }

/** Decides every command of an exported log again and compares every byte; signed heads pin it, and a signed end head completes it. */
export function verifyLog(lines: readonly LogLine[], keys: PublicKeys): Verification {
  const entries = lines.flatMap((line) => ('entry' in line ? [line.entry] : []))
  const heads = lines.flatMap((line) => ('head' in line ? [line.head] : []))
  const replayed = replayAll(entries, keys)
  if ('altered' in replayed) return { verdict: 'altered', at: replayed.altered, why: replayed.why }
  const bad = unfilledGate(entries) ?? firstBadHead(heads, entries, replayed.state, keys)
  if (bad !== undefined) return { verdict: 'altered', ...bad }
  const counts = { entries: entries.length, heads: heads.length, notes: replayed.notes }
  if (heads.some((head) => head.final)) return { verdict: 'intact', ...counts }
  const ended = replayed.state?.endedAt !== undefined
  const why = ended
    ? `The run has ended with entry ${entries.length}, and the signed end head is missing.`
    : `True as far as it goes: after entry ${entries.length} the run is still open, or the file was cut.`
  return { verdict: 'incomplete', why, ...counts }
}

/** The same for the text of a file; a line that cannot be read counts as the entry that stands there. */
export function verifyText(text: string, keys: PublicKeys): Verification {
  const { lines, faults } = readLog(text)
  const [fault] = faults
  if (fault === undefined) return verifyLog(lines, keys)
  const before = lines.slice(0, fault.before)
  const good = verifyLog(before, keys)
  if (good.verdict === 'altered') return good
  const count = before.filter((line) => 'entry' in line).length
  return { verdict: 'altered', at: count + 1, why: `Line ${fault.line}: ${fault.what}` }
}

/** For a worker: the state that the entries lead to, or the first that does not follow. `after`: what an earlier replay of the entries before them led to. */
export function replay(
  entries: readonly Entry[],
  keys: PublicKeys,
  after?: { state: RunState; head: { seq: number; hash: string } },
): { state: RunState; head: { seq: number; hash: string } } | { altered: number; why: string } {
  const replayed = replayAll(entries, keys, after)
  if ('altered' in replayed) return replayed
  if (replayed.state === undefined) return { altered: 1, why: 'There is no entry at all.' }
  return { state: replayed.state, head: replayed.head }
}

interface Replayed {
  state?: RunState
  head: { seq: number; hash: string }
  notes: string[]
}

function replayAll(
  entries: readonly Entry[],
  keys: PublicKeys,
  after?: Omit<Replayed, 'notes'>,
): Replayed | { altered: number; why: string } {
  let log: Replayed = { head: NO_HEAD, ...after, notes: [] }
  const other = new Set<number>()
  const back: string[] = []
  let at = ''
  for (const entry of entries) {
    const followed = followedBy(log, entry, keys)
    if ('why' in followed) return { altered: log.head.seq + 1, why: followed.why }
    if (followed.otherRules) other.add(entry.rules)
    if (entry.at < at) back.push(wentBack(entry, at))
    at = entry.at
    log = { state: followed.state, head: followed.head, notes: [] }
  }
  const notes = [...other].map(
    (rules) => `Entries of rules version ${rules} were checked by chain, signatures and approvers; their decisions were not repeated.`,
  )
  return { ...log, notes: [...notes, ...back] }
}

/** No clock can be sworn to: what it said is judged, and that it went back is told. */
function wentBack({ seq, at }: Entry, before: string): string {
  return `The clock went back by ${spoken(msBetween(at, before))} before entry ${seq}: approvals may have counted for longer than they were given.`
}

/** An entry that breaks the rules' own assumptions was never decided by them. */
function followedBy(log: Replayed, entry: Entry, keys: PublicKeys): Followed | { why: string } {
  try {
    return checkEntry(log, entry, keys)
  } catch (error) {
    return { why: `It cannot be decided: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function firstBadHead(
  heads: readonly SignedHead[],
  entries: readonly Entry[],
  state: RunState | undefined,
  keys: PublicKeys,
): { at: number; why: string } | undefined {
  const faults = heads.flatMap((head) => {
    const why = headFault(head, entries, state, keys)
    return why === undefined ? [] : [{ at: Math.min(head.seq, entries.length + 1), why }]
  })
  return faults.sort((a, b) => a.at - b.at)[0]
}

function headFault(head: SignedHead, entries: readonly Entry[], state: RunState | undefined, keys: PublicKeys): string | undefined {
  const unsigned = checkHead(head, keys)
  if (unsigned !== undefined) return unsigned
  const entry = entries[head.seq - 1]
  if (entry === undefined) return `A signed head stands for entry ${head.seq}, and the log ends with entry ${entries.length}.`
  if (head.run !== entry.run) return `The head after entry ${head.seq} is of ${head.run}.`
  if (head.hash !== entry.hash) return `The signed head after entry ${head.seq} has another hash than the entry.`
  if (!head.final) return undefined
  if (state?.endedAt === undefined) return `A signed end head stands after entry ${head.seq}, and the run has not ended.`
  return head.seq === entries.length ? undefined : `Entries follow the signed end head after entry ${head.seq}.`
}
