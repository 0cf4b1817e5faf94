/** The first word of commands, typed alone: `/failover`. */
import type { Procedure } from '../../procedure/procedure.ts'
import type { Person } from '../../policy/policy.ts'
import type { Words } from '../../words/words.ts'
import type { Loaded } from '../backend.ts'
import { said, type Note, type Piece } from '../note.ts'
import { mayStart } from '../start.ts'

/** `/failover` of `/failover persistent-chat`. */
export function verbOf({ command }: Pick<Procedure, 'command'>): string {
  return command.split(/\s+/)[0]?.toLowerCase() ?? command
}

/** What of these this person may start; where that is one, which. `verb`: as it was typed. */
export function chooseAmong(
  words: Words,
  loaded: Loaded,
  person: Person,
  verb: string,
  found: Procedure[],
): { offers: Note; only?: Procedure } {
  const mine = found.filter((procedure) => mayStart(loaded, procedure, person))
  const [only] = mine
  if (only === undefined) return { offers: said('refused', words.live.mayStartNothing({ person: person.name, command: verb })) }
  const commands = mine.map((procedure): Piece => ({ type: 'command', command: procedure.command, does: procedure.title }))
  return { offers: said('info', words.live.oneOfThese(verb), commands), ...(mine.length === 1 ? { only } : {}) }
}
