/**
 * Where T-SQL takes no variable: a statement that defines, grants or ends something wants its names and options written out, and so do
 * a few places of every other statement. Such a block would be approved, and fail with a syntax error.
 */
import type { Scope } from '../../procedure/document/scope.ts'
import type { LintReport } from '../report.ts'
import type { SqlToken } from './tokens.ts'
import { isSymbol, isWord } from './words.ts'

/** `values`: the names that the document binds; a variable that the block declares may be a table or an object. */
export function lintPlaces(tokens: readonly SqlToken[], scope: Scope, report: LintReport): void {
  let head: Head | undefined
  for (const [index, token] of tokens.entries()) {
    head = headAt(tokens, index, head)
    if (token.kind !== 'variable') continue
    if (head !== undefined && !isTaken(tokens, index, head)) {
      const asNumber = head.words === 'KILL' ? `CAST(CAST(@${token.value} AS int) AS nvarchar(11))` : `QUOTENAME(@${token.value})`
      const written = isSymbol(tokens[index - 1], '=')
      report(
        token.line,
        `${head.words} takes no variable, and \`@${token.value}\` stands in it`,
        written
          ? 'write the value itself there'
          : `build the statement: \`DECLARE @s nvarchar(max) = N'${head.words} ' + ${asNumber} + N' …'; IF @s IS NULL THROW 50000, N'…', 1; EXEC (@s);\``,
      )
    } else if (head === undefined) lintExpression(tokens, index, token, scope, report)
  }
}

/** A statement without variables: its words as they are said, and where it begins. */
interface Head {
  words: string
  at: number
}

/** The statement without variables that this place belongs to. */
function headAt(tokens: readonly SqlToken[], index: number, head: Head | undefined): Head | undefined {
  const token = tokens[index]
  if (isSymbol(token, ';')) return undefined
  if (token?.kind !== 'word') return head
  const begins = beginningAt(tokens, index)
  const onLineOfItsOwn = index === 0 || tokens[index - 1]?.line !== token.line
  if (begins !== undefined && (head === undefined || onLineOfItsOwn)) return { words: begins, at: index }
  return head !== undefined && endsAt(tokens, index, head) ? undefined : head
}

const OBJECTS = new Set(['ALTER', 'CREATE', 'DROP'])
const ALONE = new Set(['KILL', 'GRANT', 'REVOKE', 'DENY', 'SHUTDOWN', 'RECONFIGURE', 'CHECKPOINT', 'USE'])
/** Of what is defined: its second word, where the first is half a name. */
const LONG_NAMES = new Set(
  'AVAILABILITY ASYMMETRIC SYMMETRIC SERVER SERVICE MASTER MESSAGE RESOURCE WORKLOAD EVENT FULLTEXT XML PARTITION'.split(' '),
)

/** The words of the statement without variables that begins here. */
function beginningAt(tokens: readonly SqlToken[], index: number): string | undefined {
  const word = tokens[index]?.value ?? ''
  const next = tokens[index + 1]
  const after = tokens[index + 2]
  if (OBJECTS.has(word)) {
    // Their bodies are code again, with variables of their own.
    if (isWord(next, 'PROC', 'PROCEDURE', 'FUNCTION', 'TRIGGER', 'VIEW', 'OR', 'ASSEMBLY', 'AGGREGATE') && after?.kind !== 'variable')
      return undefined
    if (next?.kind !== 'word') return next?.kind === 'variable' ? word : undefined
    const second = LONG_NAMES.has(next.value) && after?.kind === 'word' && after.value !== 'SET' ? ` ${after.value}` : ''
    return `${word} ${next.value}${second}`
  }
  if (ALONE.has(word)) return word
  if (word === 'TRUNCATE' && isWord(next, 'TABLE')) return 'TRUNCATE TABLE'
  if (word === 'BULK' && isWord(next, 'INSERT')) return 'BULK INSERT'
  if (word === 'UPDATE' && isWord(next, 'STATISTICS')) return 'UPDATE STATISTICS'
  if ((word === 'ENABLE' || word === 'DISABLE') && isWord(next, 'TRIGGER')) return `${word} TRIGGER`
  if ((word === 'OPEN' || word === 'CLOSE') && isWord(next, 'SYMMETRIC', 'MASTER', 'ALL')) return `${word} ${next?.value ?? ''} KEY`
  if ((word === 'BACKUP' || word === 'RESTORE') && isWord(next, 'MASTER', 'SERVICE', 'CERTIFICATE', 'SYMMETRIC'))
    return `${word} ${next?.value ?? ''}`
  // `SET column = …` belongs to an UPDATE.
  if (word === 'SET' && next?.kind === 'word' && after?.kind !== 'symbol' && !TAKING_OPTIONS.has(next.value)) return `SET ${next.value}`
  return undefined
}

/** Session options whose value may be a variable. */
const TAKING_OPTIONS = new Set(
  'ROWCOUNT DATEFIRST DATEFORMAT LANGUAGE LOCK_TIMEOUT DEADLOCK_PRIORITY CONTEXT_INFO QUERY_GOVERNOR_COST_LIMIT'.split(' '),
)

/** Words that begin a statement with variables and stand in none without, but in lists of rights. */
const ENDERS = new Set(
  `SELECT DECLARE IF ELSE WHILE PRINT RAISERROR THROW RETURN WAITFOR EXEC EXECUTE RESTORE BACKUP INSERT UPDATE DELETE MERGE DBCC BEGIN END
  FETCH OPEN CLOSE DEALLOCATE COMMIT SAVE REVERT SEND RECEIVE BREAK CONTINUE GOTO SETUSER`.split(/\s+/),
)

function endsAt(tokens: readonly SqlToken[], index: number, head: Head): boolean {
  const token = tokens[index]
  const next = tokens[index + 1]
  if (isWord(token, 'SET')) return next?.kind === 'variable' || (next?.kind === 'word' && TAKING_OPTIONS.has(next.value))
  if (token?.kind !== 'word' || !ENDERS.has(token.value) || (head.words === 'BULK INSERT' && index === head.at + 1)) return false
  if (!['GRANT', 'REVOKE', 'DENY'].includes(head.words)) return true
  return tokens.slice(head.at, index).some((before) => isWord(before, 'TO', 'FROM'))
}

/** Numbers of partitions and their bounds are expressions, and a schema's text may be a variable. */
function isTaken(tokens: readonly SqlToken[], index: number, head: Head): boolean {
  const before = tokens.slice(head.at, index)
  const last = before.at(-1)
  if (head.words.endsWith('XML SCHEMA')) return isWord(last, 'AS', 'ADD')
  if (head.words.endsWith('PARTITION FUNCTION')) return before.some((token) => isWord(token, 'RANGE'))
  if (before.some((token) => isWord(token, 'PARTITIONS'))) return true
  const number = isSymbol(last, '=') ? before.at(-2) : last
  return isWord(number, 'PARTITION') && before.indexOf(number as SqlToken) > 1
}

/** Words after which a table is named. */
const BEFORE_TABLES = ['FROM', 'JOIN', 'APPLY', 'INTO', 'UPDATE']

/** Places in any other statement that want a name, a list or a number that is written out. */
function lintExpression(tokens: readonly SqlToken[], index: number, token: SqlToken, scope: Scope, report: LintReport): void {
  const before = tokens[index - 1]
  const next = tokens[index + 1]
  const name = `@${token.value}`
  const bound = scope.find(token.value) === 'ok'
  if (isWord(before, 'TOP')) report(token.line, 'TOP takes no variable without parentheses', `write \`TOP (${name})\``)
  else if (isWord(before, 'IN'))
    report(
      token.line,
      'IN takes no variable without parentheses',
      `write \`IN (${name})\` for one value; a list is one JSON text: read it with OPENJSON`,
    )
  else if (isSymbol(before, '.') || (bound && isSymbol(next, '.') && !isWord(before, 'SET')))
    report(token.line, `\`${name}\` is no part of a name`, 'write the name out, or choose the database by `database=` in the fence')
  else if (wantsWritten(tokens, index))
    report(token.line, `\`${name}\` stands where T-SQL takes no variable`, 'write the name or the number itself there')
  else if (bound && isWord(before, ...BEFORE_TABLES)) lintTable(tokens, index, name, report)
}

/** Types, hints and aliases. */
function wantsWritten(tokens: readonly SqlToken[], index: number): boolean {
  const before = tokens[index - 1]
  if (isWord(before, 'COLLATE', 'MAXDOP', 'CERTIFICATE', 'AS') || isWord(tokens[index + 1], 'PRECEDING', 'FOLLOWING')) return true
  if (isWord(before, 'FOR')) return isWord(tokens[index - 2], 'VALUE')
  if (!isSymbol(before, '(')) return false
  const sized = tokens[index - 2]
  const typed = sized?.kind === 'word' && (isWord(tokens[index - 3], 'AS') || tokens[index - 3]?.kind === 'variable')
  return typed || isWord(sized, 'INDEX', 'PATH')
}

function lintTable(tokens: readonly SqlToken[], index: number, name: string, report: LintReport): void {
  const verb = verbBefore(tokens, index)
  // That FETCH sets it is said already.
  if (isWord(verb, 'RESTORE', 'TRIM', 'RECEIVE', 'DISTINCT', 'BACKUP', 'FETCH')) return
  report(tokens[index]?.line ?? 0, `\`${name}\` is a value, and no table`, 'write the name of the table')
}

/** The word that decides what FROM and INTO mean here. */
function verbBefore(tokens: readonly SqlToken[], index: number): SqlToken | undefined {
  for (let back = index - 1; back >= 0; back--) {
    const token = tokens[back]
    if (isWord(token, 'DISTINCT') && isWord(tokens[back - 1], 'SELECT')) continue
    if (isWord(token, 'RESTORE', 'BACKUP', 'TRIM', 'DISTINCT', 'FETCH', 'RECEIVE', 'SELECT', 'DELETE', 'UPDATE', 'MERGE', 'INSERT'))
      return token
  }
  return undefined
}
