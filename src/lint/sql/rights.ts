/** Which rights a block of SQL takes: what `countersign grants` prints. What each statement takes is from its page in Microsoft's documentation, under Permissions. */
import { USUAL_READERS } from '../usual-readers.ts'
import { sqlCalls } from './calls.ts'
import type { SqlCall } from './calls.ts'
import { sqlTokens } from './tokens.ts'
import type { SqlToken } from './tokens.ts'
import { isSymbol, isWord } from './words.ts'

export type Right =
  | { on: 'server'; permission: string }
  | { on: 'server-role'; role: string }
  | { on: 'database'; database: string; permission: string }
  | { on: 'database-role'; database: string; role: string }
  | { on: 'object'; database: string; schema: string; object: string; permission: string }
  /** What the text does not tell: a person looks. */
  | { on: 'unknown'; what: string }

/** A right, and the line of the block that takes it, from 0. */
export type NeededRight = Right & { line: number }

/** With which a log-in could change something: none of them is given to one that looks. */
export function mayWrite(right: Right): boolean {
  if (right.on === 'server') return !right.permission.startsWith('VIEW ')
  if (right.on === 'object')
    return right.permission !== 'SELECT' && !(right.permission === 'EXECUTE' && LOOKING.has(right.object.toLowerCase()))
  return true
}

/** A text that is executed: what is built of it is read as far as its first piece goes, which is where the statement's words stand. */
const BUILT =
  /^\s*(ALTER|BACKUP|CREATE|DELETE|DENY|DROP|EXEC|EXECUTE|GRANT|INSERT|KILL|MERGE|RESTORE|REVOKE|SELECT|TRUNCATE|UPDATE|WITH)\b/i

const LOOKING: ReadonlySet<string> = new Set(USUAL_READERS.procedures.map((name) => name.split('.').at(-1) ?? ''))

/** Rights of the log-in that acts, whatever the documents do: it looks at how far its own statement is from a second session. */
export const ACTING_RIGHTS: readonly Right[] = [{ on: 'server', permission: 'VIEW SERVER STATE' }]

/** `database`: where the block runs. Each right once, at the first line that takes it. */
export function rightsOf(text: string, database: string): NeededRight[] {
  const { tokens } = sqlTokens(text)
  const built = tokens.filter(({ kind, value }) => kind === 'string' && BUILT.test(value))
  const found = [
    ...built.flatMap(({ value, line }) => rightsOf(value, database).map((right) => ({ ...right, line }))),
    ...tokens.flatMap((token, index) => statementRights(tokens, index, database).map((right) => ({ ...right, line: token.line }))),
    ...sqlCalls(tokens).calls.flatMap((call) =>
      callRights(call, database).map((right) => ({ ...right, line: tokens[call.at]?.line ?? 0 })),
    ),
  ]
  const seen = new Set<string>()
  return found.filter(({ line: _line, ...right }) => {
    const key = JSON.stringify(right)
    return !seen.has(key) && seen.add(key)
  })
}

function statementRights(tokens: readonly SqlToken[], at: number, database: string): Right[] {
  const [word, next, after] = [tokens[at], tokens[at + 1], tokens[at + 2]]
  if (word?.kind !== 'word') return []
  switch (word.value) {
    case 'FROM':
    case 'JOIN':
    case 'APPLY':
      return isWord(tokens[at - 1], 'DELETE') ? [] : fromRights(tokens, at + 1, database)
    case 'INSERT':
      return objectRights(tokens, isWord(next, 'INTO') ? at + 2 : at + 1, database, 'INSERT')
    case 'INTO':
      if (isWord(tokens[at - 1], 'INSERT', 'MERGE') || next?.kind === 'variable' || isTemporary(next)) return []
      return [{ on: 'database', database: readName(tokens, at + 1).parts.toReversed()[2] ?? database, permission: 'CREATE TABLE' }]
    case 'UPDATE':
      return isWord(next, 'STATISTICS') ? [] : objectRights(tokens, at + 1, database, 'UPDATE')
    case 'DELETE':
      return isWord(next, 'FROM') ? objectRights(tokens, at + 2, database, 'DELETE') : objectRights(tokens, at + 1, database, 'DELETE')
    case 'MERGE':
      return ['INSERT', 'UPDATE', 'DELETE'].flatMap((each) => objectRights(tokens, isWord(next, 'INTO') ? at + 2 : at + 1, database, each))
    case 'TRUNCATE':
      return objectRights(tokens, at + 2, database, 'ALTER')
    case 'RESTORE':
      if (isWord(next, 'HEADERONLY', 'FILELISTONLY', 'LABELONLY', 'VERIFYONLY', 'REWINDONLY'))
        return [{ on: 'server', permission: 'CREATE ANY DATABASE' }]
      return [{ on: 'server-role', role: 'dbcreator' }]
    case 'BACKUP':
      return isWord(next, 'DATABASE', 'LOG')
        ? [{ on: 'database-role', database: nameOf(after), role: 'db_backupoperator' }]
        : unknown(word, next)
    case 'ALTER':
      return isWord(next, 'DATABASE') ? [{ on: 'server', permission: 'ALTER ANY DATABASE' }] : unknown(word, next)
    case 'KILL':
      return [{ on: 'server', permission: 'ALTER ANY CONNECTION' }]
    case 'CREATE':
    case 'DROP':
      if (isTemporary(after)) return []
      return isWord(next, 'DATABASE')
        ? [{ on: 'server', permission: word.value === 'CREATE' ? 'CREATE ANY DATABASE' : 'ALTER ANY DATABASE' }]
        : unknown(word, next)
    case 'DBCC':
    case 'GRANT':
    case 'DENY':
    case 'REVOKE':
    case 'SHUTDOWN':
    case 'RECONFIGURE':
    case 'BULK':
      return unknown(word, next)
    default:
      return []
  }
}

/** A variable, a temporary table, a query in parentheses, a function over values, a name of WITH and a device take no right of their own. */
function fromRights(tokens: readonly SqlToken[], at: number, database: string): Right[] {
  const { parts, end } = readName(tokens, at)
  const alias = isWord(tokens[end], 'AS') ? end + 2 : tokens[end]?.kind === 'word' && isSymbol(tokens[end + 1], ',') ? end + 1 : end
  const more = isSymbol(tokens[alias], ',') ? fromRights(tokens, alias + 1, database) : []
  if (parts.length === 0 || isSymbol(tokens[end], '(', '=')) return more
  if (parts.length === 1 && isNameOfWith(tokens, parts[0] ?? '')) return more
  return [...sourceRights(parts, database), ...more]
}

function sourceRights(parts: readonly string[], database: string): Right[] {
  const [object = '', schema = 'dbo', home = database] = parts.toReversed()
  if (isTemporaryName(object)) return []
  if (/^(sys|information_schema)$/i.test(schema)) return catalogRights(object)
  return [{ on: 'object', database: home, schema, object, permission: 'SELECT' }]
}

/** Anybody sees the names of databases; states of the server and what belongs to others take a right, or come back empty. */
function catalogRights(view: string): Right[] {
  if (/^dm_/i.test(view)) return [{ on: 'server', permission: 'VIEW SERVER STATE' }]
  return /^databases$/i.test(view) ? [] : [{ on: 'server', permission: 'VIEW ANY DEFINITION' }]
}

function objectRights(tokens: readonly SqlToken[], at: number, database: string, permission: string): Right[] {
  const { parts } = readName(tokens, at)
  const [object, schema = 'dbo', home = database] = parts.toReversed()
  return object === undefined || isTemporaryName(object) ? [] : [{ on: 'object', database: home, schema, object, permission }]
}

/** Log shipping is set up and taken away by members of sysadmin only; jobs are somebody's who operates them. */
function callRights({ name, byVariable }: SqlCall, database: string): Right[] {
  const [own, schema = 'dbo', home] = name.toReversed()
  if (own === undefined) return byVariable ? [{ on: 'unknown', what: 'EXEC of a variable' }] : []
  if (own === 'sp_executesql') return []
  if (/^sp_\w*log_shipping/.test(own)) return [{ on: 'server-role', role: 'sysadmin' }]
  if (/^sp_(start|stop|update)_job/.test(own)) return [{ on: 'database-role', database: 'msdb', role: 'SQLAgentOperatorRole' }]
  if (/^sp_(get|release)applock$|^sp_help$|^sp_helptext$|^sp_who2?$/.test(own)) return []
  if (own === 'sp_send_dbmail') return [{ on: 'database-role', database: 'msdb', role: 'DatabaseMailUserRole' }]
  // The server looks in the block's database before it looks in master, and msdb has procedures of that name of its own.
  const inMaster =
    (own.startsWith('xp_') || (own.startsWith('sp_') && database.toLowerCase() !== 'msdb')) && (home === undefined || home === '')
  const of = { database: inMaster ? 'master' : (home ?? database), schema: own.startsWith('xp_') ? 'sys' : schema || 'dbo', object: own }
  return [{ on: 'object', ...of, permission: 'EXECUTE' }]
}

function readName(tokens: readonly SqlToken[], at: number): { parts: string[]; end: number } {
  const parts: string[] = []
  let end = at
  while (tokens[end]?.kind === 'word' || tokens[end]?.kind === 'name') {
    const { kind, value, raw } = tokens[end] ?? { kind: 'word', value: '', raw: '' }
    parts.push(kind === 'word' ? raw : value)
    if (!isSymbol(tokens[end + 1], '.')) return { parts, end: end + 1 }
    end += 2
    // `msdb..sysjobs`: the schema is the usual one.
    if (isSymbol(tokens[end], '.')) {
      parts.push('dbo')
      end++
    }
  }
  return { parts, end }
}

function isNameOfWith(tokens: readonly SqlToken[], name: string): boolean {
  return tokens.some(
    (token, index) =>
      (token.kind === 'word' || token.kind === 'name') &&
      token.value.toLowerCase() === name.toLowerCase() &&
      (isWord(tokens[index - 1], 'WITH') || isSymbol(tokens[index - 1], ',')) &&
      tokens.slice(index + 1, index + 40).some((next, ahead) => isWord(next, 'AS') && isSymbol(tokens[index + ahead + 2], '(')),
  )
}

function nameOf(token: SqlToken | undefined): string {
  return token?.kind === 'word' ? token.raw : token?.kind === 'variable' ? `@${token.value}` : (token?.value ?? '')
}

function isTemporary(token: SqlToken | undefined): boolean {
  return token !== undefined && isTemporaryName(token.kind === 'word' ? token.raw : token.value)
}

function isTemporaryName(name: string): boolean {
  return name.startsWith('#')
}

function unknown(word: SqlToken, next: SqlToken | undefined): Right[] {
  return [{ on: 'unknown', what: [word.value, next?.kind === 'word' ? next.value : ''].join(' ').trim() }]
}
