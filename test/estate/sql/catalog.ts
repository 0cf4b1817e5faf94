import { denied } from '../rights/denied.ts'
import { mayInDatabase, mayOnObject, mayOnServer } from '../rights/rights.ts'
import { databaseViews } from './catalog-databases.ts'
import { chatTables } from './catalog-chat.ts'
import { groupViews } from './catalog-groups.ts'
import { msdbTables } from './catalog-msdb.ts'
import { principalViews } from './catalog-principals.ts'
import { sessionViews } from './catalog-sessions.ts'
import type { CatalogTable } from './catalog-table.ts'
import type { Environment, SessionView, TableData } from './environment.ts'
import { findDatabase } from '../state/instance-state.ts'
import { replicaOn } from '../state/availability-group.ts'
import type { Database } from '../state/database.ts'
import { lacksQuorum } from '../state/mirroring.ts'
import { SqlError } from './sql-error.ts'

/** The object that a name of one to three parts means in this session. Throws 208, 927, 954, 7202. */
export function findObject(path: string[], environment: Environment): TableData {
  const { session } = environment
  const written = path.join('.')
  const temporary = isTemporary(path) ? session.settings.tables.get(path.at(-1)!.toLowerCase()) : undefined
  if (temporary !== undefined) return temporary
  const refused = requireObject(path, session, 'SELECT')
  if (refused !== undefined) throw refused
  const [name = '', schema = '', databaseName = session.database] = [...path].toReversed()
  const database = findDatabase(session.instance, databaseName)
  const table = database && lookUp(database.name.toLowerCase(), schema.toLowerCase(), name.toLowerCase())
  if (database === undefined || table === undefined) throw invalidObject(written)
  const rows = table.rows(session, database)
  return { columns: table.columns, rows: rows.map((row) => table.columns.map((column) => row[column.name] ?? null)) }
}

/** Why this session may not do that with the object, if it may not: 7202, 208, 927 and its like, 916, 259, 229, 297. */
export function requireObject(path: string[], session: SessionView, permission: string): SqlError | undefined {
  if (path.length > 3) return noServer(path[0] ?? '')
  const written = path.join('.')
  const [name = '', schema = '', databaseName = session.database] = [...path].toReversed()
  const database = findDatabase(session.instance, databaseName || session.database)
  if (database === undefined) return invalidObject(written)
  const closed = whyClosed(database, session)
  if (closed !== undefined) return closed
  if (!mayInDatabase(session, database.name, 'CONNECT')) return denied.toOpen(session.login, database.name)
  const [low, inSchema] = [name.toLowerCase(), schema.toLowerCase()]
  if (lookUp(database.name.toLowerCase(), inSchema, low) === undefined && !isSequence(database.name, inSchema, low))
    return invalidObject(written)
  if (inSchema === 'sys') {
    if (permission !== 'SELECT') return new SqlError(259, 'Ad hoc updates to system catalogs are not allowed.')
    return SERVER_STATE.has(low) && !mayOnServer(session, 'VIEW SERVER STATE') ? denied.toSeeServer() : undefined
  }
  if (low === 'sysprocesses') return undefined
  return mayOnObject(session, database.name, name, permission, schema)
    ? undefined
    : denied.onObject(permission, name, database.name, schema || 'dbo')
}

/** Without VIEW SERVER STATE these say nothing at all; the others then show the own session. */
const SERVER_STATE = new Set(['dm_exec_connections'])

/** For NEXT VALUE FOR. */
function isSequence(database: string, schema: string, name: string): boolean {
  return ['', 'dbo'].includes(schema) && database.toLowerCase() === 'mgccomp' && name === 'seqcomplianceentry'
}

export function noServer(name: string): SqlError {
  return new SqlError(7202, `Could not find server '${name}' in sys.servers. Verify that the correct server name was specified.`, 11, 2)
}

/** `#t`, also as one of tempdb. */
export function isTemporary(path: string[]): boolean {
  const [name = '', , database = 'tempdb'] = [...path].toReversed()
  return /^#[^#]/.test(name) && database.toLowerCase() === 'tempdb'
}

/** Is there an object of that name? For OBJECT_ID and HAS_PERMS_BY_NAME. */
export function objectExists(path: string[], session: SessionView): boolean {
  if (isTemporary(path)) return session.settings.tables.has(path.at(-1)!.toLowerCase())
  const [name = '', schema = '', databaseName = session.database] = [...path].toReversed()
  const database = findDatabase(session.instance, databaseName)
  return database !== undefined && lookUp(database.name.toLowerCase(), schema.toLowerCase(), name.toLowerCase()) !== undefined
}

export function requireOpen(database: Database, session: SessionView): void {
  const closed = whyClosed(database, session)
  if (closed !== undefined) throw closed
}

/** Nobody reads a database that is being restored, is a mirror or a secondary replica, or is a principal without quorum. */
function whyClosed(database: Database, { state, instance }: SessionView): SqlError | undefined {
  const { name } = database
  if (database.mirroring?.role === 'MIRROR')
    return new SqlError(954, `The database "${name}" cannot be opened. It is acting as a mirror database.`, 14)
  if (database.status === 'OFFLINE') return new SqlError(942, `Database '${name}' cannot be opened because it is offline.`, 14, 4)
  if (database.status !== 'ONLINE')
    return new SqlError(927, `Database '${name}' cannot be opened. It is in the middle of a restore.`, 14, 2)
  if (lacksQuorum(state, database)) {
    return new SqlError(
      955,
      `Database ${name} is enabled for Database Mirroring, but the database lacks quorum: the database cannot be opened. Check the partner and witness connections if configured.`,
      14,
    )
  }
  const group = state.groups.find((each) => each.databases.includes(name) && replicaOn(each, instance) !== undefined)
  if (group === undefined || group.primary === instance.name) return undefined
  return new SqlError(
    976,
    `The target database, '${name}', is participating in an availability group and is currently not accessible for queries. Either data movement is suspended or the availability replica is not enabled for read access.`,
    14,
  )
}

function lookUp(database: string, schema: string, name: string): CatalogTable | undefined {
  const systemView = databaseViews[name] ?? groupViews[name] ?? sessionViews[name] ?? principalViews[name]
  if (schema === 'sys' || (database === 'master' && schema === 'dbo' && name === 'sysprocesses')) return systemView
  if (schema !== 'dbo' && schema !== '') return undefined
  return database === 'msdb' ? msdbTables[name] : chatTables[database]?.[name]
}

export function invalidObject(written: string): SqlError {
  return new SqlError(208, `Invalid object name '${written}'.`)
}
