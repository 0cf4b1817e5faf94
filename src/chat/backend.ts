/** What a conversation needs from the rest of the house. The command line wires it to the engine; tests to a stand-in. */
import type { OutOfService } from '../words/note-words.ts'
import type { Account, AccountRefusal } from '../policy/account.ts'
import type { Target } from '../procedure/plan-types.ts'
import type { Person, Policy } from '../policy/policy.ts'
import type { Procedure } from '../procedure/procedure.ts'
import type { PersonCommand } from '../run/command.ts'
import type { Recorded } from '../run/command-answer.ts'
import type { PlainRefusal, Refusal } from '../run/facts/refusal.ts'
import type { Offer } from '../run/view/offered.ts'
import type { RunSummary } from '../run/view/view.ts'
import type { SaidLine, SaidView } from '../words/said-view.ts'
import type { Speak } from '../words/languages.ts'
import type { Words } from '../words/words.ts'

export interface ChatBackend {
  /** The languages that are spoken here. */
  speak: Speak
  /** Everything as it is loaded now; a run freezes what it starts with. */
  loaded(): Loaded
  /** The one person that this account belongs to; none or two are a refusal to that account. */
  findPerson(account: Account): { person: SpokenTo } | { refusal: AccountRefusal | PlainRefusal }
  /** A fresh run id. The same event id MUST give the same run again. */
  newRun(eventId: string): Promise<string>
  /**
   * Signs and sends. Resolves only after the engine has accepted it, rejects when it did not; with the code `not-known` when nobody knows whether it did.
   * The same event id and command MUST decide once.
   */
  send(command: PersonCommand): Promise<Answer>
  /** In the words of the run's conversation where no others are given. */
  view(run: string, words?: Words): Promise<SaidView | undefined>
  /** Every line of the run's thread, by rising `n`. */
  lines(run: string): Promise<SaidLine[]>
  /** The run's log as JSON lines, as `countersign audit verify` reads it; undefined for a run that does not exist. */
  log(run: string): Promise<string | undefined>
  /** Active runs and recent ones, newest first. */
  runs(): Promise<RunSummary[]>
  /** Some ended runs of lower numbers than this one, newest first; none: there are no more. */
  olderRuns(before: string): Promise<RunSummary[]>
  /** What may be chosen where a parameter is asked for, as a worker finds it now. Never rejects. */
  choices(asked: ChoicesAsked): Promise<Offer>
}

/** Where it is looked, which look of which document it is, and the answers that it needs, as they would be written. */
export interface ChoicesAsked {
  site: string
  target: string
  document: string
  name: string
  answers: Record<string, string>
}

/** `language`: of `people.yaml`, where the platform says nothing that is spoken here. */
export type SpokenTo = Person & { language?: string }

export interface Loaded {
  installation: string
  procedures: Procedure[]
  leftOut: (OutOfService & { id: string })[]
  policies: Record<string, Policy>
  targets: Record<string, Target>
  /** The secrets that a parameter may name; absent where none is configured. */
  secretNames?: string[]
  people: Person[]
}

/** What a decision came to: recorded at this entry, or refused. */
export type Answer = Pick<Recorded, 'seq' | 'rehearsal' | 'approved'> | { refusal: Refusal }
