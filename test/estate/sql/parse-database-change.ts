import type { BatchCursor } from './parse-batch.ts'
import type { DatabaseChange } from './statement.ts'
import type { Token } from './tokenize.ts'

/** What follows ALTER DATABASE and its name. */
export function parseDatabaseChange(cursor: BatchCursor, start: Token): DatabaseChange {
  cursor.expectWord('SET')
  if (cursor.takeWord('PARTNER')) return { kind: 'partner', to: parsePartner(cursor, start) }
  if (cursor.takeWord('HADR')) {
    for (const to of ['SUSPEND', 'RESUME'] as const) if (cursor.takeWord(to)) return { kind: 'hadr', to }
    throw cursor.beyond(start)
  }
  if (cursor.takeWord('WITNESS')) return { kind: 'witness', to: cursor.takeWord('OFF') ? 'OFF' : parseAddress(cursor) }
  for (const access of ['SINGLE_USER', 'MULTI_USER', 'RESTRICTED_USER'] as const) {
    if (cursor.takeWord(access)) return { kind: 'access', access, rollback: parseTermination(cursor) }
  }
  for (const status of ['ONLINE', 'OFFLINE'] as const)
    if (cursor.takeWord(status)) return { kind: 'status', status, rollback: parseTermination(cursor) }
  if (cursor.takeWord('RECOVERY')) {
    for (const model of ['FULL', 'SIMPLE', 'BULK_LOGGED'] as const) if (cursor.takeWord(model)) return { kind: 'recovery', model }
    throw cursor.unexpected()
  }
  for (const [word, readOnly] of [
    ['READ_ONLY', true],
    ['READ_WRITE', false],
  ] as const) {
    if (!cursor.takeWord(word)) continue
    parseTermination(cursor)
    return { kind: 'updates', readOnly }
  }
  throw cursor.beyond(start)
}

function parsePartner(cursor: BatchCursor, start: Token): Extract<DatabaseChange, { kind: 'partner' }>['to'] {
  if (cursor.atOp('=')) return parseAddress(cursor)
  for (const word of ['OFF', 'FAILOVER', 'FORCE_SERVICE_ALLOW_DATA_LOSS', 'SUSPEND', 'RESUME'] as const)
    if (cursor.takeWord(word)) return word
  if (cursor.takeWord('TIMEOUT')) {
    if (cursor.peek().kind !== 'number') throw cursor.unexpected()
    return { timeoutSeconds: Number(cursor.next().text) }
  }
  if (cursor.takeWord('SAFETY', 'FULL')) return 'SAFETY FULL'
  if (cursor.takeWord('SAFETY', 'OFF')) return 'SAFETY OFF'
  throw cursor.beyond(start)
}

/** `= N'TCP://host:port'` */
function parseAddress(cursor: BatchCursor): { address: string } {
  cursor.expectOp('=')
  if (cursor.peek().kind !== 'string') throw cursor.unexpected()
  return { address: cursor.next().text }
}

/** `WITH ROLLBACK IMMEDIATE` ends the others; without it, or with NO_WAIT, they stand in the way. */
function parseTermination(cursor: BatchCursor): boolean {
  if (!cursor.takeWord('WITH')) return false
  if (cursor.takeWord('NO_WAIT')) return false
  cursor.expectWord('ROLLBACK')
  if (cursor.takeWord('AFTER')) {
    cursor.next()
    cursor.takeWord('SECONDS')
    return true
  }
  cursor.expectWord('IMMEDIATE')
  return true
}
