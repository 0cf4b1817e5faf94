/** A run as its events have made it. Plain JSON: it is stored as it is. */
import type { Fingerprint, Person, Plan, Policy, Target } from '../procedure/plan-types.ts'
import type { Procedure, Value } from '../procedure/procedure.ts'
import type { AttemptId, AttemptOutcome } from './command.ts'
import type { AttentionReason, End, GateKind, Verdict } from './event.ts'
import type { BlockResult } from './order.ts'

export type Phase = 'gathering' | 'waiting' | 'working' | 'attention' | End

export interface Gate {
  number: number
  step: number
  kind: GateKind
  fingerprint: Fingerprint
  openedAt: string
  expiresAt: string
  escalateAt?: string
  approvals: { person: Person; account: string; via: string; at: string }[]
  /** Set when every line was met; the approvals are good until `notAfter`. */
  passed?: { at: string; notAfter: string }
  closed?: { because: 'rejected' | 'expired' | 'void' | 'withdrawn' | 'superseded'; by?: string; reason?: string; at: string }
}

export interface Attempt {
  id: AttemptId
  order: string
  gate: number
  orderedAt: string
  claim?: { nonce: string; worker: string; boot: string; at: string }
  outcome?: AttemptOutcome
  /** Believed lost; its late result changes nothing. */
  superseded?: true
}

/** The question that is out; the run goes on with its answer. */
export interface Question {
  order: string
  item: number
  role: 'check' | 'read' | 'before'
  /** Why it is asked: before anything, again after waiting at a gate, after an attempt, after lost contact. */
  purpose: 'first' | 'again' | 'settle' | 'recover'
  attempt?: AttemptId
  askedAt: string
  notBefore?: string
}

export interface ItemState {
  done?: { how: 'already' | 'run' | 'marked' | 'skipped'; detail: string }
  attempts: Attempt[]
}

export interface StepState {
  begun?: string
  ended?: string
  done?: { how: 'already' | 'run' | 'marked' | 'skipped' | 'read' | 'passed-over'; detail: string }
  /** The list's items; one nameless item where the step has no `each`. */
  items: ItemState[]
  itemNames: string[]
  /** When `before` last answered ok. */
  beforeOkAt?: string
  confirmed?: { choice: string; by: string }
  results: BlockResult[]
}

export interface RunState {
  run: string
  installation: string
  phase: Phase
  rehearsal: boolean
  requester: Person & { account: string; via: string }
  /** People who must not approve: the requester and everybody who amended the plan; with the words that say why. */
  barred: Record<string, string>
  conversation: { platform: string; channel: string }
  procedure: Procedure
  targets: Record<string, Target>
  policies: Record<string, Policy>
  people: Person[]
  values: Record<string, Value>
  captures: Record<string, Value>
  plan?: Plan
  fingerprint?: Fingerprint
  lock?: { name: string; taken: boolean; holder?: string }
  /** Number of the current step, from 1; 0 before the first. */
  step: number
  /** Item of the current step, from 1; 0 where there is none. */
  item: number
  steps: StepState[]
  gates: Gate[]
  question?: Question
  attention?: { reason: AttentionReason; sentence: string; step: number; item: number; at: string }
  /** Verdict of the last check, for the card. */
  lastCheck?: { verdict: Verdict; detail: string; at: string }
  /** Anything performed yet? Then only `done` or an approved abort ends the run. */
  performed: boolean
  seenEvents: string[]
  refusals: number
  orders: number
  startedAt: string
  endedAt?: string
  endSentence?: string
  /** Head of the chain, kept beside the state by `src/audit/chain.ts`. */
  seq: number
  head: string
}
