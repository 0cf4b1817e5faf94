/** Facts that were decided. `evolve` needs nothing but these. */
import type { Difference } from '../procedure/plan-difference.ts'
import type { Fingerprint, Plan, Target } from '../procedure/plan-types.ts'
import type { ApprovalLine, Person, Policy } from '../policy/policy.ts'
import type { Procedure, Value } from '../procedure/procedure.ts'
import type { AttemptOutcome, ConversationAt, DeviationKind, MissingSecret, PassedOver, PersonCommand } from './command.ts'
import type { AttemptId, ErrorRecord, Look } from './order.ts'
import type { AttentionCause, EndCause, VoidCause } from './facts/causes.ts'
import type { AttentionReason, Barring, End, GateEnd, How, Verdict } from './facts/reasons.ts'
import type { Remark } from './facts/remark.ts'
import type { ShownValues } from './facts/notice.ts'
import type { RuleRefusal } from './facts/refusal.ts'

export type { AttentionReason, Barring, End, GateEnd, How, Verdict } from './facts/reasons.ts'

export type GateKind =
  { type: 'step' } | { type: 'undo' } | { type: 'deviation'; kind: DeviationKind; step: number; from?: number; reason: string; by: string }

/** Why a question is asked: before anything, again after a rehearsal waited at a gate, after something was done, after lost contact, before something is undone. */
export type Purpose = 'first' | 'again' | 'settle' | 'recover' | 'undo'

/** What the worker that looked last from a site lacks of what the plan needs there. */
export interface MissingSecrets {
  worker: string
  site: string
  missing: MissingSecret[]
}

/** How often in a row, and since when, the same thing was given out and came back without an answer. */
export interface InVain {
  times: number
  since: string
}

/** What the blocks of one role said together. `found`: everything that had to be recorded. */
export type Looked =
  | { look: 'check'; verdict: Verdict; detail: Remark[] }
  | { look: 'read'; found: boolean; detail: Remark[] }
  | { look: 'wait-until' | 'before'; ok: boolean; detail: Remark[] }

/** What a rehearsal found in the way of the real run. */
export interface Finding {
  step: number
  item: number
  /** What was asked; `wait-until`: the real run would wait for it; `list`: of an `each`; `when`: whether the step is passed over; `needs`: nothing was asked, because what it is asked with was not found. */
  asked: Look | 'list' | 'when' | 'needs'
  reason: Extract<AttentionReason, 'precondition' | 'cannot-tell' | 'capture' | 'refused' | 'lost-contact'>
  detail: Remark[]
  /** Captures and lists that were not found. */
  needs?: string[]
  /** It cannot be known before this step, or this item of its list, is done. Absent: it would stop the real run today. */
  before?: { step: number; item: number }
  /** Targets that were asked and on which no step before acts: it may well be so today. */
  elsewhere?: string[]
}

/** What an attempt's result comes to; the blocks' rows stay in the command. */
export interface AttemptEnd {
  type: Exclude<AttemptOutcome['type'], 'looked'> | 'already-done' | 'not-ready'
  tookMs: number
  /** First error, or why it is unknown or refused; empty otherwise. */
  why: Remark[]
  /** Of a refusal. */
  code?: string
  error?: ErrorRecord
  target?: string
  /** PowerShell blocks: which PowerShell it was. */
  ranIn?: string
}

export interface GateClosed {
  because: GateEnd
  by?: string
  reason?: string
  changed?: 'configuration' | 'captures'
  difference?: Difference[]
}

export type Event =
  /** First event of every person's command that leads to anything: its evidence cannot be used again. */
  | { type: 'heard'; eventId: string; person: string }
  | {
      type: 'started'
      run: string
      installation: string
      requester: Person & { account: string; via: string }
      conversation: ConversationAt
      rehearsal: boolean
      procedure: Procedure
      targets: Record<string, Target>
      secretNames?: string[]
      policies: Record<string, Policy>
      people: Person[]
    }
  /** Somebody but the requester who answers has made the plan too, and must not approve it. */
  | { type: 'answered'; values: Record<string, Value>; by: string; name: string }
  | { type: 'planned'; plan: Plan; fingerprint: Fingerprint }
  /** The lock is asked for; `ask` counts from 1. */
  | { type: 'lock-asked'; lock: string; ask: number }
  | { type: 'lock-taken'; lock: string }
  | { type: 'lock-waited'; lock: string; holder: string }
  /** Also when it begins anew: what was found before is asked again, and later steps are not done any more. */
  | { type: 'step-begun'; step: number }
  | { type: 'step-passed-over'; step: number; because: Remark[] }
  | { type: 'items-found'; step: number; count: number }
  | { type: 'item-begun'; step: number; item: number }
  /** Asked for: an `observe` order stands until its answer or a newer question. */
  | {
      type: 'observing'
      order: string
      step: number
      item: number
      looks: Look[]
      purpose: Purpose
      attempt?: AttemptId
      notBefore?: string
      inVain?: InVain
    }
  /** As far as its looks came; the last one decided, or was the last. `unseen`: why the worker did not look. `secrets`: what its worker lacks, where that is other than was known. */
  | { type: 'observed'; order: string; seen: Looked[]; unseen?: Remark[]; secrets?: MissingSecrets }
  /** Nobody waits for the answer any more. */
  | { type: 'question-dropped'; order: string }
  | { type: 'captured'; step: number; item?: number; captures: Record<string, Value> }
  | {
      type: 'gate-opened'
      gate: number
      step: number
      kind: GateKind
      policy: string
      lines: ApprovalLine[]
      /** People who must not approve here, by id. */
      barred: Record<string, Barring>
      fingerprint: Fingerprint
      /** Hash of the entry before: the fingerprint covers it, so an approval belongs to one history. */
      after: string
      expiresAt: string
      escalateAt?: string
    }
  | { type: 'approved'; gate: number; person: Person; account: string; via: string }
  | { type: 'gate-passed'; gate: number; notAfter: string }
  /** `reason` was typed; `changed`: what is not as it was approved any more. */
  | ({ type: 'gate-closed'; gate: number } & GateClosed)
  | { type: 'escalated'; gate: number; to: string[] }
  /** A person is to do something by hand and say so. `item`: of the step's list, where it has one; `question`: which of several, from 2; `name`: under which the answer is kept. */
  | { type: 'confirm-asked'; step: number; item?: number; question?: number }
  | { type: 'confirmed'; step: number; item?: number; question?: number; name?: string; choice: string; by: string }
  /** People are told what the document says there: the group `to`, or those who read the conversation. `values`: those of the names in it. A rehearsal only says so. */
  | { type: 'notified'; step: number; to: string; values: ShownValues }
  | {
      type: 'ordered'
      order: string
      attempt: AttemptId
      gate: number
      fingerprint: Fingerprint
      notBefore?: string
      inVain?: InVain
      undo?: true
    }
  /** An order that nobody had claimed is worth nothing any more. */
  | { type: 'order-voided'; order: string; because: VoidCause }
  | { type: 'claimed'; attempt: AttemptId; nonce: string; worker: string; boot: string }
  /** `superseded`: written down, changes nothing. */
  | { type: 'attempt-ended'; attempt: AttemptId; end: AttemptEnd; superseded: boolean }
  /**
   * The attempt's fate is known; only then may another one follow. `by`: its check; people; nobody had claimed it; and where the step has no check, that
   * it ended with an error, or without one.
   */
  | { type: 'attempt-judged'; attempt: AttemptId; fate: 'done' | 'not-done'; by: 'check' | 'people' | 'no-claim' | 'error' | 'no-error' }
  | { type: 'item-done'; step: number; item: number; how: How; detail: Remark[] }
  | { type: 'step-done'; step: number; how: How; detail: Remark[] }
  | { type: 'undo-begun'; step: number; item: number }
  /** Its effect is not there any more; `already`: it was not there when it was asked about. */
  | { type: 'undone'; step: number; item: number; how: 'run' | 'already'; detail: Remark[] }
  /** All that was done from this step on is undone: the run stands before it. */
  | { type: 'stepped-back'; step: number }
  /** Rehearsal only. */
  | ({ type: 'stands-in-the-way' } & Finding)
  | { type: 'attention'; step: number; item: number; reason: AttentionReason; because: AttentionCause }
  | { type: 'deviated'; gate: number; kind: DeviationKind; step: number; from?: number }
  /** The way on after approvals ran out or were voided: a gate opens anew. */
  | { type: 'reopened'; by: string; reason: string }
  /** It is shown there, too, from its first line on. */
  | { type: 'mirrored'; conversation: ConversationAt; by: string }
  | { type: 'cancelled'; by: string; reason: string; running?: AttemptId }
  | {
      type: 'configuration-changed'
      policies: Record<string, Policy>
      people: Person[]
      targets: Record<string, Target>
      secretNames?: string[]
      difference: Difference[]
    }
  | { type: 'worker-missing'; order: string; site: string; known: string[]; passedOver?: PassedOver[] }
  | { type: 'contact-lost'; order: string; worker: string; why: Remark[] }
  /** A person's refused decision; at most 50 a run, then only counted. */
  | ({ type: 'refused'; person: string; asked: PersonCommand['type'] } & RuleRefusal)
  | { type: 'refusals-counted' }
  /** A rehearsal that came to its end has no cause: what it found is said from its findings. */
  | { type: 'ended'; end: End; because?: EndCause }
