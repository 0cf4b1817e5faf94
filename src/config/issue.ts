/** What is wrong with one key of the configuration, in words of its own: zod's are for programmers. */
import { z } from 'zod'
import { didYouMean } from '../text/closest-name.ts'
import type { Complaint } from '../text/fault.ts'

/** A fault of the schema's shape at a place. */
export interface Misfit extends Complaint {
  path: PropertyKey[]
}

/** The value read by its schema, or everything that is wrong with it. A message that the schema writes itself is `what is wrong; what to do`. */
export function readBySchema<T>(schema: z.ZodType<T>, data: unknown): { value: T } | { misfits: Misfit[] } {
  const known = new Map<string, string[]>()
  const error = (issue: z.core.$ZodRawIssue): string => {
    if (issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject)
      known.set(placeOf(issue.path ?? []), Object.keys(issue.inst.shape))
    return ''
  }
  const read = schema.safeParse(data, { error, reportInput: true })
  if (read.success) return { value: read.data }
  return { misfits: read.error.issues.flatMap((issue) => misfitsOf(issue, known)) }
}

function misfitsOf(issue: z.core.$ZodIssue, known: ReadonlyMap<string, string[]>): Misfit[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys') {
    const keys = known.get(placeOf(path)) ?? []
    return issue.keys.map((key) => {
      const all = keys.map((name) => `\`${name}\``).join(', ')
      return { path: [...path, key], what: 'is no key that is known here', next: didYouMean(key, keys, `the keys are ${all}`) }
    })
  }
  const meant = issue.code === 'invalid_union' && issue.discriminator === undefined ? meantShape(issue) : undefined
  if (meant !== undefined)
    return meant.flatMap((inner) => misfitsOf(inner, known).map((each) => ({ ...each, path: [...path, ...each.path] })))
  if (issue.code === 'invalid_key') return issue.issues.map((inner) => ({ path, ...complaintOf(inner) }))
  return [{ path, ...complaintOf(issue) }]
}

/** Of several shapes, what is wrong by the only one of the written kind: keys and values are not told that they are no word. */
function meantShape({ errors, input }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] | undefined {
  if (typeof input !== 'object' || input === null) return undefined
  const fitting = errors.filter((issues) => issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'))
  return fitting.length === 1 ? fitting[0] : undefined
}

function complaintOf(issue: z.core.$ZodIssue): Complaint {
  const [, what, next] = /^(.*?); (.*)$/s.exec(issue.message) ?? []
  const key = String(issue.path.at(-1) ?? '')
  if (issue.code !== 'custom' && issue.input === undefined) return { what: 'is missing', next: `add \`${key}: …\`` }
  if (what !== undefined && next !== undefined) return { what, next }
  if (issue.input === null) return { what: 'has no value', next: 'write it, or remove the key' }
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected)
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? { what: 'is empty', next: 'write it, or remove the key' }
        : { what: `is less than ${issue.minimum}`, next: 'write a larger number' }
    case 'too_big':
      return issue.origin === 'string'
        ? { what: `has more than ${issue.maximum} characters`, next: 'shorten it' }
        : { what: `is more than ${issue.maximum}`, next: 'write a smaller number' }
    case 'invalid_value':
      return noneOf(issue.input, issue.values.map(String))
    case 'invalid_union':
      return unfitting(issue, key)
    case 'invalid_format':
      return issue.format === 'url'
        ? { what: 'is no address', next: 'write it like `http://127.0.0.1:8080`' }
        : { what: 'is not written as it must be', next: 'correct it' }
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return { what: 'is not written as it must be', next: 'correct it' }
  }
}

const TYPES: Record<string, Complaint> = {
  string: { what: 'must be text', next: 'write it in quotes' },
  number: { what: 'must be a number', next: 'write it like `8642`' },
  int: { what: 'must be a whole number', next: 'write it like `8642`' },
  boolean: { what: 'must be true or false', next: 'write `true` or `false`' },
  array: { what: 'must be a list', next: 'write it like `[a, b]`' },
  object: { what: 'must be keys and values', next: 'write `key: value` lines' },
  record: { what: 'must be keys and values', next: 'write `key: value` lines' },
}

function wrongType(expected: string): Complaint {
  return TYPES[expected] ?? { what: 'is not written as it must be', next: 'correct it' }
}

function noneOf(written: unknown, values: readonly string[]): Complaint {
  const all = values.map((value) => `\`${value}\``).join(', ')
  return { what: `is none of ${all}`, next: didYouMean(String(written), values, 'write one of them') }
}

/** Of several shapes none fits; where a key says which one is meant, it is about that key. */
function unfitting(issue: z.core.$ZodIssueInvalidUnion, key: string): Complaint {
  const { input, discriminator } = issue
  const options = 'options' in issue ? (issue.options ?? []).map(String) : []
  if (discriminator === undefined || options.length === 0) return { what: 'is not written as it must be', next: 'correct it' }
  const written: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, discriminator) : undefined
  if (written === undefined) return { what: 'is missing', next: `add \`${key}: ${options.join('` or `')}\`` }
  return noneOf(written, options)
}

function placeOf(path: readonly PropertyKey[]): string {
  return JSON.stringify(path.map(String))
}
