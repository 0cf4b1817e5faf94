import type { Gate } from '../state.ts'

/** What a gate is asked for; `undo`: that a step be undone, after people asked to go back (`undo-to`). */
export type GateViewKind = 'step' | 'undo' | 'undo-to' | 'retry' | 'skip' | 'mark-done' | 'abort'

/** What is asked for; an undo of one step after people asked to go back is no deviation of its own. */
export function gateKind({ kind }: Gate): GateViewKind {
  if (kind.type !== 'deviation') return kind.type
  return kind.kind === 'undo' ? 'undo-to' : kind.kind
}
