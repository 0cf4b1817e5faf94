/** One value of each type: what is taken, how it is normalised, and why it is refused. */
import { LONGEST_VALUE } from '../../text/bounds.ts'
import { readDuration } from '../../text/duration.ts'
import { findHidden } from '../../text/hidden-characters.ts'
import type { Target } from '../plan-types.ts'
import type { ScalarType } from '../procedure.ts'
import { readEmail, readFqdn, readIp, readUrl } from './read-address.ts'
import { readInstant } from './read-instant.ts'
import { readDatabase, readLogin, readSecretName } from './read-name.ts'
import { begun, type Read } from './value-fault.ts'

export interface ScalarRules {
  type: ScalarType
  /** The configured targets; undefined when they are not known (a document is being read). */
  targets: Record<string, Target> | undefined
  /** The configured secrets by their names; undefined likewise. */
  secretNames?: readonly string[] | undefined
  choices?: string[] | undefined
  pattern?: string | undefined
  /** Found by a `read` block: text is kept as it is, also when empty. */
  captured?: true
}

/** One less than nvarchar(260): MAX_PATH counts the closing zero (learn.microsoft.com, "Maximum Path Length Limitation"). */
const LONGEST_PATH = 259

export function readScalar(rules: ScalarRules, written: string): Read<string | number | boolean> {
  const text = written.trim()
  // Before any other fault, which would repeat it.
  if (rules.type === 'secret') return readSecretName(text, rules.targets === undefined ? undefined : (rules.secretNames ?? []))
  const hidden = rules.captured ? undefined : findHidden(text)
  if (hidden !== undefined) {
    return { fault: { is: 'hidden', written: begun(text), code: hidden.code, at: hidden.at } }
  }
  if (!written.isWellFormed()) return { fault: { is: 'half-character', written: begun(written) } }
  switch (rules.type) {
    case 'text':
      return readText(rules.captured ? written : text, rules.pattern)
    case 'fqdn':
      return readFqdn(text)
    case 'ip':
      return readIp(text)
    case 'url':
      return readUrl(text)
    case 'email':
      return readEmail(text)
    case 'path':
      return readPath(text)
    case 'database':
      return readDatabase(text)
    case 'login':
      return readLogin(text)
    case 'choice':
      return (rules.choices ?? []).includes(text)
        ? { value: text }
        : { fault: { is: 'no-choice', written: begun(text), choices: rules.choices ?? [] } }
    case 'integer':
      return readInteger(text)
    case 'boolean':
      return readBoolean(text)
    case 'duration': {
      const ms = rules.captured && /^\d{1,12}$/.test(text) ? Number(text) : readDuration(text)
      return ms === undefined ? { fault: { is: 'no-duration', written: begun(text) } } : { value: ms }
    }
    case 'instant':
      return readInstant(text)
    case 'sql-server':
    case 'powershell':
      return readTarget(rules.type, text, rules.targets)
  }
}

function readText(text: string, pattern: string | undefined): Read<string> {
  if (text.length > LONGEST_VALUE) return { fault: { is: 'long-text', length: text.length, most: LONGEST_VALUE } }
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)) return { fault: { is: 'control-character', written: begun(text) } }
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(text)) {
    return { fault: { is: 'other-form', written: begun(text), pattern } }
  }
  return { value: text }
}

/** Takes `\\server\share\…` and `D:\…`, without wildcards, dots or a backslash at the end. */
function readPath(text: string): Read<string> {
  const path = /^[A-Za-z]:\\+$/.test(text) ? `${text.slice(0, 2)}\\` : text.replace(/\\+$/, '')
  const root = /^(\\\\[^\\]+\\[^\\]+|[A-Za-z]:\\)/.exec(path)?.[0]
  if (root === undefined) return { fault: { is: 'no-path', written: begun(text) } }
  if (path.length > LONGEST_PATH) return { fault: { is: 'long-path', length: path.length, most: LONGEST_PATH } }
  const forbidden = /[/:*?"<>|\p{Cc}]/u.exec(path.replace(/^[A-Za-z]:/, ''))?.[0]
  if (forbidden !== undefined) return { fault: { is: 'forbidden', written: begun(text), character: forbidden } }
  const parts = path.replace(/^\\\\/, '').split('\\')
  if (parts.includes('.') || parts.includes('..')) return { fault: { is: 'no-whole-path', written: begun(text) } }
  if (path.slice(root.length).includes('\\\\')) return { fault: { is: 'empty-part', written: begun(text) } }
  return { value: path }
}

function readInteger(text: string): Read<number> {
  const value = /^[+-]?\d{1,17}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(value)) return { fault: { is: 'no-integer', written: begun(text) } }
  if (!Number.isSafeInteger(value)) return { fault: { is: 'long-integer', written: begun(text) } }
  // No minus zero: it has no JSON of its own.
  return { value: value + 0 }
}

function readBoolean(text: string): Read<boolean> {
  const word = text.toLowerCase()
  if (['true', 'yes', '1'].includes(word)) return { value: true }
  if (['false', 'no', '0'].includes(word)) return { value: false }
  return { fault: { is: 'no-boolean', written: begun(text) } }
}

function readTarget(kind: 'sql-server' | 'powershell', text: string, targets: Record<string, Target> | undefined): Read<string> {
  if (targets === undefined) return { value: text }
  const target = Object.hasOwn(targets, text) ? targets[text] : undefined
  if (target?.kind === kind) return { value: text }
  const known = Object.values(targets).flatMap((each) => (each.kind === kind ? [each.name] : []))
  return { fault: { is: 'no-target', written: begun(text), kind, known } }
}
