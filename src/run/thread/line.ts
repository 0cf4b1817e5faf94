/** What a line of the thread says, as data: the sentence is made of it when it is shown. */
import type { Difference } from '../../procedure/plan-difference.ts'
import type { ApprovalLine } from '../../policy/policy.ts'
import type { Value } from '../../procedure/procedure.ts'
import type { ConversationAt, DeviationKind, PassedOver } from '../command.ts'
import type { AttemptEnd, AttentionReason, Barring, End, GateClosed, How } from '../event.ts'
import type { AttentionCause, VoidCause } from '../facts/causes.ts'
import type { Remark } from '../facts/remark.ts'
import type { Ending } from '../view/ending.ts'
import type { Tells } from '../facts/notice.ts'
import type { Told } from '../facts/worker-fault.ts'
import type { Place } from '../facts/place.ts'
import type { RuleRefusal } from '../facts/refusal.ts'
import type { Found, FoundPlace, RehearsalLists } from '../rehearsal/lists.ts'

export type Line =
  | { line: 'started'; run: string; rehearsal: boolean; requester: string; title: string; command: string }
  | { line: 'answered'; name: string; values: Record<string, Value> }
  /** `gates`: the steps that have one. `lock`: is asked for next. */
  | { line: 'planned'; steps: number; gates: number[]; lock?: string }
  | { line: 'lock-taken'; lock: string }
  | { line: 'lock-waited'; lock: string; holder: string; again?: string }
  | { line: 'configuration-changed'; difference: Difference[] }
  | { line: 'attention'; reason: AttentionReason; because: AttentionCause; at: Place }
  | { line: 'mirrored'; by: string; conversation: ConversationAt }
  | { line: 'cancelled'; by: string; reason: string; running?: Place }
  | { line: 'ended'; run: string; end: End; tookMs: number; ending?: Ending }
  | { line: 'rehearsed'; run: string; end: End; tookMs: number; ending?: Ending; planned: boolean; lists: RehearsalLists }
  | {
      line: 'gate-opened'
      gate: number
      at: Place
      lines: ApprovalLine[]
      expiresAt: string
      fingerprint: string
      barred: Barring[]
      deviation?: { kind: DeviationKind; from?: number; reason: string }
      /** It asks that the step be undone. */
      undo?: true
    }
  | { line: 'approved'; gate: number; person: string; via: string; account: string; missing: ApprovalLine[] }
  | { line: 'gate-passed'; gate: number; notAfter: string }
  | ({ line: 'gate-closed'; gate: number } & GateClosed)
  | { line: 'escalated'; gate: number; openedAt: string; called: string[]; to: string[] }
  | { line: 'deviated'; kind: DeviationKind; at: Place; from?: number }
  | { line: 'reopened'; by: string; reason: string }
  | { line: 'refused'; refusal: RuleRefusal }
  | { line: 'step-begun'; at: Place; again: boolean }
  | { line: 'step-passed-over'; at: Place; because: Remark[] }
  | { line: 'items-found'; at: Place; count: number }
  | { line: 'captured'; at: Place; captures: Record<string, Value> }
  /** What a read found besides captures: the first rows and the last of `rowCount`. `rest`: where the whole is to be read; `lost`: nowhere. */
  | {
      line: 'rows'
      at: Place
      target: string
      rowCount: number
      begin: FoundCell[][]
      end: FoundCell[][]
      rest?: 'lost' | { entry: number } | { file: string; bytes: number; worker: string }
    }
  | { line: 'confirm-asked'; at: Place; ask: string }
  | { line: 'confirmed'; at: Place; by: string; choice: string }
  /** `names`: of the group `to`. */
  | ({ line: 'notified'; names: string[]; rehearsal: boolean } & Tells)
  | { line: 'waiting'; at: Place; waitMs: number }
  | { line: 'recovering'; at: Place }
  | { line: 'order-voided'; order: string; because: VoidCause }
  | { line: 'claimed'; at: Place; worker: string; attempt: number; undo?: true }
  | { line: 'attempt-ended'; at: Place; attempt: number; end: AttemptEnd; superseded: boolean }
  | { line: 'done'; at: Place; how: How; detail: Remark[] }
  | { line: 'undo-begun'; at: Place }
  | { line: 'undone'; at: Place; how: 'run' | 'already'; detail: Remark[] }
  | { line: 'stepped-back'; at: Place }
  | { line: 'stands-in-the-way'; found: Found & { before?: FoundPlace } }
  | { line: 'worker-missing'; order: string; site: string; known: string[]; passedOver?: PassedOver[] }
  | { line: 'secrets-there'; worker: string; site: string }
  | { line: 'secret-missing'; worker: string; why: Told }
  | { line: 'contact-lost'; order: string; worker: string; why: Remark[] }
  /** Pins the log where its entry says nothing. */
  | { line: 'head'; head: Head }
  /** Of a run that was lost with the engine's store. */
  | { line: 'text'; text: string }

/** `of`: the length of the whole, where it is cut. */
export interface FoundCell {
  name: string
  value: string | null
  of?: number
}

/** A signed head of the log. */
export interface Head {
  seq: number
  hash: string
  final: boolean
  signature: string
}
