import { denied } from '../rights/denied.ts'
import { mayInDatabase, mayOnServer } from '../rights/rights.ts'
import { findDatabase } from '../state/instance-state.ts'
import type { Database } from '../state/database.ts'
import { changePartner, changeWitness } from './change-partner.ts'
import { changeReplica } from './fail-group-over.ts'
import { SqlError } from './sql-error.ts'
import type { AdminStatement } from './statement.ts'
import type { Work } from './work.ts'

type Alter = Extract<AdminStatement, { kind: 'alter-database' }>

/** ALTER DATABASE … SET. Most refusals are followed by 5069. */
export function runAlterDatabase(statement: Alter, work: Work): Promise<void> {
  const { instance, state } = work.session
  const database = findDatabase(instance, statement.database)
  const may =
    mayOnServer(work.session, 'ALTER ANY DATABASE') || (database !== undefined && mayInDatabase(work.session, database.name, 'ALTER'))
  if (database === undefined || !may) throw failed(denied.toAlterDatabase(statement.database))
  const { change } = statement
  switch (change.kind) {
    case 'partner':
      changePartner(state, instance, database, change.to)
      break
    case 'hadr':
      changeReplica(state, instance, database, change.to)
      break
    case 'witness':
      changeWitness(state, database, change.to)
      break
    case 'access':
      requireOnline(database)
      clearSessions(database, change.rollback || change.access === 'MULTI_USER', work)
      database.userAccess = change.access
      break
    case 'recovery':
      requireOnline(database)
      if (database.mirroring !== undefined) {
        throw failed(
          new SqlError(
            1468,
            `The operation cannot be performed on database "${database.name}" because it is involved in a database mirroring session.`,
          ),
        )
      }
      database.recoveryModel = change.model
      break
    case 'status':
      changeStatus(database, change, work)
      break
    case 'updates':
      requireOnline(database)
      database.readOnly = change.readOnly
      break
  }
  return Promise.resolve()
}

/** DROP DATABASE. Throws 3701, 3702, 3708, 3743. */
export function runDropDatabase(statement: Extract<AdminStatement, { kind: 'drop-database' }>, { session }: Work): Promise<void> {
  const { instance } = session
  const { database: name } = statement
  const database = findDatabase(instance, name)
  if (database !== undefined && !mayOnServer(session, 'ALTER ANY DATABASE') && !mayInDatabase(session, name, 'CONTROL'))
    throw denied.toDrop('database', name)
  if (database === undefined) {
    if (statement.ifExists) return Promise.resolve()
    throw new SqlError(3701, `Cannot drop the database '${name}', because it does not exist or you do not have permission.`, 11)
  }
  if (database.id <= 4) throw new SqlError(3708, `Cannot drop the database '${name}' because it is a system database.`, 16, 5)
  if (database.mirroring !== undefined) {
    throw new SqlError(
      3743,
      `The database '${name}' is enabled for database mirroring. Database mirroring must be removed before you drop the database.`,
    )
  }
  if (database.heldBy !== undefined || [...instance.sessions.values()].some((row) => row.databaseId === database.id)) {
    throw new SqlError(3702, `Cannot drop database "${name}" because it is currently in use.`, 16, 3)
  }
  instance.databases = instance.databases.filter((each) => each !== database)
  return Promise.resolve()
}

export function failed(cause: SqlError): SqlError {
  return new SqlError(5069, 'ALTER DATABASE statement failed.', 16, 1, [cause])
}

function changeStatus(database: Database, change: Extract<Alter['change'], { kind: 'status' }>, work: Work): void {
  if (database.status === 'RESTORING') {
    throw failed(new SqlError(5052, `ALTER DATABASE is not permitted while a database is in the Restoring state.`))
  }
  if (change.status === 'OFFLINE') clearSessions(database, change.rollback, work)
  database.status = change.status
}

function requireOnline(database: Database): void {
  if (database.status === 'ONLINE') return
  throw failed(
    new SqlError(
      5052,
      `ALTER DATABASE is not permitted while a database is in the ${database.status === 'RESTORING' ? 'Restoring' : 'Offline'} state.`,
    ),
  )
}

/** The others are ended (WITH ROLLBACK IMMEDIATE), or they stand in the way: 5061 at once instead of waiting for ever. */
function clearSessions(database: Database, end: boolean, { session }: Work): void {
  const others = [...session.instance.sessions.values()].filter((row) => row.databaseId === database.id && row.spid !== session.row.spid)
  if (others.length > 0 && !end)
    throw failed(
      new SqlError(5061, `ALTER DATABASE failed because a lock could not be placed on database '${database.name}'. Try again later.`),
    )
  for (const other of others) if (end && database.userAccess !== 'SINGLE_USER') other.end()
}
