import type { RunState } from '../run/state.ts'
import { en } from '../words/en.ts'
import { sayRefusal } from '../words/say.ts'
import { append, hashOf } from './chain.ts'
import type { Log } from './chain.ts'
import { canonical } from './canonical.ts'
import type { Entry, PublicKeys } from './entry.ts'
import { readCommand } from './read-command.ts'
import { checkCommand } from './signature.ts'

/** What an entry leaves behind when it follows from the log before it. */
export interface Followed {
  state: RunState
  head: { seq: number; hash: string }
}

/** Whatever rules decided it: why this entry cannot stand after `head` in the log of `run` (absent: it is the first). */
export function placeFault(head: Log['head'], run: string | undefined, entry: Entry): string | undefined {
  if (entry.seq !== head.seq + 1)
    return `It is number ${entry.seq}, and number ${head.seq + 1} is due: an entry is missing, doubled or out of its place.`
  if (run !== undefined && entry.run !== run) return `It belongs to ${entry.run}, and the log is of ${run}.`
  if (entry.prev !== head.hash) return 'It does not follow the entry before: the hash that it names is another one.'
  if (Number.isNaN(Date.parse(entry.at)) || new Date(entry.at).toISOString() !== entry.at) return `Its time "${entry.at}" is none.`
  if (entry.rules < 1) return `It names rules version ${entry.rules}, and no release ever had that: they are counted from 1.`
  return hashOf(entry) === entry.hash ? undefined : 'Its hash is not that of its content.'
}

/** Do these rules lead from the entry's signed command to its events? Its place was found good before. */
export function checkEntry(log: Log, entry: Entry, keys: PublicKeys): Followed | { why: string } {
  const read = readCommand(entry.command)
  if ('fault' in read) return { why: read.fault }
  const unsigned = checkCommand(entry.command, keys)
  if (unsigned !== undefined) return { why: unsigned }
  const { command } = entry.command
  if (command.type === 'start' && command.installation !== keys.installation) {
    return { why: `It was started for the installation ${command.installation}, and the keys are of ${keys.installation}.` }
  }
  const again = append(log, entry.command, entry.at)
  if (again.entry === undefined || again.state === undefined) {
    return {
      why: `The rules lead from its command to nothing: ${again.refusal === undefined ? 'no event' : sayRefusal(en, again.refusal)}`,
    }
  }
  if (canonical(again.entry) !== canonical(entry)) return { why: 'The rules lead from its command to other events.' }
  return { state: again.state, head: { seq: entry.seq, hash: entry.hash } }
}
