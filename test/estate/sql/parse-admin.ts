import { parseDatabaseChange } from './parse-database-change.ts'
import { parseExpression } from './parse-expression.ts'
import type { BatchCursor } from './parse-batch.ts'
import { nvarchar } from './sql-type.ts'
import type { AdminStatement, DatabaseName, Options } from './statement.ts'
import type { Expression } from './syntax.ts'
import type { Token } from './tokenize.ts'

/** RESTORE, BACKUP, ALTER DATABASE, ALTER AVAILABILITY GROUP, ALTER USER, DROP DATABASE, KILL; undefined when none of them stands here. */
export function parseAdmin(cursor: BatchCursor): AdminStatement | undefined {
  const start = cursor.peek()
  if (cursor.takeWord('RESTORE')) return parseRestore(cursor, start)
  if (cursor.takeWord('BACKUP')) return parseBackup(cursor, start)
  if (cursor.takeWord('ALTER', 'DATABASE'))
    return { kind: 'alter-database', database: cursor.expectName(), change: parseDatabaseChange(cursor, start) }
  if (cursor.takeWord('ALTER', 'AVAILABILITY', 'GROUP')) return parseAlterGroup(cursor, start)
  if (cursor.takeWord('ALTER', 'USER')) return parseAlterUser(cursor, start)
  if (cursor.takeWord('DROP', 'DATABASE'))
    return { kind: 'drop-database', ifExists: cursor.takeWord('IF', 'EXISTS'), database: cursor.expectName() }
  if (cursor.takeWord('KILL')) return parseKill(cursor, start)
  return undefined
}

function parseAlterGroup(cursor: BatchCursor, start: Token): AdminStatement {
  const group = cursor.expectName()
  for (const to of ['FAILOVER', 'FORCE_FAILOVER_ALLOW_DATA_LOSS'] as const)
    if (cursor.takeWord(to)) return { kind: 'alter-group', group, to }
  throw cursor.beyond(start)
}

/** `ALTER USER a WITH LOGIN = b`; names, schemas and passwords of users are beyond the stand-in. */
function parseAlterUser(cursor: BatchCursor, start: Token): AdminStatement {
  const user = cursor.expectName()
  cursor.expectWord('WITH')
  if (!cursor.takeWord('LOGIN')) throw cursor.beyond(start)
  cursor.expectOp('=')
  const login = cursor.expectName()
  if (cursor.atOp(',')) throw cursor.beyond(start)
  return { kind: 'map-user', user, login }
}

function parseRestore(cursor: BatchCursor, start: Token): AdminStatement {
  for (const what of ['HEADERONLY', 'VERIFYONLY', 'FILELISTONLY'] as const) {
    if (!cursor.takeWord(what)) continue
    cursor.expectWord('FROM')
    const device = parseDisk(cursor, start)
    for (const option of parseOptions(cursor, start).keys())
      if (!['CHECKSUM', 'STATS', 'FILE', 'NOUNLOAD'].includes(option)) throw cursor.beyond(start)
    return { kind: 'inspect', what, device }
  }
  const what = cursor.takeWord('LOG') ? 'LOG' : cursor.takeWord('DATABASE') ? 'DATABASE' : undefined
  if (what === undefined) throw cursor.beyond(start)
  const database = parseDatabaseName(cursor)
  const device = cursor.takeWord('FROM') ? parseDisk(cursor, start) : undefined
  const options = parseOptions(cursor, start)
  for (const option of options.keys()) if (!RESTORE_OPTIONS.has(option)) throw cursor.beyond(start)
  if (what === 'LOG' && device === undefined && !options.has('RECOVERY')) throw cursor.unexpected()
  return { kind: 'restore', what, database, device, options }
}

function parseBackup(cursor: BatchCursor, start: Token): AdminStatement {
  const what = cursor.takeWord('LOG') ? 'LOG' : cursor.takeWord('DATABASE') ? 'DATABASE' : undefined
  if (what === undefined) throw cursor.beyond(start)
  const database = parseDatabaseName(cursor)
  cursor.expectWord('TO')
  const device = parseDisk(cursor, start)
  const options = parseOptions(cursor, start)
  for (const option of options.keys()) if (!BACKUP_OPTIONS.has(option)) throw cursor.beyond(start)
  return { kind: 'backup', what, database, device, options }
}

const RESTORE_OPTIONS = new Set([
  'NORECOVERY',
  'RECOVERY',
  'REPLACE',
  'STATS',
  'CHECKSUM',
  'NO_CHECKSUM',
  'NOUNLOAD',
  'FILE',
  'MOVE',
  'RESTART',
])
const BACKUP_OPTIONS = new Set([
  'INIT',
  'NOINIT',
  'FORMAT',
  'CHECKSUM',
  'NO_CHECKSUM',
  'STATS',
  'NAME',
  'COPY_ONLY',
  'COMPRESSION',
  'NO_COMPRESSION',
  'NORECOVERY',
  'SKIP',
  'DESCRIPTION',
])

function parseDatabaseName(cursor: BatchCursor): DatabaseName {
  return cursor.peek().kind === 'variable' ? { variable: cursor.next().text } : { name: cursor.expectName() }
}

/** `DISK = N'…'` or `DISK = @file`; one device only. */
function parseDisk(cursor: BatchCursor, start: Token): Expression {
  if (!cursor.takeWord('DISK')) throw cursor.beyond(start)
  cursor.expectOp('=')
  const device = literalOrVariable(cursor)
  if (cursor.atOp(',')) throw cursor.beyond(start)
  return device
}

function parseOptions(cursor: BatchCursor, start: Token): Options {
  const options: Options = new Map()
  if (!cursor.takeWord('WITH')) return options
  do {
    const name = cursor.expectName().toUpperCase()
    if (name === 'MOVE') {
      literalOrVariable(cursor)
      cursor.expectWord('TO')
      options.set('MOVE', literalOrVariable(cursor))
    } else {
      if (options.has(name)) throw cursor.beyond(start)
      options.set(name, cursor.takeOp('=') ? literalOrVariable(cursor) : undefined)
    }
  } while (cursor.takeOp(','))
  return options
}

function literalOrVariable(cursor: BatchCursor): Expression {
  const token = cursor.peek()
  if (token.kind === 'variable' || token.kind === 'number') return parseExpression(cursor)
  if (token.kind !== 'string') throw cursor.unexpected()
  cursor.next()
  return { kind: 'literal', type: nvarchar(token.text.length || 1), value: token.text }
}

/** KILL takes a number and no variable. */
function parseKill(cursor: BatchCursor, start: Token): AdminStatement {
  const token = cursor.peek()
  if (token.kind === 'string') throw cursor.beyond(start)
  if (!/^\d+$/.test(token.text)) throw cursor.unexpected()
  const spid = Number(cursor.next().text)
  return { kind: 'kill', spid, statusOnly: cursor.takeWord('WITH', 'STATUSONLY') }
}
