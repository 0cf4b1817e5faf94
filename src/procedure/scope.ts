/** The names that a block may use, as the lints see them. */
import type { Complaint } from './fault.ts'

export interface Scope {
  /** Every name of the document, for advice. */
  names: readonly string[]
  /** Undefined: there is no such name. `ok`: the block may use it. Else why it may not here. */
  find(name: string): 'ok' | Complaint | undefined
}

/** What a lint says of one block: faults by line of the block, from 0, and the names that must be bound. */
export interface LintResult {
  uses: string[]
}

/** Takes a fault at a line of the block, from 0. */
export type LintReport = (line: number, what: string, next: string) => void
