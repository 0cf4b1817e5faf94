/** What a document in `commands/` becomes when it is read. */
import type { HttpLook } from './http-look.ts'

export type ScalarType =
  | 'text'
  | 'fqdn'
  | 'ip'
  | 'url'
  | 'email'
  | 'path'
  | 'database'
  | 'login'
  | 'choice'
  | 'integer'
  | 'boolean'
  | 'duration'
  | 'instant'
  | 'secret'
  | 'sql-server'
  | 'powershell'

/** `list of X` is `{ list: true, of: X }`; a scalar is `{ list: false, of: X }`. */
export interface ValueType {
  list: boolean
  of: ScalarType
}

/** A value as it is kept, shown and bound: duration in milliseconds, an instant in UTC, `sql-server` and `powershell` as the target's configured name, a `secret` as its own. */
export type Value = string | number | boolean | string[] | number[]

export interface Parameter {
  name: string
  type: ValueType
  ask: string
  example?: string
  /** As written in the document; normalised like an answer. `{pool}` stands for the answer to `pool`. */
  default?: string
  /** Nothing need be answered; what uses it sees NULL then. */
  optional?: true
  /** The parameter that must have another value. */
  differsFrom?: string
  choices?: string[]
  /** The look of the document that fills a list to choose from; what is typed is taken all the same. */
  choicesFrom?: string
  pattern?: string
  /** List length, or bounds of an integer. */
  min?: number
  max?: number
  line: number
}

export type Role = 'read' | 'wait-until' | 'before' | 'run' | 'check' | 'undo'
export type Language = 'sql' | 'powershell' | 'http'

export interface Block {
  role: Role
  language: Language
  /** The parameter that names the target. */
  on: string
  /** SQL only; `master` unless the fence says otherwise. `@name`: the parameter of that name says which, and the plan holds its value. */
  database?: string
  text: string
  /** Line of the document that holds the block's first line of code, counted from 1. */
  line: number
  /** What an `http` block asks for; its text says the same. */
  http?: HttpLook
  /** A check that is asked only after the `run`. */
  after?: true
  /** Parameters, captures and the `each` item that the text uses; what is bound, and nothing else. */
  uses: string[]
  /** Where the text stands in an included document or a rule: each name that it says, and the one of `uses` that is meant. */
  as?: Record<string, string>
  /** The rule that this `before` was taken from. */
  rule?: string
}

/** A look of the introduction: what it finds is offered where a parameter is asked for. It is a `read` to everything that judges or sends it. */
export interface ChoicesBlock extends Block {
  role: 'read'
  name: string
}

/** One line of `when:`: what must be true of the named parameter or capture. Each test that is there must hold. */
export interface Condition {
  name: string
  equals?: Value
  not?: Value
  in?: Value[]
  atLeast?: number
  atMost?: number
}

/** `name`: under which `when` and later blocks know the answer. */
export interface Question {
  name?: string
  ask: string
  choices: string[]
}

/** People who are told a sentence; `{name}` in it stands for a parameter or a capture. */
export interface Notify {
  /** A group, each of whom gets a direct message; `conversation`: nobody but who reads the run's thread. */
  to: string
  say: string
}

export const CONVERSATION = 'conversation'

export interface Step {
  /** Slug of the heading. */
  id: string
  /** Counted from 1. */
  number: number
  title: string
  prose: string
  line: number
  /** The included document that it stands in. */
  from?: string
  /** Policy whose lines must be met before this step. */
  gate?: string
  oneWay: boolean
  timeoutMs: number
  /** How long an effect may take to show; 0 = one check only. */
  settleMs: number
  repeatable: boolean
  /** How long its `wait-until` blocks may take to hold. */
  waitMs?: number
  /** The step is passed over unless all of them hold. */
  when?: Condition[]
  /** `each: file of files`: the step runs once per item of the list. */
  each?: { item: string; of: string }
  /** A person does it by hand and says so; `more`: what is asked behind the first answer, one after the other. */
  confirm?: Question & { more?: Question[] }
  /** Said once in a run, behind the gate and before the step acts or asks a person. */
  notify?: Notify
  /** Names and types that the `read` blocks of this step must find: a scalar in exactly one row, a list as one column of all rows. */
  captures: Record<string, ValueType>
  /** Of captures that the step's own blocks call otherwise: the column. */
  columns?: Record<string, string>
  /** `check: none` with its reason. */
  uncheckedBecause?: string
  blocks: Block[]
  /** Of a step with `each`: done in turn for each item. */
  substeps?: Substep[]
}

/** A `###` section of a step with `each`: what a step has that belongs to one turn of it. Its captures are known to the later sub-steps of the same item. */
export interface Substep extends Pick<
  Step,
  | 'title'
  | 'prose'
  | 'timeoutMs'
  | 'settleMs'
  | 'repeatable'
  | 'waitMs'
  | 'confirm'
  | 'captures'
  | 'uncheckedBecause'
  | 'columns'
  | 'blocks'
> {}

export interface Procedure {
  /** File name without `.md`. */
  id: string
  command: string
  title: string
  source?: string
  policy: string
  /** Template, e.g. `persistent-chat/{pool}`. */
  lock: string
  recoveryTimeMs?: number
  parameters: Parameter[]
  /** Prose before the first step. */
  intro: string
  /** The looks that parameters take their choices from; absent where there are none. */
  choices?: ChoicesBlock[]
  steps: Step[]
  text: string
  /** SHA-256 (hex) of the document's text. */
  hash: string
}

/** What a person is asked at a step by hand, in turn. */
export function questionsOf({ confirm }: Pick<Step, 'confirm'>): Question[] {
  if (confirm === undefined) return []
  const { more = [], ...first } = confirm
  return [first, ...more]
}

/** The names in braces that stand in a sentence of the document. */
export function namesSaid(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))]
}

/** Names of the answers that are kept. */
export function answerNames(step: Pick<Step, 'confirm'>): string[] {
  return questionsOf(step).flatMap(({ name }) => (name === undefined ? [] : [name]))
}
