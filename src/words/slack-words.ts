/** What is said in Slack only: of accounts and channels there, on what Slack has room for, and of what it did not take. */
import type { ApprovalLine } from '../policy/policy.ts'
import type { StepState } from './card-words.ts'

/** Why an account may do nothing here. `team` and `account`: Slack's ids. */
export type Unfit =
  | { is: 'foreign'; team: string; account: string; home: { name: string; team: string } }
  | { is: 'deactivated' | 'bot' | 'elsewhere' | 'guest'; account: string }
  | { is: 'not-here'; team: string; account: string }
  | { is: 'unknown'; account: string }

/** Why nothing is taken from an account, or in a channel. */
export type SlackRefusal =
  | { of: 'account'; because: Unfit }
  | { of: 'account-not-checked'; because: SlackFault }
  | { of: 'channel'; because: 'direct' | 'archived' | 'no-member' }
  | { of: 'channel'; because: 'other'; allowed: readonly string[] }

/** What Slack did not do. Times in seconds. */
export type SlackFault =
  | { is: 'refused'; method: string; code: string; needed?: string }
  | { is: 'http'; method: string; status: number }
  | { is: 'silent'; method: string; code?: string }
  /** Without a method it is the rest of what is shown. */
  | { is: 'waits'; method?: string; seconds: number }
  | { is: 'being-shown'; run: string; seconds: number }
  | { is: 'unreadable' }
  | { is: 'no-card' }
  | { is: 'no-account' }
  | { is: 'unfit'; because: Unfit }
  /** `cards`: so many were posted, and none of them takes an update. */
  | { is: 'frozen'; run: string; cards: number }
  | { is: 'not-renewed'; removed: boolean; times: number; seconds: number }
  | { is: 'file-place' }
  | { is: 'file-refused'; status: number }
  | { is: 'file-unsent' }
  /** Whatever else went wrong, in its own words. */
  | { is: 'other'; text: string }

export interface SlackWords {
  refusal(refusal: SlackRefusal): string
  fault(fault: SlackFault): string
  notRead: string
  noEngine: string
  /** Of what is done behind many others, or behind a slow Slack. */
  waitsTurn: string
  notChecked: string
  notYet: string

  otherRunsButton(run: string): string
  /** `status`: as `Words.statuses` say it. */
  movedOn(of: { run: string; status: string }): string
  formLate: string
  mayStartNothing(of: { person: string; command: string }): string
  oneOfThese(command: string): string
  form: SlackFormWords
  button: { answer: string; confirm: string; plan(fingerprint: string): string; goBack: string; noRoom(count: number): string }
  card: SlackCardWords
  note: SlackNoteWords
  home: HomeWords
  ask: AskWords
  planFile: PlanFileWords
}

interface SlackFormWords {
  start: string
  goBack: string
  close: string
  fingerprint(whole: string): string
  rehearsal: string
  rehearse: string
  notOpened(of: { fault: string; again: 'press' | 'type' }): string
}

interface SlackCardWords {
  tooLong(run: string): string
  /** Slack does not take the card as it is. */
  inShort(of: { run: string; code: string }): string
  retired(run: string): string
  /** Stands at the beginning of a new thread. */
  moved: string
  answered(of: { label: string; value: string }): string
  reason(reason: string): string
  fingerprint(of: { gate: number; whole: string }): string
  earlierSteps(count: number): string
  moreSteps(count: number): string
  /** Whom no message reached. `fault`: as `fault` says it. */
  notTold(of: { person: string; fault: string }): string
  mentioned(of: { person: string; fault: string }): string
  moreNotTold(count: number): string
}

/** How the file with the whole fares. */
interface SlackNoteWords {
  follows(parts: number): string
  sent(parts: number): string
  unsent(of: { parts: number; fault: string }): string
  filesUnsent(of: { names: readonly string[]; fault: string; orElse: string }): string
}

interface HomeWords {
  waitsForYou: string
  nothingWaits: string
  runsNow: string
  nothingRuns: string
  lastRuns: string
  nothingRan: string
  youCanStart: string
  nothingToStart: string
  more(count: number): string
}

interface AskWords {
  /** `duty`: told because nobody answered. */
  waits(of: { run: string; gate: number; duty: boolean }): string
  mention(waits: string): string
  what(of: { title: string; requester: string }): string
  noCardYet(run: string): string
  /** Leads to the card; the way is where one can press. */
  link: { press: string; rest: string }
  over(of: { run: string; gate: number }): string
  /** To the one who started it. */
  noCard(of: { run: string; fault: string }): string
}

interface PlanFileWords {
  head(of: { run: string; gate: number; title: string }): string
  fingerprint(whole: string): string
  reason(reason: string): string
  line(line: ApprovalLine & { by: readonly string[] }): string
  statement(of: { step: number; title: string; target: string }): string
  step(step: { number: number; title: string; state: StepState }): string
  comment(of: { gate: number; print: string; statements: number }): string
}
