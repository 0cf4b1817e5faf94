/** What a document tells people, as facts. */
import type { Place } from './place.ts'

/** Values by name as they stand in a sentence; a length of time is put into words with the rest. */
export type ShownValues = Record<string, string | { ms: number }>

/** What a step says to `to`: a group, or `conversation`. */
export interface Tells {
  at: Place
  to: string
  say: string
  values: ShownValues
}
