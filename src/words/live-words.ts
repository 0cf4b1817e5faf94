/** What is said on every platform whose messages can be posted and updated; Slack and Teams differ by their name. */
import type { Tells } from '../run/facts/notice.ts'
import type { ApprovalLine } from '../policy/policy.ts'
import type { StepState } from './card-words.ts'

export type PlatformName = 'Slack' | 'Teams'

/** What did not come about on a platform, whichever it is. Times in seconds. */
export type LiveFault =
  /** The rest of what is shown. */
  | { is: 'waits'; platform: PlatformName; seconds: number }
  | { is: 'being-shown'; platform: PlatformName; run: string; seconds: number }
  | { is: 'unreadable'; platform: PlatformName }
  | { is: 'no-card' }
  | { is: 'no-account'; platform: PlatformName }
  /** `cards`: so many were posted, and none of them takes an update. */
  | { is: 'frozen'; platform: PlatformName; run: string; cards: number }
  | { is: 'not-renewed'; removed: boolean; times: number; seconds: number }

export interface LiveWords {
  fault(fault: LiveFault): string
  notRead(platform: PlatformName): string
  noEngine: string
  /** Of what is done behind many others, or behind a slow platform. */
  waitsTurn(platform: PlatformName): string
  notChecked(platform: PlatformName): string
  notYet(platform: PlatformName): string
  otherRunsButton(run: string): string
  /** `status`: as `Words.statuses` say it. */
  movedOn(of: { run: string; status: string }): string
  mayStartNothing(of: { person: string; command: string }): string
  oneOfThese(command: string): string
  card: LiveCardWords
  ask: AskWords
  planFile: PlanFileWords
}

interface LiveCardWords {
  /** The platform does not take the card as it is. */
  inShort(of: { platform: PlatformName; run: string; code: string }): string
  retired(run: string): string
  /** Stands at the beginning of a new thread. */
  moved: string
  /** Whom no message reached. `fault`: as `fault` says it. */
  notTold(of: { person: string; fault: string }): string
  mentioned(of: { person: string; fault: string }): string
  moreNotTold(count: number): string
}

interface AskWords {
  /** `duty`: told because nobody answered. */
  waits(of: { run: string; gate: number; duty: boolean }): string
  /** `thread`: it stands below the card; else somewhere after it in a chat. */
  mention(of: { waits: string; thread: boolean }): string
  what(of: { title: string; requester: string }): string
  noCardYet(run: string): string
  /** Leads to the card; the way is where one can press. */
  link: { press: string; rest: string }
  /** What the document tells them, with the run that it is from. */
  tells(of: Tells & { run: string; title: string; requester: string }): string
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
