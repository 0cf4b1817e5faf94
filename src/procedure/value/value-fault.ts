import { showHidden } from '../../text/hidden-characters.ts'

/** What is wrong with a value that was written or found. `written` is its beginning; lengths are characters. */
export type ValueFault =
  | { is: 'empty' | 'no-list' | 'no-name' }
  | { is: 'half-character' | 'control-character' | NotOfType; written: string }
  | { is: 'hidden'; written: string; code: string; at: number }
  | { is: 'no-choice'; written: string; choices: string[] }
  | { is: 'other-form'; written: string; pattern: string }
  | { is: 'forbidden'; written: string; character: string }
  | { is: 'url-with-log-in'; host: string }
  /** Without what was written: it may be the secret itself. `known`: the names of the configured ones. */
  | { is: 'no-secret-name'; known: string[] }
  /** `other`: the question of the parameter that must have another value; `reached`: of targets, where both lead. */
  | { is: 'same'; other: string; reached?: string }
  /** `known`: the configured targets of this kind. */
  | { is: 'no-target'; written: string; kind: 'sql-server' | 'powershell'; known: string[] }
  | { is: 'long-text' | 'long-path' | 'long-name' | 'long-login'; length: number; most: number }
  | { is: 'too-small' | 'too-few'; value: number; least: number }
  | { is: 'too-large' | 'too-many'; value: number; most: number }
  | { is: 'twice'; written: string }
  /** Of a list: the row, counted from 1, and how many there are. */
  | { is: 'no-value'; row?: number; of?: number }
  | { is: 'not-one-row'; rows: number }

type NotOfType =
  | 'no-host'
  | 'no-ip'
  | 'no-url'
  | 'no-email'
  | 'no-path'
  | 'no-whole-path'
  | 'empty-part'
  | 'no-login'
  | 'no-integer'
  | 'long-integer'
  | 'no-boolean'
  | 'no-duration'
  | 'no-instant'
  | 'no-zone'

export type Read<T> = { value: T } | { fault: ValueFault }

/** Of what was written stands so much in a fault. */
const LONGEST = 200

/** The beginning of what was written, with what cannot be seen as its code. */
export function begun(written: string): string {
  return showHidden(written).slice(0, LONGEST).toWellFormed()
}
