/** Facts that were decided. `evolve` needs nothing but these. */
import type { Fingerprint, Person, Plan, Policy, Target } from '../procedure/plan-types.ts'
import type { Procedure, Value } from '../procedure/procedure.ts'
import type { AttemptId, AttemptOutcome, DeviationKind } from './command.ts'
import type { BlockResult } from './order.ts'

export type Verdict = 'done' | 'not-done' | 'cannot-tell'

export type End = 'done' | 'aborted' | 'withdrawn' | 'rejected' | 'expired'

/** Why a run waits for people. */
export type AttentionReason =
  | 'failed'
  | 'unknown'
  | 'lost-contact'
  | 'precondition'
  | 'cannot-tell'
  | 'approvals-void'
  | 'rejected'
  | 'expired'
  | 'refused'
  | 'cancelled'
  | 'capture'

export type GateKind = { type: 'step' } | { type: 'deviation'; kind: DeviationKind; step: number; from?: number; reason: string }

export type Event =
  | {
      type: 'started'
      run: string
      installation: string
      requester: Person & { account: string; via: string }
      conversation: { platform: string; channel: string }
      rehearsal: boolean
      procedure: Procedure
      targets: Record<string, Target>
      policies: Record<string, Policy>
      people: Person[]
    }
  | { type: 'answered'; values: Record<string, Value>; by: string }
  | { type: 'planned'; plan: Plan; fingerprint: Fingerprint }
  | { type: 'lock-taken'; lock: string }
  | { type: 'lock-waited'; lock: string; holder: string }
  | { type: 'step-begun'; step: number }
  | { type: 'step-passed-over'; step: number; because: string }
  | { type: 'items-found'; step: number; items: string[] }
  /** Asked for: an `observe` order stands until its answer or a newer question. */
  | {
      type: 'observing'
      order: string
      step: number
      item: number
      role: 'check' | 'read' | 'before'
      attempt?: AttemptId
      notBefore?: string
    }
  | { type: 'observed'; order: string; results: BlockResult[]; verdict?: Verdict; detail: string }
  | { type: 'captured'; step: number; captures: Record<string, Value> }
  | { type: 'gate-opened'; gate: number; step: number; kind: GateKind; fingerprint: Fingerprint; expiresAt: string; escalateAt?: string }
  | { type: 'approved'; gate: number; person: Person; account: string; via: string }
  | { type: 'gate-passed'; gate: number; notAfter: string }
  | {
      type: 'gate-closed'
      gate: number
      because: 'rejected' | 'expired' | 'void' | 'withdrawn' | 'superseded'
      by?: string
      reason?: string
      difference?: string[]
    }
  | { type: 'escalated'; gate: number; to: string[] }
  | { type: 'confirmed'; step: number; choice: string; by: string }
  | { type: 'ordered'; order: string; attempt: AttemptId; gate: number }
  | { type: 'claimed'; attempt: AttemptId; nonce: string; worker: string; boot: string }
  /** `superseded`: written down, changes nothing. */
  | { type: 'attempt-ended'; attempt: AttemptId; outcome: AttemptOutcome; superseded: boolean }
  | { type: 'item-done'; step: number; item: number; how: 'already' | 'run' | 'marked' | 'skipped'; detail: string }
  | { type: 'step-done'; step: number; how: 'already' | 'run' | 'marked' | 'skipped' | 'read'; detail: string }
  | { type: 'attention'; step: number; item: number; reason: AttentionReason; sentence: string }
  | { type: 'deviated'; gate: number; kind: DeviationKind; step: number; from?: number }
  | { type: 'cancelled'; by: string; reason: string; running?: AttemptId }
  | {
      type: 'configuration-changed'
      policies: Record<string, Policy>
      people: Person[]
      targets: Record<string, Target>
      difference: string[]
    }
  | { type: 'worker-missing'; order: string; site: string; known: string[] }
  | { type: 'contact-lost'; order: string; worker: string; why: string }
  /** A person's refused decision; at most 50 a run, then only counted. */
  | { type: 'refused'; person: string; asked: string; code: string; sentence: string }
  | { type: 'refusals-counted' }
  | { type: 'ended'; end: End; sentence: string }
