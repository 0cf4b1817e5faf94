/** The kinds of values that keys of people's files may have. */
import { LONGEST_PLAIN_NAME } from '../text/bounds.ts'
import type { DurationBounds } from '../text/bounds.ts'
import { readDuration } from '../text/duration.ts'
import type { Wanted } from './yaml-fault.ts'

/** Reads the value of one key, or says what it must be. */
export type Field<T> = (written: unknown) => { value: T } | { wanted: Wanted }

/** `read` gives the value, or undefined where it is none. */
export function field<T>(read: (written: unknown) => T | undefined, wanted: Wanted | ((written: unknown) => Wanted)): Field<T> {
  return (written) => {
    const value = read(written)
    if (value !== undefined) return { value }
    return { wanted: typeof wanted === 'function' ? wanted(written) : wanted }
  }
}

/** The key may be left out. */
export function optional<T>(inner: Field<T>): Field<T | undefined> {
  return (written) => (written === undefined ? { value: undefined } : inner(written))
}

/** What lies below the key is read by itself; it may be left out. */
export const anything: Field<unknown> = (value) => ({ value })

/** One line or more of text, not empty. */
export const textField = field(
  (written) => (typeof written === 'string' && written.trim() !== '' ? written.trim() : undefined),
  (written) => ({ is: typeof written === 'string' ? 'some-text' : 'text' }),
)

/** A name in small letters, digits and dashes, as files, policies, groups and people have. */
export const nameField = field(
  (written) => (isName(written) ? written : undefined),
  (written) => (isNameOfAnyLength(written) ? { is: 'long-name', length: written.length, most: LONGEST_PLAIN_NAME } : { is: 'name' }),
)

/** One name or several, each once. */
export function namesField(most: number): Field<string[]> {
  return field(
    (written) => {
      const names: unknown[] = Array.isArray(written) ? written : [written]
      return names.length > 0 && names.length <= most && names.every(isName) && new Set(names).size === names.length ? names : undefined
    },
    (written) => (Array.isArray(written) && written.length > most ? { is: 'many-names', count: written.length, most } : { is: 'names' }),
  )
}

export const yesNoField = field((written) => (written === 'true' ? true : written === 'false' ? false : undefined), { is: 'yes-no' })

/** Milliseconds within these bounds. */
export function durationField({ least, most }: DurationBounds): Field<number> {
  return (written) => {
    const ms = typeof written === 'string' ? readDuration(written) : undefined
    if (ms === undefined) return { wanted: { is: 'duration' } }
    return ms >= least && ms <= most ? { value: ms } : { wanted: { is: 'duration-within', written: String(written).trim(), least, most } }
  }
}

/** A whole number of at least one. */
export function countField(most: number): Field<number> {
  return field(
    (written) => (typeof written === 'string' && /^[1-9]\d{0,2}$/.test(written) && Number(written) <= most ? Number(written) : undefined),
    { is: 'count', most },
  )
}

/** A whole number, also negative. */
export const wholeNumberField = field(
  (written) => (typeof written === 'string' && /^-?\d{1,15}$/.test(written) ? Number(written) : undefined),
  { is: 'whole-number' },
)

/** Text as it was written, or a list of such texts as one JSON list. */
export const writtenField = field(
  (written) => (typeof written === 'string' ? written : isTexts(written) ? JSON.stringify(written) : undefined),
  { is: 'written' },
)

/** A list of different texts, none empty. */
export const textsField = field(
  (written) => {
    const texts = isTexts(written) ? written.map((text) => text.trim()) : []
    return texts.length > 0 && !texts.includes('') && new Set(texts).size === texts.length ? texts : undefined
  },
  { is: 'texts' },
)

function isName(written: unknown): written is string {
  return isNameOfAnyLength(written) && written.length <= LONGEST_PLAIN_NAME
}

function isNameOfAnyLength(written: unknown): written is string {
  return typeof written === 'string' && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(written) && !(written in {})
}

function isTexts(written: unknown): written is string[] {
  return Array.isArray(written) && written.every((text) => typeof text === 'string')
}
