/** Why something ended, stands still or is not allowed. */
import type { DeviationKind } from '../command.ts'

export type End = 'done' | 'aborted' | 'withdrawn' | 'rejected' | 'expired'

/** Why a run waits for people. */
export type AttentionReason =
  | 'failed'
  | 'unknown'
  | 'lost-contact'
  | 'precondition'
  | 'cannot-tell'
  | 'approvals-void'
  | 'approvals-expired'
  | 'rejected'
  | 'expired'
  | 'refused'
  | 'cancelled'
  | 'undone'
  | 'capture'
  | 'log-full'

/** Why somebody must not approve. `name`: theirs; `gone`: why another one must not, who is gone from the people file since. */
export type Barring =
  | { why: 'asked' | 'answered'; name: string }
  | { why: 'asked-deviation'; name: string; kind: DeviationKind }
  | { why: 'same-account'; name: string; account: string }
  | { why: 'joined'; name: string; gone: Barring }

/** Why what a step did cannot be undone. `other-list`: its list holds others now than those that were done; `unlisted`: it was marked done as a whole, and what its list holds was not known. */
export type NoWayBack = 'one-way' | 'no-undo' | 'other-list' | 'unlisted'

export type GateEnd = 'rejected' | 'expired' | 'void' | 'withdrawn' | 'superseded'

export type Verdict = 'done' | 'not-done' | 'cannot-tell'

/** How an item or step came to its end. `rehearsed`: nothing was done, where a real run would have gone on. */
export type How = 'already' | 'run' | 'read' | 'told' | 'confirmed' | 'marked' | 'skipped' | 'rehearsed'
