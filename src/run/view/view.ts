/** What people are shown of a run: the source of every card, in the terms of the product and of no platform. */
import type { ApprovalLine } from '../../policy/policy.ts'
import type { Condition } from '../../procedure/procedure.ts'
import type { ConversationAt } from '../command.ts'
import type { AttentionReason, Barring } from '../event.ts'
import type { AttentionCause } from '../facts/causes.ts'
import type { Tells } from '../facts/notice.ts'
import type { Told } from '../facts/worker-fault.ts'
import type { Place } from '../facts/place.ts'
import type { RehearsalLists } from '../rehearsal/lists.ts'
import type { Head, Line } from '../thread/line.ts'
import type { StepDetail } from '../rehearsal/step-detail.ts'
import type { Phase } from '../state.ts'
import type { Decided, GateViewKind, Status, WaitsFor } from './status.ts'

export interface RunView {
  run: string
  /** Sequence number of the entry it shows; a newer view replaces an older one. */
  seq: number
  head: string
  title: string
  command: string
  /** The command with every value that was read, so that it can be typed again. */
  typed: string
  /** The file of `commands/` that it follows, without its `.md`. */
  document: string
  phase: Phase
  rehearsal: boolean
  requester: { id: string; name: string }
  /** Its home, and the mirrors. */
  conversation: ConversationAt
  mirrors: ConversationAt[]
  startedAt: string
  endedAt?: string
  objectiveMs?: number
  /** What it waits for in the phase `waiting`. */
  waitsFor?: WaitsFor
  /** What the run is doing or waiting for now. */
  status: Status
  /** Gathering: what is still asked for. */
  questions: {
    name: string
    ask: string
    type: string
    example?: string
    choices?: Choice[]
    written?: string
    madeOf?: string
    /** What there is to choose from is looked for once these are answered. */
    needs?: string[]
    required: boolean
  }[]
  /** `name`: the question that was asked, or the name of what a step found. */
  facts: { name: string; value: string }[]
  fingerprint?: string
  steps: {
    number: number
    title: string
    /** `waiting`: for approvals; `by-hand`: for a person to do it and say so; `rehearsed`: what a rehearsal has gone through, whatever it found; never `done`. */
    state: 'pending' | 'asking' | 'waiting' | 'by-hand' | 'working' | 'done' | 'undone' | 'rehearsed' | 'skipped' | 'attention'
    oneWay: boolean
    gate: boolean
    detail: StepDetail
    items?: { done: number; of: number }
    beganAt?: string
    endedAt?: string
  }[]
  /** The gate that waits, with what it lets pass. */
  gate?: {
    number: number
    fingerprint: string
    kind: GateViewKind
    title: string
    reason?: string
    opens: {
      /** The steps that go ahead without another gate, in their order. */
      steps: OpenedStep[]
      /** Retry: the step from which it begins again; undo: the step back to which all is undone. */
      from?: number
      /** Retry: until when the approvals of an earlier gate let these steps go ahead. */
      until?: string
      /** The next step that has a gate of its own. */
      nextGate?: number
    }
    /** Statements and blocks that will be sent once it opens, until the next gate: once each, also where a list is worked through. `undo`: at the gate of a step, what would undo it. */
    statements: { step: number; title: string; target: string; database?: string; language: string; text: string; undo?: true }[]
    values: { name: string; value: string }[]
    lines: { from: string[]; count: number; by: string[] }[]
    /** Who is missing: so many of these groups, and who could still be it. */
    missing: (ApprovalLine & { could: string[] })[]
    openedAt: string
    expiresAt: string
    /** Ids of those who can approve and have not. */
    asked: string[]
    /** Ids of those who are called because nobody came. */
    called?: { since: string; people: string[] }
    /** `id` and name of those who must not approve. */
    barred: { id: string; person: string; because: Barring }[]
    /** Ids of those who have approved, and of those who may reject. */
    approved: string[]
    mayReject: string[]
    /** SQL Servers on which the plan looks with the log-in that acts. */
    withoutReader?: string[]
    /** Secrets that the workers lack which looked last: what needs them cannot run. */
    missingSecrets?: { worker: string; why: Told }[]
  }
  /** What became of the newest gate that is decided, and by whom. */
  decided?: Decided
  /** `question`: which of several, from 2; `of`: how many, where there are several. */
  confirm?: { step: number; item?: number; question?: number; of?: number; ask: string; choices: string[] }
  attention?: {
    reason: AttentionReason | 'lost'
    because: AttentionCause | Lost
    at: Place
    step: number
    offers: ('retry' | 'undo' | 'skip' | 'mark-done' | 'abort' | 'reopen')[]
    mayBeginFrom: number[]
    /** Steps back to which what was done may be undone; absent where there is none. */
    mayUndoTo?: number[]
  }
  /** The attempt that is running, for progress. */
  running?: { order: string; step: number; item: number; attempt: number; worker: string; since: string }
  /** Rehearsals only: what was found so far. */
  rehearsed?: RehearsalLists
  waits: { peopleMs: number; machinesMs: number }
}

/** The run was lost with the engine's store: the machinery's own sentence. */
export interface Lost {
  code: 'lost'
  text: string
}

/** A run in a list of runs. */
export type RunSummary = Pick<
  RunView,
  'run' | 'title' | 'phase' | 'waitsFor' | 'rehearsal' | 'requester' | 'conversation' | 'mirrors' | 'startedAt' | 'endedAt'
>

/** `title`: what people choose by; `value`: what is answered. */
export interface Choice {
  title: string
  value: string
}

/** A step that an approval lets go ahead. */
export interface OpenedStep {
  step: number
  title: string
  oneWay: boolean
  /** The document's own words, as Markdown. */
  prose: string
  /** `run` blocks, which are sent once, or once for each item. */
  blocks: number
  targets: string[]
  /** The document says how it is undone. */
  canBeUndone?: true
  /** Conditions that may still not hold; `passedOver`: one of them does not hold, whatever is found. */
  when?: Condition[]
  passedOver?: true
  /** A person does it, and says so. */
  byHand: boolean
  /** What people are still to be told of it. */
  tells?: Tells
  /** `items`: how many are still to be done; absent while nobody has found the list. */
  each?: { list: string; items?: number }
}

/** A line of the thread: one per thing worth saying; `n` orders and deduplicates them. */
export interface ThreadLine {
  n: number
  at: string
  says: Line
  /** It is of a rehearsal, and must not be taken for the real run's. */
  rehearsal?: true
  /** The head of the log, signed: it stands with this line, for auditors, and need not be read. */
  head?: Head
  /** Needs people, or is not what the document says. */
  stands?: 'out'
  /** `alert` lines are refusals to one person only when `only` is set. */
  only?: string
}

/** Live progress of a running attempt: never an entry. */
export interface Progress {
  run: string
  order: string
  step: number
  item: number
  percent?: number
  text: string
  at: string
}
