/** The names that a block may use. */
import type { Misuse } from './document-fault.ts'
import type { ValueType } from '../procedure.ts'

export interface Scope {
  /** Every name of the document, for advice. */
  names: readonly string[]
  /** Undefined: there is no such name. `ok`: the block may use it. Else why it may not here. */
  find(name: string): 'ok' | Misuse | undefined
  /** There may be more names than are known: those of a document that could not be included. */
  open?: boolean
  /** Whether the block's step captures anything; undefined where this is not known. */
  captures?: boolean
  /** Of a name that the block may use. */
  typeOf?(name: string): ValueType | undefined
  /** Whether it may be NULL: an optional parameter. */
  mayBeAbsent?(name: string): boolean
}
