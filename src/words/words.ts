/** All that can be said to people, one function for each thing. A language is one value of this type; it gets facts and makes the sentence. */
import type { CardWords } from './card-words.ts'
import type { NoteWords } from './note-words.ts'
import type { LiveWords } from './live-words.ts'
import type { SlackWords } from './slack-words.ts'
import type { TeamsWords } from './teams-words.ts'
import type { ConsoleWords } from './console-words.ts'
import type { PageWords } from './page-words.ts'
import type { PlanFault } from '../procedure/plan-fault.ts'
import type { ValueFault } from '../procedure/value/value-fault.ts'
import type { ApprovalLine } from '../policy/policy.ts'
import type { Barring } from '../run/event.ts'
import type { Head, Line } from '../run/thread/line.ts'
import type { RefusalCode, RefusalFacts } from '../run/facts/refusal.ts'
import type { AttentionCause, EndCause } from '../run/facts/causes.ts'
import type { Remark } from '../run/facts/remark.ts'
import type { WorkerFault } from '../run/facts/worker-fault.ts'
import type { Place } from '../run/facts/place.ts'
import type { RehearsalLists } from '../run/rehearsal/lists.ts'
import type { StepDetail } from '../run/rehearsal/step-detail.ts'
import type { Decided, Status } from '../run/view/status.ts'

/** A heading, and a sentence each. */
export interface SaidList {
  heading: string
  lines: string[]
}

export interface Words {
  /** BCP 47: what browsers and screen readers are told that this is. */
  tag: string
  /** Why nothing came of what was asked, and what to do instead. */
  refusals: { [C in RefusalCode]: (facts: RefusalFacts[C]) => string }
  /** A parameter that the procedure does not ask for. */
  notAsked(command: string): string
  /** Why somebody must not approve: half a sentence. */
  barring(because: Barring): string

  /** What a worker or its gateway says of itself: a whole sentence. */
  workerFault(fault: WorkerFault): string
  /** What was found, in short, parted by semicolons; without a full stop, empty where nothing was found. */
  remarks(found: readonly Remark[]): string
  /** Why a run waits for people, and what they can do. */
  attentions: { [C in AttentionCause['code']]: (because: Extract<AttentionCause, { code: C }>, at: Place) => string }
  /** Why a run ended. */
  endings: { [C in EndCause['code']]: (because: Extract<EndCause, { code: C }>, at: Place) => string }

  /** What is wrong with a value, and how to write it: a whole sentence that does not name what has it. */
  valueFault(fault: ValueFault): string
  /** Why no plan can be made: a whole sentence. */
  planFault(fault: PlanFault): string

  /** One line of the thread. */
  lines: { [K in Line['line']]: (line: Extract<Line, { line: K }>) => string }
  /** A signed head, for auditors. */
  head(head: Head): string

  /** What a run does or waits for, in one sentence. */
  statuses: { [K in Status['is']]: (status: Extract<Status, { is: K }>) => string }
  /** What became of a step, in a few words; empty where there is nothing to say. */
  stepDetails: { [K in StepDetail['is']]: (detail: Extract<StepDetail, { is: K }>) => string }
  /** What became of a gate, in one sentence. */
  decided(decided: Decided): string
  /** Who is missing at a gate, in one sentence. */
  missing(lines: readonly (ApprovalLine & { could: string[] })[]): string
  /** A length of time, in milliseconds. */
  duration(ms: number): string
  /** A value that is there and empty. */
  emptyValue: string

  /** What a card says besides. */
  card: CardWords
  /** What one person is answered. */
  notes: NoteWords
  /** What every platform of messages says. */
  live: LiveWords
  slack: SlackWords
  teams: TeamsWords
  console: ConsoleWords
  /** The console's page. MUST use nothing from outside of itself: browsers are sent its source. */
  page: () => PageWords

  /** Stands before everything that is said of a rehearsal where there is no other mark. */
  rehearsalMark: string
  /** What a rehearsal found, in three lists. */
  rehearsalLists(lists: RehearsalLists): SaidList[]
}
