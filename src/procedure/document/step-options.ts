/** The yaml block of a step. */
import { z } from 'zod'
import { MOST_BUTTONS, SETTLE, TIMEOUT } from '../../text/bounds.ts'
import type { Report } from '../../text/fault.ts'
import type { Fence } from './outline.ts'
import type { ValueType } from '../procedure.ts'
import { readKeys, readYamlMap } from '../../yaml/read-map.ts'
import { readTypeName, typeAdvice } from './type-name.ts'
import { durationField, field, nameField, textField, textsField, yesNoField } from '../../yaml/fields.ts'

export interface StepOptions {
  gate?: string
  'one-way'?: boolean
  timeout?: number
  settle?: number
  repeatable?: boolean
  /** As written; read once the name's type is known. */
  when?: { name: string; written: string }
  each?: { item: string; of: string }
  confirm?: { ask: string; choices: string[] }
  captures?: Record<string, ValueType>
  check?: 'none'
  because?: string
}

const SHAPE = {
  gate: nameField.optional(),
  'one-way': yesNoField.optional(),
  timeout: durationField(TIMEOUT).optional(),
  settle: durationField(SETTLE).optional(),
  repeatable: yesNoField.optional(),
  when: field(readWhen, 'must be one name and the value it must have', 'write it like `{ compliance: true }`').optional(),
  each: field(readEach, 'must name an item and its list', 'write it like `file of files`').optional(),
  confirm: z.unknown().optional(),
  captures: z.unknown().optional(),
  check: field(
    (written) => (written === 'none' ? 'none' : undefined),
    'can only be `none`',
    'write `check: none` and `because: …`, or add a `check` block',
  ).optional(),
  because: textField.optional(),
  include: z.unknown().optional(),
}
const CONFIRM = { ask: textField, choices: textsField }

/** Every key, by the key above it: what the reference documents are held to. */
export const STEP_KEYS = { '': SHAPE, confirm: CONFIRM }

/** Reads the options; without a fence there are none. */
export function readStepOptions(
  fence: Fence | undefined,
  heading: number,
  report: Report,
): { options: StepOptions; lineOf: (key: string) => number } {
  if (fence === undefined) return { options: {}, lineOf: () => heading }
  const map = readYamlMap(fence.text, fence.line + 1, report)
  const { include, confirm, captures, ...options } = readKeys(SHAPE, map, { path: [], kind: "a step's options" }, report)
  const lineOf = (key: string) => (Object.hasOwn(map.data, key) ? map.lineOf([key]) : heading)
  if (include !== undefined) report(lineOf('include'), '`include` is not supported yet', 'write the steps out in this document')
  const read: StepOptions = options
  // What is given with a fault is still given.
  if (map.has(['gate'])) read.gate ??= ''
  if (confirm !== undefined) {
    const { ask, choices } = readKeys(CONFIRM, map, { path: ['confirm'], kind: '`confirm`' }, report)
    read.confirm = { ask: ask ?? '', choices: choices ?? [] }
    if ((choices ?? []).length > MOST_BUTTONS)
      report(
        map.lineOf(['confirm', 'choices']),
        `\`confirm\` has ${choices?.length} choices, and ${MOST_BUTTONS} buttons are possible`,
        'ask for fewer',
      )
    for (const choice of choices ?? []) {
      if (choice.length <= LONGEST_CHOICE) continue
      const what = `the choice "${choice.slice(0, 40)}…" of \`confirm\` has ${choice.length} characters, and a button takes ${LONGEST_CHOICE}`
      report(map.lineOf(['confirm', 'choices']), what, 'say the rest in `ask`')
    }
  }
  if (captures !== undefined) {
    const names = Object.keys(isMap(captures) ? captures : {})
    const shape = Object.fromEntries(names.map((name) => [name, captureField]))
    if (names.length === 0) report(lineOf('captures'), '`captures` must be names and their types', 'write it like `share: path`')
    const types = names.length === 0 ? {} : readKeys(shape, map, { path: ['captures'], kind: '`captures`' }, report)
    // A capture whose type has a fault is still a known name.
    read.captures = Object.fromEntries(names.map((name) => [name, types[name] ?? { list: false, of: 'text' }]))
  }
  return { options: read, lineOf }
}

/** What a person presses, and the log repeats, must be read at a glance on every platform. */
const LONGEST_CHOICE = 200

const CAPTURED = ['text', 'fqdn', 'path', 'database', 'integer', 'boolean', 'duration'] as const

const captureField = field(
  (written) => (typeof written === 'string' ? readTypeName(written, CAPTURED) : undefined),
  'has no type that a capture can have',
  typeAdvice(CAPTURED),
)

function readWhen(written: unknown): { name: string; written: string } | undefined {
  const pairs = isMap(written) ? Object.entries(written) : []
  const [name, value] = pairs[0] ?? []
  return pairs.length === 1 && name !== undefined && typeof value === 'string' ? { name, written: value } : undefined
}

function readEach(written: unknown): { item: string; of: string } | undefined {
  const [, item, of] = /^(\w+) of (\w+)$/.exec(typeof written === 'string' ? written.trim() : '') ?? []
  return item === undefined || of === undefined ? undefined : { item, of }
}

function isMap(written: unknown): written is Record<string, unknown> {
  return typeof written === 'object' && written !== null && !Array.isArray(written)
}
