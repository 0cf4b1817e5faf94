/** One value of each type: what is taken, how it is normalised, and the sentence when it is refused. */
import { LONGEST_VALUE } from '../../text/bounds.ts'
import { readDuration } from '../../text/duration.ts'
import { findHidden, showHidden } from '../../text/hidden-characters.ts'
import type { Target } from '../plan-types.ts'
import type { ScalarType } from '../procedure.ts'

export type Read<T> = { value: T } | { fault: string }

export interface ScalarRules {
  type: ScalarType
  /** The configured targets; undefined when they are not known (a document is being read). */
  targets: Record<string, Target> | undefined
  choices?: string[] | undefined
  pattern?: string | undefined
  /** Found by a `read` block: text is kept as it is, also when empty. */
  captured?: true
}

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
const FQDN = new RegExp(`^(?=.{1,253}$)${LABEL}(\\.${LABEL})+$`)
/** One less than nvarchar(260): MAX_PATH counts the closing zero (learn.microsoft.com, "Maximum Path Length Limitation"). */
const LONGEST_PATH = 259

export function readScalar(rules: ScalarRules, written: string): Read<string | number | boolean> {
  const text = written.trim()
  const hidden = rules.captured ? undefined : findHidden(text)
  if (hidden !== undefined) {
    return {
      fault: `${excerpt(text)} holds a character that is not seen as what it is: ${hidden.code}, its character ${hidden.at}. Type it by hand instead of pasting it.`,
    }
  }
  if (!written.isWellFormed()) return { fault: `${excerpt(written)} holds half a character (a lone surrogate).` }
  switch (rules.type) {
    case 'text':
      return readText(rules.captured ? written : text, rules.pattern)
    case 'fqdn':
      return FQDN.test(text.toLowerCase())
        ? { value: text.toLowerCase() }
        : { fault: `${excerpt(text)} is no full host name; write it like \`lyncpc.contoso.com\`.` }
    case 'path':
      return readPath(text)
    case 'database':
      return readDatabase(text)
    case 'choice':
      return (rules.choices ?? []).includes(text)
        ? { value: text }
        : { fault: `${excerpt(text)} is none of the choices: ${(rules.choices ?? []).join(', ')}.` }
    case 'integer':
      return readInteger(text)
    case 'boolean':
      return readBoolean(text)
    case 'duration': {
      const ms = rules.captured && /^\d{1,12}$/.test(text) ? Number(text) : readDuration(text)
      return ms === undefined
        ? { fault: `${excerpt(text)} is no duration; write a whole number and its unit, like \`30s\`, \`60m\` or \`2h\`.` }
        : { value: ms }
    }
    case 'sql-server':
    case 'powershell':
      return readTarget(rules.type, text, rules.targets)
  }
}

/** What was written, cut to a length that a sentence can carry. */
export function excerpt(written: string): string {
  const shown = showHidden(written).replaceAll(/[\t\r\n]/g, '⏎')
  return `\`${shown.length > 60 ? `${shown.slice(0, 60).toWellFormed()}…` : shown}\``
}

function readText(text: string, pattern: string | undefined): Read<string> {
  if (text.length > LONGEST_VALUE) return { fault: `This has ${text.length} characters; a text has ${LONGEST_VALUE} at most.` }
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)) return { fault: `${excerpt(text)} holds a control character.` }
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(text)) {
    return { fault: `${excerpt(text)} does not have the form that is asked for: ${pattern}.` }
  }
  return { value: text }
}

/** Takes `\\server\share\…` and `D:\…`, without wildcards, dots or a backslash at the end. */
function readPath(text: string): Read<string> {
  const path = /^[A-Za-z]:\\+$/.test(text) ? `${text.slice(0, 2)}\\` : text.replace(/\\+$/, '')
  const root = /^(\\\\[^\\]+\\[^\\]+|[A-Za-z]:\\)/.exec(path)?.[0]
  if (root === undefined) return { fault: `${excerpt(text)} is neither \`\\\\server\\share\\…\` nor \`D:\\…\`.` }
  if (path.length > LONGEST_PATH) return { fault: `This path has ${path.length} characters; Windows takes ${LONGEST_PATH}.` }
  const forbidden = /[/:*?"<>|\p{Cc}]/u.exec(path.replace(/^[A-Za-z]:/, ''))?.[0]
  if (forbidden !== undefined) return { fault: `${excerpt(text)} holds ${excerpt(forbidden)}, which no path may.` }
  const parts = path.replace(/^\\\\/, '').split('\\')
  if (parts.includes('.') || parts.includes('..')) return { fault: `${excerpt(text)} goes by \`.\` or \`..\`; write the whole path.` }
  if (path.slice(root.length).includes('\\\\')) return { fault: `${excerpt(text)} holds an empty part between two backslashes.` }
  return { value: path }
}

/** Any name that SQL Server takes; it is only ever bound or quoted, so nothing else is forbidden. */
function readDatabase(text: string): Read<string> {
  if (text === '') return { fault: 'A database has a name.' }
  if (text.length > 128) return { fault: `This name has ${text.length} characters; a database has 128 at most.` }
  if (/\p{Cc}/u.test(text)) return { fault: `${excerpt(text)} holds a control character.` }
  return { value: text }
}

function readInteger(text: string): Read<number> {
  const value = /^[+-]?\d{1,17}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(value)) return { fault: `${excerpt(text)} is no whole number.` }
  if (!Number.isSafeInteger(value)) return { fault: `${excerpt(text)} has more digits than can be kept exactly; take it as text.` }
  // No minus zero: it has no JSON of its own.
  return { value: value + 0 }
}

function readBoolean(text: string): Read<boolean> {
  const word = text.toLowerCase()
  if (['true', 'yes', '1'].includes(word)) return { value: true }
  if (['false', 'no', '0'].includes(word)) return { value: false }
  return { fault: `${excerpt(text)} is neither yes nor no.` }
}

function readTarget(kind: 'sql-server' | 'powershell', text: string, targets: Record<string, Target> | undefined): Read<string> {
  if (targets === undefined) return { value: text }
  const target = Object.hasOwn(targets, text) ? targets[text] : undefined
  if (target?.kind === kind) return { value: text }
  const choices = Object.values(targets).filter((known) => known.kind === kind)
  const what = kind === 'sql-server' ? 'SQL Server' : 'PowerShell endpoint'
  if (choices.length === 0) return { fault: `${excerpt(text)} is no configured ${what}, and none is configured: add one to the targets.` }
  return { fault: `${excerpt(text)} is no configured ${what}; choose ${choices.map(({ name }) => name).join(', ')}.` }
}
