/** Procedures as people look for one: by what is to be done. */
import type { Procedure } from './procedure.ts'

export interface OfVerb {
  /** The first word of their commands: `failover`. */
  verb: string
  procedures: Procedure[]
}

/** In the order of the alphabet, by verb and then by command. */
export function byVerb(procedures: readonly Procedure[]): OfVerb[] {
  const ordered = procedures.toSorted((a, b) => (a.command < b.command ? -1 : 1))
  const verbs = [...new Set(ordered.map(verbOf))].toSorted()
  return verbs.map((verb) => ({ verb, procedures: ordered.filter((procedure) => verbOf(procedure) === verb) }))
}

/** What people call it: the words of its command with or without the slash, or the name of its file. */
export function isCalled({ id, command }: { id: string; command?: string }, named: string): boolean {
  const words = named.trim().toLowerCase().split(/\s+/).join(' ').replace(/^\//, '')
  return words === command?.replace(/^\//, '') || words.replace(/\.md$/, '') === id.toLowerCase()
}

function verbOf({ command }: Procedure): string {
  return command.replace(/^\//, '').split(' ', 1)[0] ?? ''
}
