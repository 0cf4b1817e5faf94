import { findDatabase } from '../state/instance-state.ts'
import type { Database } from '../state/database.ts'
import { evaluateExpression } from './evaluate.ts'
import { converted } from './frame.ts'
import { SqlError } from './sql-error.ts'
import { SYSNAME, nvarchar } from './sql-type.ts'
import type { DatabaseName } from './statement.ts'
import type { Expression } from './syntax.ts'
import type { Work } from './work.ts'

/** `RESTORE LOG is terminating abnormally.` with what led to it before. */
export function terminated(what: string, cause: SqlError): SqlError {
  return new SqlError(3013, `${what} is terminating abnormally.`, 16, 1, [cause])
}

/** The name that a statement means; NULL and the empty name are no database. */
export function nameOf(database: DatabaseName, work: Work): string {
  if ('name' in database) return database.name
  const value = converted(evaluateExpression({ kind: 'variable', name: database.variable }, work.frame), SYSNAME) as string | null
  if (value === null || value === '') throw new SqlError(3031, 'The value of a variable that names a database is NULL or empty.')
  return value
}

export function pathOf(device: Expression, work: Work): string {
  const value = converted(evaluateExpression(device, work.frame), nvarchar(260)) as string | null
  if (value === null || value === '')
    throw new SqlError(3044, 'Invalid zero-length device name. Reissue the BACKUP or RESTORE statement with a valid device name.')
  return value
}

export function databaseOf(name: string, work: Work): Database | undefined {
  return findDatabase(work.session.instance, name)
}

/** Holds the database for one operation. Throws 3101 while another session works on it or in it, 3102 when it is this one. */
export function hold(database: Database, what: string, work: Work): () => void {
  const { row, instance } = work.session
  if (row.databaseId === database.id) {
    throw new SqlError(
      3102,
      `RESTORE cannot process database '${database.name}' because it is in use by this session. It is recommended that the master database be used when performing this operation.`,
    )
  }
  const others = [...instance.sessions.values()].some((other) => other.databaseId === database.id)
  if (others || database.heldBy !== undefined)
    throw new SqlError(3101, 'Exclusive access could not be obtained because the database is in use.')
  const mine = { spid: row.spid, what }
  database.heldBy = mine
  return () => {
    if (database.heldBy === mine) database.heldBy = undefined
  }
}

/** RESTORE and BACKUP run outside transactions only. */
export function refuseInTransaction(work: Work): void {
  if (work.session.transactions > 0) throw new SqlError(3021, 'Cannot perform a backup or restore operation within a transaction.', 16, 0)
}
