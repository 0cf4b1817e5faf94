import { msBetween, spoken } from '../text/instant.ts'
import { rehearsalLists, type RehearsalLists } from '../run/rehearsal/lists.ts'
import type { RunState } from '../run/state.ts'
import { NO_HEAD } from './chain.ts'
import { checkEntry, placeFault } from './check-entry.ts'
import { unfilledGate } from './distinct-approvers.ts'
import type { Entry, LogLine, PublicKeys, SignedHead } from './entry.ts'
import { firstBadHead } from './head-fault.ts'
import type { LogFault } from './read-log.ts'
import { readBytes, readLog } from './read-log.ts'
import { RULES_VERSION } from './rules.ts'
import { releaseWith, rulesOf, rulesWith, whyHeadNotRead, whyNotJudged } from './other-rules.ts'
import { checkNamedKey } from './signature.ts'

/** `at`: the first entry that is not what was decided, or was not decided again, from 1. `entries`: how many were decided again; `heads`: how many were good. */
export type Verification =
  | ({ verdict: 'intact' } & Judged)
  | ({ verdict: 'incomplete'; why: string } & Judged)
  | { verdict: 'altered'; at: number; why: string }
  /** Decided by other rules than this program's. `release`: the one that can judge the whole log; absent where none can, or none is known. */
  | { verdict: 'cannot-be-judged'; at: number; rules: number[]; release?: string; why: string; entries: number }

/** `rehearsed`: it is the log of a rehearsal, and this is what was found. */
interface Judged {
  entries: number
  heads: number
  notes: string[]
  rehearsed?: RehearsalLists
}

/** Decides every command of an exported log again and compares every byte; signed heads pin it, and a signed end head completes it. */
export function verifyLog(lines: readonly LogLine[], keys: PublicKeys): Verification {
  const entries = lines.flatMap((line) => ('entry' in line ? [line.entry] : []))
  const heads = lines.filter((line) => 'head' in line).length
  const replayed = replayAll(entries, keys)
  if ('altered' in replayed) return { verdict: 'altered', at: replayed.altered, why: replayed.why }
  const { state, unjudged } = replayed
  const bad = firstBadHead(lines, keys, unjudged === undefined ? { endedAt: state?.endedAt } : undefined)
  if (bad !== undefined) return { verdict: 'altered', ...bad }
  if (unjudged !== undefined) return notJudged(entries, unjudged)
  const unfilled = unfilledGate(entries)
  if (unfilled !== undefined) return { verdict: 'altered', ...unfilled }
  const unread = lines.flatMap((line) => ('head' in line && line.head.rules !== RULES_VERSION ? [line.head] : []))[0]
  if (unread !== undefined) return headNotRead(unread, entries.length)
  const rehearsed = state?.rehearsal === true ? { rehearsed: rehearsalLists(state) } : {}
  const counts = { entries: entries.length, heads, notes: replayed.notes, ...rehearsed }
  const unpinned = withoutHead(entries, lines)
  if (unpinned !== undefined) {
    return {
      verdict: 'incomplete',
      why: `The signed head after entry ${unpinned}, where a gate passed, was taken out of the file.`,
      ...counts,
    }
  }
  if (lines.some((line) => 'head' in line && line.head.final)) return { verdict: 'intact', ...counts }
  if (entries.length === 0) return { verdict: 'incomplete', why: 'There is no entry in the file.', ...counts }
  const why =
    state?.endedAt !== undefined
      ? `The run has ended with entry ${entries.length}, and the signed end head is missing.`
      : `True as far as it goes: after entry ${entries.length} the run is still open, or the file was cut.`
  return { verdict: 'incomplete', why, ...counts }
}

/** The first entry that passed a gate and has no head, though others follow it. */
function withoutHead(entries: readonly Entry[], lines: readonly LogLine[]): number | undefined {
  const pinned = new Set(lines.flatMap((line) => ('head' in line && !line.head.final ? [line.head.seq] : [])))
  const passing = entries.slice(0, -1).filter(({ events }) => events.some(({ type }) => type === 'gate-passed'))
  return passing.find(({ seq }) => !pinned.has(seq))?.seq
}

/** The same for the bytes of a file; a line that cannot be read counts as the entry that stands there, and one that only lacks its end as not written yet. */
export function verifyBytes(bytes: Uint8Array, keys: PublicKeys): Verification {
  return verifyRead(readBytes(bytes), keys)
}

export function verifyText(text: string, keys: PublicKeys): Verification {
  return verifyRead(readLog(text), keys)
}

function verifyRead({ lines, faults }: { lines: LogLine[]; faults: LogFault[] }, keys: PublicKeys): Verification {
  const [fault] = faults
  if (fault === undefined) return verifyLog(lines, keys)
  const before = lines.slice(0, fault.before)
  const good = verifyLog(before, keys)
  if (good.verdict === 'altered') return good
  // As a copy has it that was made while the file was written, and a disk that was full.
  if (fault.begun && before.length > 0 && good.verdict !== 'intact')
    return { ...good, why: `Line ${fault.line} does not end: the file was cut there, or is still being written. ${good.why}` }
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
  if (replayed.unjudged !== undefined) return { altered: replayed.unjudged, why: whyNotJudged(entries, replayed.unjudged) }
  if (replayed.state === undefined) return { altered: 1, why: 'There is no entry at all.' }
  return { state: replayed.state, head: replayed.head }
}

interface Replayed {
  state?: RunState
  head: { seq: number; hash: string }
  notes: string[]
  /** From this entry on nothing was decided again: other rules than ours decided it. */
  unjudged?: number
}

/** What is provably altered whatever the rules is looked for to the end, even where decisions cannot be repeated any more. */
function replayAll(
  entries: readonly Entry[],
  keys: PublicKeys,
  after?: Pick<Replayed, 'state' | 'head'>,
): Replayed | { altered: number; why: string } {
  let log: Replayed = { head: NO_HEAD, ...after, notes: [] }
  let run = after?.state?.run
  let at = ''
  for (const entry of entries) {
    const followed = followedBy(log, run, entry, keys)
    if ('why' in followed) return { altered: log.head.seq + 1, why: followed.why }
    const back = entry.at < at ? [wentBack(entry, at)] : []
    log = { ...followed, notes: [...log.notes, ...back] }
    run = entry.run
    at = entry.at
  }
  return log
}

/** An entry that breaks the rules' own assumptions was never decided by them. */
function followedBy(log: Replayed, run: string | undefined, entry: Entry, keys: PublicKeys): Omit<Replayed, 'notes'> | { why: string } {
  try {
    const misplaced = placeFault(log.head, run, entry)
    if (misplaced !== undefined) return { why: misplaced }
    if (log.unjudged === undefined && entry.rules === RULES_VERSION) return checkEntry(log, entry, keys)
    const unsigned = checkNamedKey(entry.command, keys)
    return unsigned === undefined
      ? { ...log, head: { seq: entry.seq, hash: entry.hash }, unjudged: log.unjudged ?? entry.seq }
      : { why: unsigned }
  } catch (error) {
    return { why: `It cannot be decided: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function notJudged(entries: readonly Entry[], at: number): Verification {
  const rules = rulesOf(entries)
  const release = releaseWith(rules)
  const which = release === undefined ? {} : { release }
  return { verdict: 'cannot-be-judged', at, rules, ...which, why: whyNotJudged(entries, at), entries: at - 1 }
}

/** Every entry was decided again, and every head is signed: but what this one pins is not known here. */
function headNotRead(head: SignedHead, entries: number): Verification {
  return { verdict: 'cannot-be-judged', at: head.seq, rules: rulesWith(head), why: whyHeadNotRead(head), entries }
}

/** No clock can be sworn to: what it said is judged, and that it went back is told. */
function wentBack({ seq, at }: Entry, before: string): string {
  return `The clock went back by ${spoken(msBetween(at, before))} before entry ${seq}: approvals may have counted for longer than they were given.`
}
