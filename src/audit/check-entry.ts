import type { RunState } from '../run/state.ts'
import { append, hashOf, RULES_VERSION, stateAfter } from './chain.ts'
import type { Log } from './chain.ts'
import { canonical } from './canonical.ts'
import type { Entry, PublicKeys } from './entry.ts'
import { checkCommand } from './signature.ts'

/** What an entry leaves behind when it follows from the log before it. */
export interface Followed {
  state: RunState
  head: { seq: number; hash: string }
  /** Decided by another version of the rules: chain and signature are good, the decision was not repeated. */
  otherRules: boolean
}

/** Does this entry follow? Its place, its hash, its signature, and that the rules lead from its command to its events. */
export function checkEntry(log: Log, entry: Entry, keys: PublicKeys): Followed | { why: string } {
  const misplaced = placeFault(log, entry)
  if (misplaced !== undefined) return { why: misplaced }
  const unsigned = checkCommand(entry.command, keys)
  if (unsigned !== undefined) return { why: unsigned }
  const { command } = entry.command
  if (command.type === 'start' && command.installation !== keys.installation) {
    return { why: `It was started for the installation ${command.installation}, and the keys are of ${keys.installation}.` }
  }
  const head = { seq: entry.seq, hash: entry.hash }
  if (entry.rules !== RULES_VERSION) {
    return { state: stateAfter(log.state, entry, Buffer.byteLength(canonical(entry))), head, otherRules: true }
  }
  const again = append(log, entry.command, entry.at)
  if (again.entry === undefined || again.state === undefined) {
    return { why: `The rules lead from its command to nothing: ${again.refusal?.sentence ?? 'no event'}` }
  }
  if (canonical(again.entry) !== canonical(entry)) return { why: 'The rules lead from its command to other events.' }
  return { state: again.state, head, otherRules: false }
}

function placeFault(log: Log, entry: Entry): string | undefined {
  const { head, state } = log
  if (entry.seq !== head.seq + 1)
    return `It is number ${entry.seq}, and number ${head.seq + 1} is due: an entry is missing, doubled or out of its place.`
  if (state !== undefined && entry.run !== state.run) return `It belongs to ${entry.run}, and the log is of ${state.run}.`
  if (entry.prev !== head.hash) return 'It does not follow the entry before: the hash that it names is another one.'
  if (Number.isNaN(Date.parse(entry.at)) || new Date(entry.at).toISOString() !== entry.at) return `Its time "${entry.at}" is none.`
  return hashOf(entry) === entry.hash ? undefined : 'Its hash is not that of its content.'
}
