import type { Node } from 'web-tree-sitter'
import type { Scope } from './scope.ts'
import type { Session } from './session.ts'
import type { PsValue } from './values.ts'

export interface Parameter {
  name: string
  /** A switch takes no argument but `:$false`. */
  kind: 'value' | 'switch'
  /** Place among the arguments without a name, from 0. */
  position?: number
  /** Then it may be neither $null nor an empty text. */
  mandatory?: boolean
  choices?: readonly string[]
}

/** A command with its arguments, found by their names in the spelling of the table. */
export interface Call {
  args: ReadonlyMap<string, PsValue>
  /** Common parameters. */
  verbose: boolean
  /** False when the block said `-Confirm:$false`. */
  confirm: boolean | undefined
  /** `-ErrorAction SilentlyContinue` or `Ignore`. */
  silent: boolean
  node: Node
  input: AsyncIterable<PsValue> | undefined
  scope: Scope
  session: Session
}

export interface Command {
  name: string
  parameters: readonly Parameter[]
  run(call: Call): AsyncIterable<PsValue>
}
