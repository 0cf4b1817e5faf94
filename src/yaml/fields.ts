/** The kinds of values that keys of people's files may have; each says what it wants in its own words. */
import { z } from 'zod'
import { LONGEST_PLAIN_NAME } from '../text/bounds.ts'
import type { DurationBounds } from '../text/bounds.ts'
import { readDuration, spokenDuration } from '../text/duration.ts'

/** One line or more of text, not empty. */
export const textField = field(
  (written) => (typeof written === 'string' && written.trim() !== '' ? written.trim() : undefined),
  'must be text',
  'write it as text',
)

/** A name in small letters, digits and dashes, as files, policies, groups and people have. */
export const nameField = field(
  (written) => (isName(written) ? written : undefined),
  (written) =>
    isNameOfAnyLength(written)
      ? `has ${written.length} characters, and ${LONGEST_PLAIN_NAME} are possible`
      : 'must be a name of small letters, digits and dashes',
  'write it like `disaster-recovery`',
)

/** One name or several, each once. */
export function namesField(most: number): z.ZodType<string[]> {
  return field(
    (written) => {
      const names: unknown[] = Array.isArray(written) ? written : [written]
      return names.length > 0 && names.length <= most && names.every(isName) && new Set(names).size === names.length ? names : undefined
    },
    (written) =>
      Array.isArray(written) && written.length > most
        ? `has ${written.length} names, and ${most} are possible`
        : 'must be one or more different names of small letters, digits and dashes',
    'write it like `[dba, uc-leads]`',
  )
}

export const yesNoField = field(
  (written) => (written === 'true' ? true : written === 'false' ? false : undefined),
  'must be true or false',
  'write `true` or `false`',
)

/** Milliseconds within these bounds. */
export function durationField({ least, most }: DurationBounds): z.ZodType<number> {
  const read = (written: unknown) => (typeof written === 'string' ? readDuration(written) : undefined)
  return field(
    (written) => {
      const ms = read(written)
      return ms !== undefined && ms >= least && ms <= most ? ms : undefined
    },
    (written) =>
      read(written) === undefined
        ? 'must be a whole number with its unit'
        : `is ${String(written).trim()}, and must be from ${spokenDuration(least)} to ${spokenDuration(most)}`,
    'write it like `30s`, `60m` or `2h`',
  )
}

/** A whole number of at least one. */
export function countField(most: number): z.ZodType<number> {
  return field(
    (written) => (typeof written === 'string' && /^[1-9]\d{0,2}$/.test(written) && Number(written) <= most ? Number(written) : undefined),
    `must be a whole number from 1 to ${most}`,
    'write it like `2`',
  )
}

/** A whole number, also negative. */
export const wholeNumberField = field(
  (written) => (typeof written === 'string' && /^-?\d{1,15}$/.test(written) ? Number(written) : undefined),
  'must be a whole number',
  'write it like `4`',
)

/** Text as it was written, or a list of such texts as one JSON list. */
export const writtenField = field(
  (written) => (typeof written === 'string' ? written : isTexts(written) ? JSON.stringify(written) : undefined),
  'must be a value or a list of values',
  'write it as text, or as `[a, b]`',
)

/** A list of different texts, none empty. */
export const textsField = field(
  (written) => {
    const texts = isTexts(written) ? written.map((text) => text.trim()) : []
    return texts.length > 0 && !texts.includes('') && new Set(texts).size === texts.length ? texts : undefined
  },
  'must be a list of different texts',
  'write it like `[Normal, FailedOver]`',
)

/** A schema that reads one value, or says what it must be and how to write it. */
export function field<T>(
  read: (written: unknown) => T | undefined,
  what: string | ((written: unknown) => string),
  next: string,
): z.ZodType<T> {
  return z.unknown().transform((written, context) => {
    const value = read(written)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: typeof what === 'string' ? what : what(written), params: { next } })
    return z.NEVER
  })
}

function isName(written: unknown): written is string {
  return isNameOfAnyLength(written) && written.length <= LONGEST_PLAIN_NAME
}

function isNameOfAnyLength(written: unknown): written is string {
  return typeof written === 'string' && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(written) && !(written in {})
}

function isTexts(written: unknown): written is string[] {
  return Array.isArray(written) && written.every((text) => typeof text === 'string')
}
