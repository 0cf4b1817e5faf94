import { databaseViews } from './catalog-databases.ts'
import { chatTables } from './catalog-chat.ts'
import { msdbTables } from './catalog-msdb.ts'
import { sessionViews } from './catalog-sessions.ts'
import type { CatalogTable } from './catalog-table.ts'
import type { Environment, SessionView, TableData } from './environment.ts'
import { findDatabase } from '../state/instance-state.ts'
import type { Database } from '../state/database.ts'
import { SqlError } from './sql-error.ts'

/** The object that a name of one to three parts means in this session. Throws 208, 927, 954, 7202. */
export function findObject(path: string[], environment: Environment): TableData {
  const { session } = environment
  const written = path.join('.')
  if (path.length > 3)
    throw new SqlError(
      7202,
      `Could not find server '${path[0]!}' in sys.servers. Verify that the correct server name was specified.`,
      11,
      2,
    )
  const [name = '', schema = '', databaseName = session.database] = [...path].reverse()
  const database = findDatabase(session.instance, databaseName)
  if (database === undefined) throw invalidObject(written)
  requireOpen(database)
  const table = lookUp(database.name.toLowerCase(), schema.toLowerCase(), name.toLowerCase())
  if (table === undefined) throw invalidObject(written)
  const rows = table.rows(session, database)
  return { columns: table.columns, rows: rows.map((row) => table.columns.map((column) => row[column.name] ?? null)) }
}

/** Is there an object of that name? For OBJECT_ID and HAS_PERMS_BY_NAME. */
export function objectExists(path: string[], session: SessionView): boolean {
  const [name = '', schema = '', databaseName = session.database] = [...path].reverse()
  const database = findDatabase(session.instance, databaseName)
  return database !== undefined && lookUp(database.name.toLowerCase(), schema.toLowerCase(), name.toLowerCase()) !== undefined
}

/** Nobody reads a database that is being restored or is a mirror. */
export function requireOpen(database: Database): void {
  if (database.status === 'ONLINE') return
  const { name } = database
  if (database.mirroring?.role === 'MIRROR')
    throw new SqlError(954, `The database "${name}" cannot be opened. It is acting as a mirror database.`, 14)
  if (database.status === 'OFFLINE') throw new SqlError(942, `Database '${name}' cannot be opened because it is offline.`, 14, 4)
  throw new SqlError(927, `Database '${name}' cannot be opened. It is in the middle of a restore.`, 14, 2)
}

function lookUp(database: string, schema: string, name: string): CatalogTable | undefined {
  const systemView = databaseViews[name] ?? sessionViews[name]
  if (schema === 'sys' || (database === 'master' && schema === 'dbo' && name === 'sysprocesses')) return systemView
  if (schema !== 'dbo' && schema !== '') return undefined
  return database === 'msdb' ? msdbTables[name] : chatTables[database]?.[name]
}

function invalidObject(written: string): SqlError {
  return new SqlError(208, `Invalid object name '${written}'.`)
}
