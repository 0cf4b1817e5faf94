/** Why a run waits for people, or came to its end: the facts that its sentence is made of when it is shown. Steps and items stand beside them. */
import type { FirstDifferences } from '../../procedure/plan-difference.ts'
import type { ApprovalLine } from '../../policy/policy.ts'
import type { NoWayBack, Verdict } from './reasons.ts'
import type { Remark } from './remark.ts'

/** What a check said. */
interface Checked {
  verdict: Verdict
  detail: Remark[]
}

/** A gate that ended without approvals. `approvals`: how many it had. */
export type GateClosing =
  | { code: 'gate-rejected' | 'gate-withdrawn'; gate: number; by?: string; reason?: string }
  | { code: 'gate-expired'; gate: number; expiresAt: string; approvals: number }

/** Durations are milliseconds; `reason` was typed by a person. */
export type AttentionCause =
  | GateClosing
  /** `ended`: only when what was running had come to its end, and whether a check has answered then. */
  | { code: 'cancelled'; by: string; reason: string; ended?: { checked: boolean } }
  | { code: 'approvals-lapsed'; gate: number; until?: string }
  | { code: 'approvals-void'; gate: number; changed?: 'configuration' | 'captures'; difference: FirstDifferences }
  | { code: 'gate-passes-nothing'; gate: number }
  | { code: 'other-than-approved'; gate: number }
  /** People who approved and may not any more. */
  | { code: 'approvers-gone'; gate: number; lacks: ApprovalLine[]; gone: string[] }
  | { code: 'configuration-changed'; difference: FirstDifferences }
  | { code: 'no-list'; list: string }
  | LogFull
  /** `of`: the worker's own code. */
  | { code: 'turned-down'; of?: string; why: Remark[] }
  /** `check`: absent where the step has none. */
  | { code: 'failed'; target?: string; tookMs: number; why: Remark[]; check?: Checked }
  | { code: 'no-effect'; settleMs: number; check: Checked }
  | { code: 'not-found'; detail: Remark[] }
  | { code: 'not-looked'; worker: string; site: string; of: string; why: Remark[] }
  | { code: 'precondition'; detail: Remark[] }
  /** A `wait-until` did not hold within its limit. */
  | { code: 'waited'; waitMs: number; detail: Remark[] }
  | { code: 'cannot-tell'; detail: Remark[] }
  | { code: 'in-vain'; how: 'asked' | 'ordered'; site: string; times: number; withinMs: number; why: Remark[] }
  /** `unchecked`: why the document has no check. */
  | { code: 'unknown-without-check'; attempt: number; why: Remark[]; unchecked?: string }
  | { code: 'done-after-all'; back: number }
  | { code: 'no-way-back'; why: NoWayBack; to: number }
  | { code: 'undone' }
  /** `acting`: what may still be at work; `tried`: so often, where it is safe to repeat. */
  | {
      code: 'unknown'
      attempt: number
      end: 'lost' | 'unseen' | 'given-up'
      why: Remark[]
      check: Checked
      acting?: 'session' | 'process'
      tried?: number
    }

/** Kilobytes of the log, and of the longest one that a run may have. */
interface LogFull {
  code: 'log-full'
  run: string
  kb: number
  mostKb: number
}

export type EndCause =
  | GateClosing
  | { code: 'done'; steps: number }
  | { code: 'cancelled'; by: string; reason: string }
  | { code: 'withdrawn'; by: string; reason?: string }
  | { code: 'aborted'; step: number; item: number; reason: string }
  | (LogFull & { step: number; item: number })

/** Why an order is worth nothing any more, that nobody had claimed. */
export type VoidCause =
  { code: 'approvals-void' | 'approvals-expired' | 'cancelled' | 'configuration-changed' } | { code: 'lost-contact'; why: Remark[] }
