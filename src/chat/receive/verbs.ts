import type { Procedure } from '../../procedure/procedure.ts'
import { verbOf } from './verb-alone.ts'

/** Each first word in order, with the procedures that begin with it. */
export function verbs(procedures: readonly Procedure[]): [verb: string, found: Procedure[]][] {
  return [...Map.groupBy(procedures, verbOf)].toSorted(([a], [b]) => a.localeCompare(b))
}

/** What a first word stands for: the only title, else the commands. */
export function sayVerb(found: readonly Procedure[]): string {
  const [only] = found
  return found.length === 1 && only ? only.title : found.map(({ command }) => command).join(', ')
}
