/** The card of a run in the terms of no platform: what Block Kit and Adaptive Cards are both drawn from. All text is plain. */
import type { SaidList, Words } from '../../words/words.ts'
import type { ButtonData } from '../press.ts'
import type { Tone } from '../tone.ts'

export interface Card {
  run: string
  /** In whose language all of it is said. */
  words: Words
  /** Sequence number of the entry it shows; a newer card replaces an older one. */
  version: number
  title: string
  tone: Tone
  /** The phase in words. */
  state: string
  rehearsal: boolean
  /** One sentence: what the run does or waits for now. */
  status: string
  /** Who asked, with what, since when. */
  byline: string
  facts: Row[]
  steps: CardStep[]
  progress?: CardProgress
  gate?: CardGate
  /** What became of the newest gate that is decided, and by whom. */
  decided?: string
  attention?: { heading: string; sentence: string; buttons: Button[] }
  form?: { heading: string; inputs: Input[]; buttons: Button[] }
  confirm?: { heading: string; ask: string; buttons: Button[] }
  /** What a rehearsal found so far; at its end all three lists, also where nothing is in them. */
  found: SaidList[]
  /** Withdraw or cancel: always there until the end, away from the decision. */
  leave: Button[]
}

export interface Row {
  name: string
  value: string
}

export interface CardStep {
  number: number
  title: string
  state: 'pending' | 'asking' | 'waiting' | 'by-hand' | 'working' | 'done' | 'undone' | 'rehearsed' | 'skipped' | 'attention'
  detail: string
  oneWay: boolean
  gate: boolean
}

export interface CardProgress {
  /** Names what is running: `Step 4, item 2 of 5`. */
  label: string
  text: string
  percent?: number
}

/** What is decided first: what becomes possible, what cannot be undone, who is missing, until when. Then what it is made of. */
export interface CardGate {
  number: number
  heading: string
  /** The document does not say it: it stands out. */
  deviation: boolean
  /** What this approval lets go ahead, and how much of it. */
  opens: string
  /** Why it is asked for; deviations only. */
  reason?: string
  /** What cannot be undone once it opens, in the document's own words; empty where everything can. */
  warnings: { heading: string; words: string }[]
  /** What else should be known before anybody decides. */
  cautions: string[]
  /** One line of the policy each for which somebody has approved. */
  places: { text: string; met: boolean }[]
  /** Who is still missing. */
  missing: string
  until: string
  /** Which fingerprint to compare, and with what. */
  compare: string
  barred: string[]
  rows: Row[]
  /** The document's own words on the steps that open, and where they are to be read. */
  prose: { heading: string; text: string }[]
  document: string
  statements: Statement[]
  fingerprint: string
  buttons: Button[]
  /** To the one person who is shown this card: why a button is not there for them. */
  yours?: string
}

export interface Statement {
  heading: string
  language: string
  text: string
}

/** `panel`: what is shown and asked for before the press counts. */
export interface Button {
  label: string
  style: 'positive' | 'destructive' | 'default'
  data: ButtonData
  panel?: Panel
}

export interface Panel {
  lines: string[]
  warnings: string[]
  /** In full, to be compared. */
  fingerprint?: string
  inputs: Input[]
  /** The words on the button that does it. */
  go: string
}

/** What a field is offered with, beside what is typed there; and a sentence about it. */
export interface FieldOffer {
  choices: readonly { title: string; value: string }[]
  says: string
}

/** `name` is `<act>.<input>`, so no two inputs of a card share one. */
export type Input = {
  name: string
  label: string
  required: boolean
  value?: string
  /** What is wrong with what was written here last, to the one who wrote it. */
  fault?: string
  /** The name of a secret is asked for. */
  secret?: true
} & (
  | { type: 'text'; long: boolean; hint?: string; kind?: 'email' | 'url'; offer?: FieldOffer }
  | { type: 'choice'; choices: { title: string; value: string }[] }
)
