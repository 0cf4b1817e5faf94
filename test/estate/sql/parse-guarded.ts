import { denied } from '../rights/denied.ts'
import { mayInDatabase, mayOnServer } from '../rights/rights.ts'
import { requireObject } from './catalog.ts'
import type { SessionView } from './environment.ts'
import type { BatchCursor } from './parse-batch.ts'
import { parsePath } from './parse-path.ts'
import type { SqlError } from './sql-error.ts'
import type { GuardedStatement, Need } from './statement.ts'
import type { Token } from './tokenize.ts'

/**
 * Statements of which the stand-in knows only which right they need: who lacks it is refused as SQL Server refuses, and who has it is told, before anything
 * of the batch runs, that the stand-in does not understand. Undefined when no such statement stands here.
 */
export function parseGuarded(cursor: BatchCursor): GuardedStatement | undefined {
  const start = cursor.peek()
  if (start.kind !== 'word') return undefined
  const rule = BY_WORD[start.text.toUpperCase()]
  if (rule === undefined) return undefined
  cursor.next()
  return guarded(cursor, start, rule(cursor))
}

/** The statement goes on to its `;`, to the END of its block, or to the end of the batch. */
export function guarded(cursor: BatchCursor, start: Token, { need, rest = 'statement' }: Rule): GuardedStatement {
  const beyond = cursor.beyond(start)
  let cases = 0
  while (!cursor.atEnd() && (rest === 'batch' || !cursor.atOp(';'))) {
    if (cursor.atWord('CASE')) cases++
    if (cursor.atWord('END') && rest === 'statement' && cases-- === 0) break
    cursor.next()
  }
  return { kind: 'guarded', need, beyond }
}

interface Rule {
  need: Need
  rest?: 'statement' | 'batch'
}

export function changes(permission: 'INSERT' | 'UPDATE' | 'DELETE', path: string[]): Rule {
  return { need: (session) => requireObject(path, session, permission) }
}

const BY_WORD: Record<string, (cursor: BatchCursor) => Rule> = {
  UPDATE: (cursor) => changes('UPDATE', pathAfterTop(cursor)),
  MERGE: (cursor) => {
    cursor.takeWord('INTO')
    return changes('UPDATE', parsePath(cursor))
  },
  TRUNCATE: (cursor) => {
    cursor.expectWord('TABLE')
    const path = parsePath(cursor)
    return { need: unless(altersObject(path), () => denied.toAlterObject(1088, path.join('.'))) }
  },
  BULK: (cursor) => {
    cursor.expectWord('INSERT')
    return onServer('ADMINISTER BULK OPERATIONS', denied.toLoad)
  },
  CREATE: create,
  ALTER: (cursor) => alterOrDrop(cursor, 'alter'),
  DROP: (cursor) => alterOrDrop(cursor, 'drop'),
  GRANT: grant,
  DENY: grant,
  REVOKE: grant,
  DBCC: (cursor) => {
    const command = cursor.expectName().toLowerCase()
    const inDatabase = /^(check|shrink|cleantable|clonedatabase|updateusage|indexdefrag|dbreindex)/.test(command)
    return {
      need: unless(
        (session) => (inDatabase ? mayInDatabase(session, session.database, 'CONTROL') : mayOnServer(session, 'ALTER SERVER STATE')),
        ({ login, database }) => (inDatabase ? denied.toCheckDatabase(login, command, database) : denied.toCheck(login, command)),
      ),
    }
  },
  SHUTDOWN: () => onServer('SHUTDOWN', denied.toShutDown),
  RECONFIGURE: () => onServer('ALTER SETTINGS', denied.toReconfigure),
  CHECKPOINT: () => inDatabase('CHECKPOINT'),
}

/** Of these a schema in a database is changed, by a right that is called after them. */
const CREATED_IN_DATABASE = new Set(
  'AGGREGATE ASSEMBLY DEFAULT FUNCTION PROCEDURE QUEUE ROLE RULE SCHEMA SYNONYM TABLE TYPE VIEW'.split(' '),
)

function create(cursor: BatchCursor): Rule {
  const word = cursor.expectName().toUpperCase()
  const kind = word === 'PROC' ? 'PROCEDURE' : word
  if (kind === 'DATABASE') return onServer('CREATE ANY DATABASE', () => denied.inDatabase('CREATE DATABASE', 'master'))
  if (CREATED_IN_DATABASE.has(kind)) {
    const path = parsePath(cursor)
    const body = ['PROCEDURE', 'FUNCTION', 'VIEW', 'SCHEMA'].includes(kind) ? ('batch' as const) : ('statement' as const)
    return { ...inDatabase(`CREATE ${kind}`, path.at(-3)), rest: body }
  }
  // Log-ins, users, triggers, end points, credentials and whatever else there is.
  return { ...onServer('CONTROL SERVER', denied.toAct), rest: 'batch' }
}

function alterOrDrop(cursor: BatchCursor, verb: 'alter' | 'drop'): Rule {
  const kind = cursor.takeWord('SERVER', 'ROLE') ? 'server role' : cursor.expectName().toLowerCase()
  if (verb === 'drop') cursor.takeWord('IF', 'EXISTS')
  const path = parsePath(cursor)
  const name = path.at(-1) ?? ''
  if (kind === 'table' && verb === 'alter') return { need: unless(altersObject(path), () => denied.toAlterObject(4902, path.join('.'))) }
  if (['table', 'view', 'procedure', 'proc', 'function', 'trigger', 'index', 'sequence', 'synonym'].includes(kind)) {
    const refusal = () => (verb === 'drop' ? denied.toDrop(kind, name) : denied.hidden(`Cannot alter the ${kind} '${name}'`))
    return { need: unless(altersObject(path), refusal), rest: verb === 'alter' ? 'batch' : 'statement' }
  }
  return onServer('CONTROL SERVER', () => denied.hidden(`Cannot ${verb} the ${kind} '${name}'`))
}

function grant(cursor: BatchCursor): Rule {
  while (!cursor.atEnd() && !cursor.atOp(';') && !cursor.atWord('ON') && !cursor.atWord('TO') && !cursor.atWord('FROM')) cursor.next()
  const path = cursor.takeWord('ON') ? parsePath(cursor) : undefined
  return onServer('CONTROL SERVER', () =>
    path === undefined ? denied.toGrant() : denied.hidden(`Cannot find the object '${path.at(-1)}'`),
  )
}

function altersObject(path: string[]): (session: SessionView) => boolean {
  return (session) => mayInDatabase(session, path.at(-3) || session.database, 'CONTROL')
}

function onServer(permission: string, refusal: () => SqlError): Rule {
  return { need: unless((session) => mayOnServer(session, permission), refusal) }
}

function inDatabase(permission: string, named?: string): Rule {
  const databaseOf = (session: SessionView) => named || session.database
  return {
    need: unless(
      (session) => mayInDatabase(session, databaseOf(session), permission),
      (session) => denied.inDatabase(permission, databaseOf(session)),
    ),
  }
}

export function unless(may: (session: SessionView) => boolean, refusal: (session: SessionView) => SqlError): Need {
  return (session) => (may(session) ? undefined : refusal(session))
}

function pathAfterTop(cursor: BatchCursor): string[] {
  skipTop(cursor)
  return parsePath(cursor)
}

/** `TOP (n)` of a statement that changes rows. */
export function skipTop(cursor: BatchCursor): boolean {
  if (!cursor.takeWord('TOP')) return false
  while (!cursor.takeOp(')')) {
    if (cursor.atEnd()) throw cursor.unexpected()
    cursor.next()
  }
  return true
}
