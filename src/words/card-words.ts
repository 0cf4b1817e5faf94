/** What a card says besides what the run itself says: labels, headings, buttons, and what a gate lets go ahead. */
import type { Condition } from '../procedure/procedure.ts'
import type { Told } from '../run/facts/worker-fault.ts'
import type { Tells } from '../run/facts/notice.ts'
import type { NotOffered } from '../run/view/offered.ts'
import type { ApprovalLine } from '../policy/policy.ts'
import type { OpenedStep, RunView } from '../run/view/view.ts'

type Gate = NonNullable<RunView['gate']>
export type Offer = NonNullable<RunView['attention']>['offers'][number]
export type StepState = RunView['steps'][number]['state']

/** What an approval lets go ahead, and how many blocks that is. */
export type Opened = Pick<Gate, 'kind' | 'opens'> & { rehearsal: boolean }

/** How much of each kind a card has no room for. */
export interface LeftOut {
  lines: number
  statements: number
  steps: number
  rows: number
  /** Steps whose prose is not shown. */
  prose: number
  characters: number
}

export interface CardWords {
  /** Where a run stands, in a word or two; of a rehearsal with its mark. */
  state(run: Pick<RunView, 'phase' | 'waitsFor' | 'rehearsal'>): string
  /** What a step is at, beside its mark; empty where the mark says it. */
  stepStates: Record<StepState, string>
  gateMark: string
  oneWayMark: string
  /** Items of a list, or none. */
  itemsDone(items: { done: number; of: number }): string
  running(attempt: { step: number; title: string; item: number; of?: number; attempt: number; worker: string }): string
  runningSince(at: string): string
  time: string
  times(times: { peopleMs: number; machinesMs: number; totalMs?: number; objectiveMs?: number }): string

  /** Said of the whole card. */
  rehearsal: string
  /** Said where something is decided. */
  rehearsalChangesNothing: string
  /** Said where a person is asked to do something by hand. */
  rehearsalByHand(ask: string): string
  inTheRealRun(warning: string): string

  form: FormWords
  byHand(of: { step: number; question?: number; of?: number }): string
  attention: AttentionWords
  gate: GateWords
  withdraw: ActWords
  cancel: ActWords
  why: string
  /** Beside the field of a reason. */
  reasonHint: string

  /** What is not on the card, and where it is; empty where nothing is missing. */
  leftOut(run: string, left: LeftOut): string
  /** The beginning of a text that has so many characters. */
  cutText(begin: string, of: number): string
  moreLines(count: number): string
  tooLong(run: string): string
}

/** A button that is always there: what it means, and the words on the one that does it. */
interface ActWords {
  label: string
  means(run: string): string
  go(run: string): string
}

interface FormWords {
  /** How many things are still to be answered. */
  heading(missing: number): string
  start(run: string): string
  showPlan: string
  /** `madeOf`: the default, which other answers are put into where nothing is written. */
  hint(field: { several: boolean; example?: string; madeOf?: string }): string
  /** Where a field has a list of what was just found. */
  offers: {
    /** The label of the list. */
    choose: string
    looking: string
    found(of: { count: number; more: boolean }): string
    /** `names`: of the parameters that must be answered first. */
    after(names: readonly string[]): string
    none(not: NotOffered): string
  }
  needed: string
  oneOf(values: readonly string[]): string
  yes: string
  no: string
}

interface AttentionWords {
  /** Step 0 is the run as a whole. */
  heading(step: number): string
  advice: string
  offers: Record<Offer, { label: string; says: string; go(step: number): string }>
  beginFrom: string
  undoTo: string
  undoToStep(step: { number: number; title: string }): string
  beginFromStep(step: { number: number; title: string; same: boolean }): string
}

interface GateWords {
  heading(gate: Pick<Gate, 'number' | 'kind' | 'title'>): string
  reason: string
  opens(opened: Opened): string
  /** Which of these steps the document can undo; empty where nothing of them acts, or that there is no way back is said anyhow. */
  wayBack(steps: readonly OpenedStep[]): string
  /** When a step is done: otherwise it is passed over. */
  onlyWhen(when: readonly Condition[]): string
  /** What people are told at a step. */
  tells(tells: Tells): string
  /** One-way: without a title where the gate's own says it. */
  noWayBack(step: { step: number; title?: string }): string
  /** The document stresses nothing of it. */
  notSaid: string
  lacksSecret(lack: { worker: string; why: Told; more: number }): string
  noReader(targets: readonly string[]): string
  place(line: ApprovalLine & { by: readonly string[] }): string
  until(gate: { openedAt: string; expiresAt: string }): string
  compare(gate: { print: string; gate: number }): string
  plan: string
  /** `because`: as `Words.barring` says it. */
  barred(because: string): string
  step(step: { step: number; title: string }): string
  document(of: { file: string; command: string }): string
  /** `each`: once for each item of a list, `items` of them where somebody has counted. */
  statement(of: { step: number; title: string; target: string; database?: string; each?: OpenedStep['each']; undo?: true }): string
  wholeFingerprint: string
  approve: { label: string; means(of: { gate: number; run: string; opens: string }): string; go(print: string): string }
  /** Said where the document marks none of these steps as one-way. */
  noneOneWay(steps: readonly OpenedStep[]): string
  reject: { label: string; means(of: { gate: number; run: string }): string; why: string; go(print: string): string }
  /** To one person: why there is no button for them. */
  approvedAlready(gate: number): string
  cannotApprove(of: { gate: number; because: { barred: string } | { groups: readonly string[] }; mayReject: boolean }): string
}
