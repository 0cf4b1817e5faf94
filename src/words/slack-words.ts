/** What is said in Slack only: of accounts and channels there, on what Slack has room for, and of what it did not take. */
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
  | { is: 'waits'; method: string; seconds: number }
  | { is: 'unfit'; because: Unfit }
  | { is: 'file-place' }
  | { is: 'file-refused'; status: number }
  | { is: 'file-unsent' }
  /** Whatever else went wrong, in its own words. */
  | { is: 'other'; text: string }

export interface SlackWords {
  refusal(refusal: SlackRefusal): string
  fault(fault: SlackFault): string
  formLate: string
  form: SlackFormWords
  button: { answer: string; confirm: string; plan(fingerprint: string): string; goBack: string; noRoom(count: number): string }
  card: SlackCardWords
  note: SlackNoteWords
  home: HomeWords
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
  answered(of: { label: string; value: string }): string
  reason(reason: string): string
  fingerprint(of: { gate: number; whole: string }): string
  earlierSteps(count: number): string
  moreSteps(count: number): string
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
