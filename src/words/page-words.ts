/** What the console's page says of itself, apart from what runs and the bot tell it. What stands in backticks is drawn as code. */
import type { RunView } from '../run/view/view.ts'
import type { WorkerStatus } from '../run/view/workers-view.ts'

export interface PageWords {
  /** Labels that stand in the page before anything else is there, by their places in index.html. */
  frame: PageFrame

  live: string
  connectionLost: string
  /** A deed that got no answer at all. */
  unanswered: string
  /** An answer without a sentence, by its HTTP status. */
  wordless(status: number): string
  practiceEstate: string

  /** Beside a field, while its list is looked for. */
  looking: string

  startAProcedure: string
  start: string
  rehearse: string
  read: string
  close: string
  /** `groups`: who may start it, where the person who speaks may not. */
  mayNotStart(groups: string[]): string

  noRun: string
  moreRuns: string
  threadOf(run: string): string
  cardOf(run: string, state: string): string
  details: string
  /** `count` lines of a thread that are not shown. */
  earlier(count: number): string
  onlyToYou(text: string): string
  signedHead: string
  progress: string
  /** A run's state, as a screen reader is told when it changes. */
  nowIs(run: string, state: string): string
  /** Milliseconds until a gate ends; none or fewer where it is over. */
  left(ms: number): string

  noWorker: string
  workerState: Record<WorkerStatus['state'], string>
  ofSite(site: string): string
  /** `at`: when it was connected; of one that is silent, when it was heard of last. */
  since(of: { site: string; state: WorkerStatus['state']; at: string }): string
  /** The orders that a worker has, by their keys. */
  isAt(orders: string[]): string
  /** Milliseconds that a worker's clock is ahead of the bot's. */
  clockApart(aheadMs: number): string
  /** An order that no worker has. */
  waitsForWorker(of: { site: string; order: string; at: string }): string

  timeline: string
  thread: string
  noWayBack: string
  /** Lengths of time in milliseconds. */
  waits(of: { all: number; people: number; machines: number }): string
  span(ms: number): string
  stepState: Record<RunView['steps'][number]['state'], string>
  log: string
  entries(count: number): string
  columns: { entry: string; time: string; who: string; asked: string; decided: string; hash: string }
  download(file: string): string
  verify(command: string): string

  answer: string
  onlyVisible: string
  dismiss: string
  save(file: string): string
  pageTooOld: string

  practice: string
  practiceMeans: string
  broken(mishaps: string[]): string
  standsNow: string
  youSee: string
  wayBack: string
  reset: string
  resetMeans: string
  resetIt: string
  resetting: string
}

export interface PageFrame {
  toCommandLine: string
  practise: string
  connecting: string
  takeAway: string
  runs: string
  allRuns: string
  workers: string
  channel: string
  nothingYet: string
  howToBegin: string
  readOnly: string
  speakAs: string
  start: string
  command: string
  send: string
  noScript: string
}
