/** What one person is answered: to what they typed or pressed, and nobody else sees it. */
import type { AccountRefusal } from '../policy/account.ts'
import type { ApprovalLine } from '../policy/policy.ts'
import type { Target } from '../procedure/plan-types.ts'
import type { Block, Parameter, Question as ByHand, Step, Substep } from '../procedure/procedure.ts'
import type { ConversationAt, PersonCommand } from '../run/command.ts'
import type { StepState } from './card-words.ts'

/** What a typed line can ask of Countersign. */
export type Question = 'list' | 'show' | 'runs' | 'status' | 'plan' | 'audit' | 'mirror' | 'cancel' | 'whoami'

/** A document that its faults keep out of service. `fault`: the first, as `countersign check` says it; so many `more` there are. */
export interface OutOfService {
  file: string
  command?: string
  fault?: string
  more: number
}

export interface NoteWords {
  /** Whose account it is, is not known. */
  account: { [C in AccountRefusal['code']]: (facts: AccountRefusal['facts']) => string }
  oldButton: string
  formGone: string
  /** A field of a card; `most` characters are taken. */
  longField(most: number): string
  /** `fault` is a whole sentence. */
  notTakenOf(of: { name: string; fault: string }): string
  outOfService(of: OutOfService): string
  mayNotStart(of: { person: string; command: string; groups: readonly string[] }): string
  /** The engine did not take it, or has not said whether it did. */
  notTaken: string
  notKnown: string
  noRun(run: string): string
  noneActive: string
  severalActive(runs: readonly string[]): string

  typed: TypedWords
  recorded: { [T in PersonCommand['type']]: (command: PersonCommand & { type: T }) => string }
  /** After an approval. `status`: as `Words.statuses` say it. */
  gateIsOver(of: { gate: number; status: string }): string

  help: HelpWords
  list: { title: string; notYou(of: { command: string; title: string; groups: readonly string[] }): string }
  mayStartNothing(person: string): string
  show: ShowWords
  runs: RunsWords
  /** `mirrors`: at least one. */
  shownIn(of: { conversation: ConversationAt; mirrors: readonly ConversationAt[] }): string
  status: { step(number: number): string; states: Record<StepState, string> }
  plan: PlanWords
  audit: { title(of: { run: string; entries: number }): string; save: string; orElse(run: string): string }
  cancel: { title(run: string): string; reason: string; without(run: string): string }
  whoami: WhoamiWords
}

/** What is wrong with a typed line, and what to type instead. */
export interface TypedWords {
  tooLong(length: number): string
  nothing: string
  /** `meant`: the known name that is nearest. */
  noCommand(of: { written: string; meant?: string | undefined }): string
  noQuestion(of: { word: string; known: readonly string[]; meant?: string | undefined }): string
  oneRun(of: { question: string; words: number }): string
  noRunName(written: string): string
  showWhich: string
  noProcedure(of: { named: string; meant?: string | undefined }): string
  openQuote(of: { at: number; kind: string }): string
  noOption(of: { word: string; meant?: string | undefined }): string
  noNameValue(word: string): string
  noParameter(of: { command: string; name: string; names: readonly string[]; meant?: string | undefined }): string
  givenTwice(name: string): string
  mirrorWhich: string
  mirrorElsewhere(of: { run: string; place: string }): string
  cancelUnread(word: string): string
  cancelNumber(run: string): string
  cancelOne(typed: string): string
  cancelNoReason(run: string | undefined): string
}

interface HelpWords {
  title: string
  does: Record<Question, string>
  /** Stand in the commands that are shown for what is to be written there. */
  run: string
  runAndWhy: string
  runHere: string
  rehearse: string
}

/** What is said of a step, be it of a document or of a plan. */
export type ShownSection = Omit<Substep, 'title' | 'prose' | 'confirm' | 'blocks'> & { blocks: readonly Pick<Block, 'role'>[] }
export type ShownStep = ShownSection &
  Pick<Step, 'number' | 'title' | 'from' | 'gate' | 'oneWay' | 'when' | 'each' | 'notify'> & { confirm?: Step['confirm'] }

interface ShowWords {
  command: string
  source: string
  policy: string
  mayStart: string
  groups(groups: readonly string[]): string
  eachGateNeeds: string
  /** Where the gates of a document have different policies. */
  gateNeeds(policy: string): string
  needs(lines: readonly ApprovalLine[]): string
  lock: string
  objective: string
  /** Above the parameters. */
  asked: string
  asks(parameter: Parameter): string
  /** Above what is looked for to offer it where these are asked. */
  choices(of: { block: Block; names: readonly string[] }): string
  step(step: ShownStep): string
  /** What is true of it beside its heading, a sentence each. */
  aboutStep(step: ShownStep): string[]
  /** One of those that are done in turn for each item. */
  substep(of: { number: number; of: number; title: string }): string
  aboutSection(section: ShownSection): string[]
  byHand(question: ByHand): string
  block(block: Pick<Block, 'role' | 'after' | 'language' | 'on' | 'database' | 'rule' | 'as'>): string
}

interface RunsWords {
  none: string
  noneNow: string
  title(count: number): string
  notShown(count: number): string
  /** On a button. */
  showOlder: string
  older(count: number): string
  noneOlder: string
  askedForBy(person: string): string
}

interface PlanWords {
  title(of: { run: string; title: string }): string
  none(run: string): string
  /** Looked at before anything begins. */
  would(run: string): string
  notYet(run: string): string
  hasEnded(run: string): string
  fingerprint: string
  document: string
  documentIs(of: { id: string; hash: string }): string
  lock: string
  /** `readerless`: looks are sent there with the log-in that acts. */
  target(target: Target, readerless: boolean): string
}

interface WhoamiWords {
  person: string
  groups: string
  noGroups: string
  account: string
  accountIs(of: { account: string; platform: string; via: string }): string
}
