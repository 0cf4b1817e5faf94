/** A rule's "no" as data: a stable code, and the facts that its sentence is made of when it is shown (`src/words`). */
import type { FaultAt } from '../../procedure/document/document-fault.ts'
import type { ValueFault } from '../../procedure/value/value-fault.ts'
import type { PlanFault } from '../../procedure/plan-fault.ts'
import type { FirstDifferences } from '../../procedure/plan-difference.ts'
import type { ApprovalLine } from '../../policy/policy.ts'
import type { QuorumFault } from '../../policy/quorum-fault.ts'
import type { DeviationKind } from '../command.ts'
import type { Place } from './place.ts'
import type { AttentionCause } from './causes.ts'
import type { Barring, End, GateEnd, NoWayBack } from './reasons.ts'
import type { Remark } from './remark.ts'
import type { AttemptTurn, Look } from '../order.ts'

/** So many more of these groups; `from` are alternatives. */
export type Lack = ApprovalLine

/** Facts by code. Instants are UTC (ISO 8601); `run`, `order`, `site`, `worker` are ids; people stand by their names. */
export interface RefusalFacts {
  'no-run': { run: string }
  'other-run': { run: string; meant: string }
  ended: { run: string; end: End; at: string }
  'started-already': { run: string; at: string; by: string }
  'bad-document': { document: string; faults: FaultAt[] }
  'no-policy': { command: string; policy: string }
  'may-not-start': { person: string; command: string; groups: string[] }
  'quorum-unreachable': { of: 'start'; command: string; why: QuorumFault } | { of: DeviationKind; lacks: Lack[]; kept: string[] }
  /** `aheadS`: of the clock that heard it, seconds before the one that decides; negative: behind. Absent: `asked` is no instant. */
  'too-old': { asked: string; now: string; aheadS?: number }
  replayed: { run: string; eventId: string }
  'no-reason': Record<never, never>
  'long-reason': { length: number; most: number }
  'real-target': { run: string; person: string; targets: { name: string; host: string }[] }
  'planned-already': { run: string }
  'may-not-act': { person: string; groups: string[] }
  /** By parameter; null stands for one that is not asked for. */
  'bad-answers': { command: string; fields: Record<string, ValueFault | null> }
  'no-answers': { asks: string[] }
  'no-plan': { faults: PlanFault[] }
  'plan-impossible': { run: string; faults: PlanFault[] }
  'unknown-gate': { run: string; gate: number; opened: number }
  barred: { gate: number; person: string; because: Barring; needs: ApprovalLine[] }
  /** `as`: the name under which this account approved, where it was another one's. */
  'already-approved': { gate: number; person: string; missing: Lack[]; account?: string; as?: string }
  'unknown-person': { person: string }
  'not-an-approver': { gate: number; person: string; groups: string[]; needs?: ApprovalLine[] }
  'gate-closed': { gate: number; at: string; because: GateEnd; difference: FirstDifferences }
  'gate-passed': { gate: number; at: string }
  'gate-expired': { gate: number; at: string }
  /** `old`: the gate that the decision was about. */
  'stale-plan': {
    gate: number
    step: number
    stands: string
    asked: string
    old?: { gate: number; step: number; difference: FirstDifferences }
  }
  'not-the-requester': { run: string; requester: string }
  'work-began': { run: string; step: number }
  'not-in-attention': { run: string; kind: DeviationKind }
  'gate-open': { gate: number }
  'wrong-step': { run: string; waits: number; asked: number }
  'log-full': { run: string }
  'nothing-begun': { run: string; kind: DeviationKind }
  'no-check': { step: number; attempt: number } | { step: number; title: string; from: number }
  'wrong-from': { step: number; from: number; undo?: true } | { kind: DeviationKind }
  'one-way': { step: number; title: string }
  'no-way-back': { step: number; title: string; why: NoWayBack; to: number }
  'nothing-to-undo': { run: string; to: number }
  undoing: { run: string; kind: DeviationKind; step: number; to: number }
  'nothing-to-reopen': { run: string; attention: boolean }
  'other-question': { run: string; step: number }
  'nothing-to-confirm': { run: string; step: number }
  'unknown-choice': { step: number; choices: string[]; choice: string }
  'stopped-already': { run: string; step: number }
  'cancelled-already': { run: string; by: string }
  'shown-already': { run: string; home: boolean }
  'shown-anyhow': { run: string }
  'too-many-mirrors': { run: string; most: number }
  'may-not-mirror': { run: string; person: string; groups: string[] }
  'unknown-order': { run: string; order: string; attempt: AttemptTurn }
  'claimed-already': { run: string; attempt: AttemptTurn; worker: string; at: string }
  'order-void': { run: string; order: string }
  'wrong-site': { of: 'claim' | 'result' | 'look'; step: number; site: string; worker: string; theirs: string }
  'head-moved': { run: string; worker: string }
  /** What was looked at before the claim does not lead to it. */
  'not-as-seen': { order: string; look: Look; detail: Remark[] }
  /** An answer that decides nothing, as it was told. */
  'nothing-decided': { order: string }
  /** *Not done* before the effect had its time to show. */
  'too-early': { order: string; settleMs: number; afterMs: number }
  'approvals-void': Stopped
  'approvals-expired': Stopped
  'unknown-attempt': { run: string }
  'result-known': { run: string; attempt: AttemptTurn; at?: string }
  'no-claim': { order: string }
  'not-the-claimer': { order: string }
  'stale-answer': { order: string }
  'stale-contact': { run: string; order: string; lost: boolean }
  known: { site: string }
  'stale-lock': { run: string; lock: string }
  'stale-timer': { run: string; key: string }
  'nothing-changed': { run: string }
  nothing: Record<never, never>

  /** No rule of a run refuses these: what keeps it does. Sizes in bytes. */
  'entry-too-large': { command: string; bytes: number; most: number }
  'run-too-large': { run: string; bytes: number; most: number }
  'state-altered': { run: string }
  /** `theirs`: absent where none is named. */
  'other-state': { run: string; theirs?: number; ours: number }
  'state-older': { run: string; stored: number; known: number }
  /** `release`: the one that has these rules, where it is known. */
  'other-rules': { run: string; rules: number; ours: number; release?: string }
}

/** A claim that stops the run: with what stands in the attention that it leads to. */
interface Stopped {
  at: Place
  because: AttentionCause
}

export type RefusalCode = keyof RefusalFacts

export type RuleRefusal = { [C in RefusalCode]: { code: C; facts: RefusalFacts[C] } }[RefusalCode]

/** What stands in the way before any rule is asked: the machinery's own sentence, in English. */
export interface PlainRefusal {
  code: string
  sentence: string
}

export type Refusal = RuleRefusal | PlainRefusal
