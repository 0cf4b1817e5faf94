/** A run as its events have made it. Plain JSON: it is stored as it is. */
import type { Fingerprint, Plan, Target } from '../procedure/plan-types.ts'
import type { ApprovalLine, Person, Policy } from '../policy/policy.ts'
import type { Procedure, Value } from '../procedure/procedure.ts'
import type { AttemptId, Look } from './order.ts'
import type {
  AttemptEnd,
  AttentionReason,
  Barring,
  End,
  Finding,
  GateClosed,
  GateKind,
  How,
  InVain,
  MissingSecrets,
  Purpose,
  Verdict,
} from './event.ts'
import type { AttentionCause, EndCause } from './facts/causes.ts'
import type { Remark } from './facts/remark.ts'
import type { ShownValues } from './facts/notice.ts'
import type { ConversationAt, PassedOver } from './command.ts'

export type Phase = 'gathering' | 'waiting' | 'working' | 'attention' | End

export interface Gate {
  number: number
  step: number
  kind: GateKind
  /** The policy it was opened under, and the lines that must be met. */
  policy: string
  lines: ApprovalLine[]
  /** People who must not approve here, by id. */
  barred: Record<string, Barring>
  fingerprint: Fingerprint
  /** Hash of the entry before the one that opened it. */
  after: string
  openedAt: string
  expiresAt: string
  escalateAt?: string
  escalated?: { at: string; to: string[] }
  approvals: { person: Person; account: string; via: string; at: string }[]
  /** Set when every line was met; the approvals are good until `notAfter`. */
  passed?: { at: string; notAfter: string }
  /** A passed gate can still be closed: then it lets nothing pass any more. */
  closed?: GateClosed & { at: string }
}

export interface Attempt {
  id: AttemptId
  order: string
  gate: number
  fingerprint: Fingerprint
  orderedAt: string
  notBefore?: string
  /** The orders before this one that nobody had claimed. */
  inVain?: InVain
  /** It undoes. `fate` says then whether that is done: whether the effect of the step is gone. */
  undo?: true
  claim?: { nonce: string; worker: string; boot: string; at: string }
  end?: AttemptEnd & { at: string }
  lost?: { why: Remark[]; at: string }
  /** What became of it. A claimed attempt without fate is unknown: nothing of its step may be performed. */
  fate?: 'done' | 'not-done'
}

/** The question that is out; the run goes on with its answer. */
export interface Question {
  order: string
  step: number
  item: number
  looks: Look[]
  purpose: Purpose
  attempt?: AttemptId
  askedAt: string
  notBefore?: string
  /** The same question before, without an answer. */
  inVain?: InVain
}

/** What persons said of a step by hand, or of one item of its list. `answered`: before the last question, where several are asked. */
export interface Answers {
  answered?: { choice: string; by: string }[]
  confirmed?: { choice: string; by: string }
}

export interface ItemState extends Answers {
  done?: How
  /** Those of which anything can still be said; once the item is done, its step counts the others (`Past`). */
  attempts: Attempt[]
  /** What the questions of this pass found. */
  checked?: Verdict
  /** When its `wait-until` held. */
  waitOkAt?: string
  beforeOkAt?: string
  /** The `read` blocks of this turn of a sub-step were answered. */
  read?: true
}

/** What is kept of attempts whose item is done and whose end is known: a list of thousands must not make each of its commands dearer. The log has the whole. */
export interface Past {
  /** How many, by position in the list: the next attempt of an item is numbered after them. */
  tried: number[]
  /** One of them had its effect. */
  done?: true
  /** From claims to ends, all together. */
  workedMs: number
}

export interface StepState extends Answers {
  begun?: string
  ended?: string
  done?: { how: How | 'passed-over'; detail: Remark[] }
  /** The list's items in its order; one nameless item where the step has no `each`; empty until they are found. */
  items: ItemState[]
  /** Attempts of positions that a shorter list no longer has. */
  dropped?: Attempt[]
  past?: Past
  /** Names of the items that were performed, or of which people say that they were done, and that are not undone; an empty name is the whole step. */
  acted?: string[]
  /** All that was done of it is undone, and it was not begun again. */
  undone?: true
  /** It is begun anew, after something of it was performed. */
  again?: true
  /** The `read` blocks were answered in this pass. */
  read?: true
  /** The list's items were found in this pass. */
  listed?: true
  /** People were told what the step says, with these values: never a second time. */
  told?: ShownValues
  /** What sub-steps found, by the name of the item: kept whatever happens, because they may have destroyed it. */
  found?: Record<string, Record<string, Value>>
}

export interface RunState {
  run: string
  installation: string
  phase: Phase
  rehearsal: boolean
  requester: Person & { account: string; via: string }
  /** People who must not approve: the requester and everybody who amended the plan; by id. */
  barred: Record<string, Barring>
  /** Ids that came into the people file while the run was open. */
  joined?: string[]
  /** Its home: where it was started. */
  conversation: ConversationAt
  /** The other conversations that it is shown in, in the order in which they came. */
  mirrors: ConversationAt[]
  procedure: Procedure
  targets: Record<string, Target>
  /** The secrets that a parameter may name; absent where none is configured. */
  secretNames?: string[]
  policies: Record<string, Policy>
  people: Person[]
  values: Record<string, Value>
  captures: Record<string, Value>
  plan?: Plan
  fingerprint?: Fingerprint
  lock?: { name: string; taken: boolean; ask: number; waited?: { holder: string; at: string } }
  /** Number of the current step, from 1; 0 before the first. */
  step: number
  /** Item of the current step, from 1; 0 where there is none. */
  item: number
  steps: StepState[]
  gates: Gate[]
  /** Number of the gate that lets the current steps pass, if one does. */
  pass?: number
  question?: Question
  attention?: { reason: AttentionReason; because: AttentionCause; step: number; item: number; at: string }
  /** After an approved retry: the step to begin from, once no attempt is unknown any more. */
  rewind?: number
  /** After an approved undo: the step back to which all is undone, the gate that allowed it, and what is being undone now. */
  undoing?: { to: number; gate: number; at?: { step: number; item: number } }
  /** Somebody cancelled while an attempt was running: the run stops when its fate is known. */
  cancelled?: { by: string; reason: string; at: string }
  /** Verdict of the last check, for the card. */
  lastCheck?: { step: number; verdict: Verdict; detail: Remark[]; at: string }
  /** No worker of this site is alive to take this order. */
  workerMissing?: { order: string; site: string; known: string[]; passedOver?: PassedOver[]; at: string }
  /** By site; a site that lacks nothing is not there. */
  secrets?: Record<string, MissingSecrets>
  /** Rehearsal: what stands in the way of the real run, in the order in which it was found. */
  findings: Finding[]
  /** Anything claimed yet? Then only `done` or an approved abort ends the run. */
  performed: boolean
  seenEvents: string[]
  refusals: number
  /** Orders and questions so far: the running number in their keys. */
  orders: number
  startedAt: string
  endedAt?: string
  /** Absent where a rehearsal came to its end. */
  endedBecause?: EndCause
  /** Head of the chain and size of all entries, kept beside the state by `src/audit/chain.ts`. */
  seq: number
  head: string
  bytes: number
}
