/** Statements that read or write by what they are told: what of them a block that looks may say. */
import type { SqlToken } from '../tokens.ts'
import { closingOf, isSymbol, isWord } from '../words.ts'

const READING_RESTORES = ['HEADERONLY', 'FILELISTONLY', 'LABELONLY', 'VERIFYONLY']

export function restoreWrites(tokens: readonly SqlToken[], at: number): boolean {
  if (!isWord(tokens[at + 1], ...READING_RESTORES)) return true
  const end = tokens.findIndex((token, index) => index > at && isSymbol(token, ';'))
  // It writes what it finds into the history of msdb.
  return tokens.slice(at, end < 0 ? undefined : end).some((token) => isWord(token, 'LOADHISTORY'))
}

/** What DBCC may be asked, and the words that make the question an order. Source: Microsoft's reference of DBCC. */
const READING_DBCC: Readonly<Record<string, { never?: RegExp; always?: RegExp }>> = {
  OPENTRAN: {},
  SQLPERF: { always: /^LOGSPACE$/, never: /^CLEAR$/ },
  INPUTBUFFER: {},
  OUTPUTBUFFER: {},
  SHOW_STATISTICS: {},
  SHOWCONTIG: {},
  USEROPTIONS: {},
  TRACESTATUS: {},
  PROCCACHE: {},
  MEMORYSTATUS: {},
  LOGINFO: {},
  HELP: {},
  CHECKDB: { never: /^REPAIR_/ },
  CHECKALLOC: { never: /^REPAIR_/ },
  CHECKTABLE: { never: /^REPAIR_/ },
  CHECKFILEGROUP: { never: /^REPAIR_/ },
  CHECKCATALOG: {},
  CHECKCONSTRAINTS: {},
  CHECKIDENT: { always: /^NORESEED$/ },
}

export function dbccWrites(tokens: readonly SqlToken[], at: number): string | undefined {
  const command = tokens[at + 1]
  const known = command?.kind === 'word' && Object.hasOwn(READING_DBCC, command.value) ? READING_DBCC[command.value] : undefined
  if (known === undefined) return `DBCC ${command?.raw ?? ''} does more`
  const close = isSymbol(tokens[at + 2], '(') ? closingOf(tokens, at + 2) : at + 1
  const said = tokens.slice(at + 2, close).map((token) => token.value.toUpperCase())
  const wrong = said.some((word) => known.never?.test(word) === true)
  const lacks = known.always !== undefined && !said.some((word) => known.always?.test(word) === true)
  return wrong || lacks ? `DBCC ${command?.value ?? ''} does more when it is told so` : undefined
}

/** Options that change how this block reads, and nothing else. */
const READING_SETS = new Set(
  `NOCOUNT XACT_ABORT ANSI_NULLS ANSI_WARNINGS ANSI_PADDING ARITHABORT ARITHIGNORE NUMERIC_ROUNDABORT DATEFIRST DATEFORMAT LANGUAGE
  LOCK_TIMEOUT DEADLOCK_PRIORITY ROWCOUNT TRANSACTION QUERY_GOVERNOR_COST_LIMIT
  NOEXEC PARSEONLY FMTONLY SHOWPLAN_ALL SHOWPLAN_TEXT SHOWPLAN_XML QUOTED_IDENTIFIER ANSI_DEFAULTS CONCAT_NULL_YIELDS_NULL
  IMPLICIT_TRANSACTIONS`.split(/\s+/),
)

/** Options that are refused in every block have their sentence there. */
export function setWrites(tokens: readonly SqlToken[], at: number): string | undefined {
  const option = tokens[at + 1]
  const after = tokens[at + 2]
  // `SET column = …` belongs to an UPDATE.
  if (option?.kind !== 'word' || (after?.kind === 'symbol' && /[.=]$/.test(after.value))) return undefined
  if (option.value === 'STATISTICS') return statisticsWrite(tokens, at + 2)
  for (let index = at + 1; ; index += 2) {
    const { value = '' } = tokens[index] ?? {}
    if (!READING_SETS.has(value)) return `SET ${value} does more`
    if (value === 'DEADLOCK_PRIORITY' && !isWord(tokens[index + 1], 'LOW'))
      return 'SET DEADLOCK_PRIORITY to anything but LOW ends others instead of it'
    if (!isSymbol(tokens[index + 1], ',')) return undefined
  }
}

/** XML and PROFILE add results to those of the block, which would be taken for its answer. */
function statisticsWrite(tokens: readonly SqlToken[], at: number): string | undefined {
  const { value = '' } = tokens[at] ?? {}
  if (!isWord(tokens[at], 'IO', 'TIME')) return `SET STATISTICS ${value} adds results of its own`
  return isSymbol(tokens[at + 1], ',') ? statisticsWrite(tokens, at + 2) : undefined
}

/** Above it the server ends the connection, and writes its log. */
const MOST_SEVERE = 18

export function raisesAlarm(tokens: readonly SqlToken[], at: number): string | undefined {
  if (!isSymbol(tokens[at + 1], '(')) return 'RAISERROR without parentheses is not read here'
  const close = closingOf(tokens, at + 1)
  for (let index = close + 2; isWord(tokens[close + 1], 'WITH') && tokens[index]?.kind === 'word'; index += 2) {
    if (isWord(tokens[index], 'LOG')) return 'RAISERROR WITH LOG writes into the log of the server'
    if (!isSymbol(tokens[index + 1], ',')) break
  }
  if (tokens[at + 2]?.kind !== 'string' && tokens[at + 2]?.kind !== 'variable')
    return 'RAISERROR of a numbered message may write the log of the server'
  const commas = tokens.flatMap((token, index) => (index > at + 1 && index < close && isSymbol(token, ',') ? [index] : []))
  const severity = tokens[(commas[0] ?? close) + 1]
  return severity?.kind === 'number' && Number(severity.value) <= MOST_SEVERE
    ? undefined
    : `RAISERROR with a severity that is not written out, or above ${MOST_SEVERE}, ends the connection`
}
