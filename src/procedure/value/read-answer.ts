/** Values as people write them and as servers answer them, read by their types and normalised. */
import type { Target } from '../plan-types.ts'
import type { Parameter, Value, ValueType } from '../procedure.ts'
import { readScalar, type ScalarRules } from './read-scalar.ts'
import { begun, type Read } from './value-fault.ts'

/** What an answer may name. */
export interface Configured {
  targets: Record<string, Target>
  /** Secrets by their names; absent where none is configured. */
  secretNames?: readonly string[]
}

/** Reads an answer. A fault does not repeat the parameter's name. */
export function readAnswer(parameter: Parameter, written: string, configured: Configured): Read<Value> {
  return readWritten(parameter, written, configured)
}

/** Like `readAnswer`; where nothing is known of the configuration (when a document is read) any target's and any secret's name is taken. */
export function readWritten(parameter: Parameter, written: string, configured: Configured | undefined): Read<Value> {
  const { targets, secretNames } = configured ?? {}
  const rules: ScalarRules = { type: parameter.type.of, targets, secretNames, choices: parameter.choices, pattern: parameter.pattern }
  if (!parameter.type.list) {
    if (written.trim() === '') return { fault: { is: 'empty' } }
    const read = readScalar(rules, written)
    return 'fault' in read || parameter.type.of !== 'integer' ? read : withinBounds(parameter, Number(read.value))
  }
  const parts = splitList(written)
  if ('fault' in parts) return parts
  const read = readAll(rules, parts.value)
  if ('fault' in read) return read
  const twice = read.value.find((value, index) => read.value.indexOf(value) !== index)
  if (twice !== undefined) return { fault: { is: 'twice', written: begun(String(twice)) } }
  const { min = 0, max = Number.POSITIVE_INFINITY } = parameter
  const count = read.value.length
  if (count < min) return { fault: { is: 'too-few', value: count, least: min } }
  if (count > max) return { fault: { is: 'too-many', value: count, most: max } }
  return { value: listValue(read.value) }
}

/** Reads what a `read` block found: one cell for a scalar, one column's cells for a list. */
export function readCapture(type: ValueType, cells: readonly (string | number | boolean | null)[]): Read<Value> {
  const missing = cells.findIndex((cell) => cell === null)
  if (missing >= 0) return { fault: { is: 'no-value', ...(type.list ? { row: missing + 1, of: cells.length } : {}) } }
  const read = readAll({ type: type.of, targets: undefined, captured: true }, cells.map(String))
  if ('fault' in read) return read
  if (type.list) return { value: listValue(read.value) }
  const [only] = read.value
  if (only === undefined || read.value.length !== 1) return { fault: { is: 'not-one-row', rows: read.value.length } }
  return { value: only }
}

function readAll(rules: ScalarRules, parts: readonly string[]): Read<(string | number | boolean)[]> {
  const values: (string | number | boolean)[] = []
  for (const part of parts) {
    const read = readScalar(rules, part)
    if ('fault' in read) return read
    values.push(read.value)
  }
  return { value: values }
}

/** A list of booleans is kept as the words. */
function listValue(values: (string | number | boolean)[]): string[] | number[] {
  const numbers = values.filter((value) => typeof value === 'number')
  return numbers.length > 0 ? numbers : values.map(String)
}

function withinBounds({ min, max }: Parameter, value: number): Read<Value> {
  if (min !== undefined && value < min) return { fault: { is: 'too-small', value, least: min } }
  if (max !== undefined && value > max) return { fault: { is: 'too-large', value, most: max } }
  return { value }
}

/** Parts of a JSON list, or of text parted by commas or new lines; empty parts are left out. A value with a comma needs the JSON form. */
function splitList(written: string): Read<string[]> {
  const text = written.trim()
  if (text === '') return { fault: { is: 'empty' } }
  if (!text.startsWith('[')) {
    const parts = text.split(/[,\r\n]/).map((part) => part.trim())
    return { value: parts.filter((part) => part !== '') }
  }
  const list = parsed(text)
  if (!Array.isArray(list) || !list.every((part) => typeof part === 'string' || typeof part === 'number'))
    return { fault: { is: 'no-list' } }
  return { value: list.map(String) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
