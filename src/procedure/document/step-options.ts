/** The yaml block of a step. */
import { LONGEST_NOTICE, MOST_BUTTONS, MOST_QUESTIONS, SETTLE, TIMEOUT, WAIT } from '../../text/bounds.ts'
import { closestName } from '../../text/closest-name.ts'
import type { DocumentReport } from './document-fault.ts'
import type { Fence } from './outline.ts'
import { CONVERSATION } from '../procedure.ts'
import type { Notify, Question, Step, ValueType } from '../procedure.ts'
import { readKeys, readYamlMap, type YamlMap } from '../../yaml/read-map.ts'
import { readTypeName } from './type-name.ts'
import { anything, durationField, field, nameField, optional, textField, textsField, yesNoField } from '../../yaml/fields.ts'

export interface StepOptions {
  gate?: string
  'one-way'?: boolean
  timeout?: number
  settle?: number
  repeatable?: boolean
  wait?: number
  /** As written; read once the name's type is known. */
  when?: WrittenCondition[]
  each?: { item: string; of: string }
  confirm?: NonNullable<Step['confirm']>
  notify?: Notify
  captures?: Record<string, ValueType>
  /** Another procedure, whose steps are written in this one's place. */
  include?: string
  /** Its parameters, and what is meant by them here. */
  with?: Record<string, string>
  /** Rules of the rules file; `with`: their names, where they are called otherwise here. */
  rules?: CitedRule[]
  /** Rules that are asked to report what holds and what does not: their answers are recorded, and stop nothing. */
  report?: CitedRule[]
  check?: 'none'
  because?: string
}

export interface CitedRule {
  rule: string
  with: Record<string, string>
  line: number
}

/** Texts as they stand there, until the type of the name is known. */
export interface WrittenCondition {
  name: string
  line: number
  tests: { equals?: string; not?: string; in?: string[]; 'at-least'?: string; 'at-most'?: string }
}

const SHAPE = {
  gate: optional(nameField),
  'one-way': optional(yesNoField),
  timeout: optional(durationField(TIMEOUT)),
  settle: optional(durationField(SETTLE)),
  repeatable: optional(yesNoField),
  wait: optional(durationField(WAIT)),
  when: anything,
  each: optional(field(readEach, { is: 'item-of-list' })),
  confirm: anything,
  notify: anything,
  captures: anything,
  check: optional(field((written) => (written === 'none' ? written : undefined), { is: 'no-check' })),
  because: optional(textField),
  include: optional(nameField),
  with: anything,
  rules: anything,
  report: anything,
}
const CONFIRM = { name: optional(textField), ask: textField, choices: textsField }
const NOTIFY = { to: nameField, say: textField }
const TESTS = { not: optional(textField), in: optional(textsField), 'at-least': optional(textField), 'at-most': optional(textField) }

/** Every key, by the key above it: what the reference documents are held to. */
export const STEP_KEYS = { '': SHAPE, confirm: CONFIRM, notify: NOTIFY, when: TESTS }

/** Reads the options; without a fence there are none. `unsure`: what a step does, and how, may stand where it could not be read. */
export function readStepOptions(
  fence: Fence | undefined,
  heading: number,
  report: DocumentReport,
): { options: StepOptions; lineOf: (key: string) => number; unsure: boolean } {
  if (fence === undefined) return { options: {}, lineOf: () => heading, unsure: false }
  const map = readYamlMap(fence.text, fence.line + 1, report)
  const {
    with: mapped,
    rules,
    report: reported,
    confirm,
    notify,
    captures,
    when,
    ...options
  } = readKeys(SHAPE, map, { path: [], of: { is: 'step-options' } }, report)
  const lineOf = (key: string) => (Object.hasOwn(map.data, key) ? map.lineOf([key]) : heading)
  const read: StepOptions = options
  if (when !== undefined) read.when = readConditions(when, map, report)
  if (mapped !== undefined) read.with = readMapped(mapped, 'with', map.lineOf(['with']), report)
  if (rules !== undefined) read.rules = readCited(rules, 'rules', map, report)
  if (reported !== undefined) read.report = readCited(reported, 'report', map, report)
  // What is given with a fault is still given.
  const given = new Set(Object.keys(map.data).map((key) => (Object.hasOwn(SHAPE, key) ? key : closestName(key, Object.keys(SHAPE)))))
  if (given.has('gate') || map.broken) read.gate ??= ''
  if (given.has('wait')) read.wait ??= 0
  if (confirm !== undefined) {
    const paths = Array.isArray(confirm) ? confirm.map((_, index) => ['confirm', String(index)]) : [['confirm']]
    if (paths.length === 0) report(lineOf('confirm'), { is: 'no-question' })
    if (paths.length > MOST_QUESTIONS) report(lineOf('confirm'), { is: 'many-questions', count: paths.length, most: MOST_QUESTIONS })
    const [first = { ask: '', choices: [] }, ...more] = paths.map((path) => readQuestion(map, path, report))
    read.confirm = more.length === 0 ? first : { ...first, more }
  }
  if (notify !== undefined) {
    const { to = CONVERSATION, say = '' } = readKeys(NOTIFY, map, { path: ['notify'], of: { is: 'key', name: 'notify' } }, report)
    read.notify = { to, say }
    if (say.length > LONGEST_NOTICE) report(map.lineOf(['notify', 'say']), { is: 'long-notice', length: say.length, most: LONGEST_NOTICE })
  }
  if (captures !== undefined) {
    const names = Object.keys(isMap(captures) ? captures : {})
    const shape = Object.fromEntries(names.map((name) => [name, captureField]))
    if (names.length === 0) report(lineOf('captures'), { is: 'no-captures' })
    const types = names.length === 0 ? {} : readKeys(shape, map, { path: ['captures'], of: { is: 'key', name: 'captures' } }, report)
    // A capture whose type has a fault is still a known name.
    read.captures = Object.fromEntries(names.map((name) => [name, types[name] ?? { list: false, of: 'text' }]))
  }
  const unsure =
    map.broken ||
    (['include', 'confirm', 'notify', 'rules', 'report', 'check', 'because'] as const).some(
      (key) => given.has(key) && read[key] === undefined,
    )
  return { options: read, lineOf, unsure }
}

function readQuestion(map: YamlMap, path: string[], report: DocumentReport): Question {
  const { name, ask, choices } = readKeys(CONFIRM, map, { path, of: { is: 'key', name: 'confirm' } }, report)
  const question = { ...(name === undefined ? {} : { name }), ask: ask ?? '', choices: choices ?? [] }
  const line = map.lineOf([...path, 'choices'])
  const count = question.choices.length
  if (count > MOST_BUTTONS) report(line, { is: 'many-buttons', count, most: MOST_BUTTONS })
  for (const choice of question.choices) {
    const { length } = choice
    if (length > LONGEST_CHOICE) report(line, { is: 'long-button', choice: choice.slice(0, 40), length, most: LONGEST_CHOICE })
  }
  return question
}

/** What a person presses, and the log repeats, must be read at a glance on every platform. */
const LONGEST_CHOICE = 200

const CAPTURED = ['text', 'fqdn', 'ip', 'url', 'email', 'path', 'database', 'login', 'integer', 'boolean', 'duration', 'instant'] as const

const captureField = field((written) => (typeof written === 'string' ? readTypeName(written, CAPTURED) : undefined), {
  is: 'capture-type',
  types: CAPTURED,
})

/** The conditions that stand under `when`. */
export function readConditions(written: unknown, map: YamlMap, report: DocumentReport): WrittenCondition[] {
  const names = isMap(written) ? Object.entries(written) : []
  if (names.length === 0) report(map.lineOf(['when']), { is: 'misfit', key: 'when', wanted: { is: 'condition' } })
  return names.map(([name, value]) => {
    const line = map.lineOf(['when', name])
    if (typeof value === 'string') return { name, line, tests: { equals: value } }
    const tests = readKeys(TESTS, map, { path: ['when', name], of: { is: 'key', name } }, report)
    if (isMap(value) && Object.keys(value).length === 0) report(line, { is: 'misfit', key: name, wanted: { is: 'condition' } })
    return { name, line, tests }
  })
}

function readCited(written: unknown, key: string, map: YamlMap, report: DocumentReport): CitedRule[] {
  const list: unknown[] = Array.isArray(written) ? written : []
  if (list.length === 0) report(map.lineOf([key]), { is: 'no-rules', key })
  return list.flatMap((each, index): CitedRule[] => {
    const line = map.lineOf([key, String(index)])
    if (typeof each === 'string') return [{ rule: each, with: {}, line }]
    const entries = isMap(each) ? Object.entries(each) : []
    if (entries.length === 0) report(line, { is: 'no-rules', key })
    return entries.map(([rule, names]) => ({ rule, with: readMapped(names, rule, line, report), line }))
  })
}

function readMapped(written: unknown, key: string, line: number, report: DocumentReport): Record<string, string> {
  const pairs = isMap(written) ? Object.entries(written) : []
  const texts = pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  if (!isMap(written) || texts.length < pairs.length) report(line, { is: 'no-mapping', key })
  return Object.fromEntries(texts)
}

function readEach(written: unknown): { item: string; of: string } | undefined {
  const found = /^(\w+) of (\w+)$/.exec(typeof written === 'string' ? written.trim() : '')
  const [, item = '', of = ''] = found ?? []
  return found === null ? undefined : { item, of }
}

function isMap(written: unknown): written is Record<string, unknown> {
  return typeof written === 'object' && written !== null && !Array.isArray(written)
}
