import { DATABASE_PERMISSIONS, OBJECT_PERMISSIONS, SERVER_PERMISSIONS } from '../rights/fixed-roles.ts'
import { databaseRights, mayInDatabase, mayOnObject, mayOnServer, serverRights } from '../rights/rights.ts'
import { findDatabase } from '../state/instance-state.ts'
import { objectExists } from './catalog.ts'
import type { SessionView, TableData } from './environment.ts'
import { isKnown, mayExecute } from './procedure-rights.ts'
import { splitName } from './server-functions.ts'
import { nvarchar, SYSNAME } from './sql-type.ts'
import type { Stored } from './stored-value.ts'

/** HAS_PERMS_BY_NAME: 1 or 0; NULL for a securable, class or permission that does not exist. */
export function hasPermission(
  session: SessionView,
  securable: string | null,
  securableClass: string | null,
  permission: string | null,
): Stored {
  if (permission === null) return null
  const wanted = permission.trim().toUpperCase()
  if (securableClass === null) return securable === null && SERVER_PERMISSIONS.has(wanted) ? said(mayOnServer(session, wanted)) : null
  switch (securableClass.trim().toUpperCase()) {
    case 'OBJECT':
      return securable === null || !OBJECT_PERMISSIONS.has(wanted) ? null : onObject(session, splitName(securable), wanted)
    case 'DATABASE': {
      const name = securable === null ? session.database : (splitName(securable)[0] ?? '')
      if ((!DATABASE_PERMISSIONS.has(wanted) && wanted !== 'ANY') || findDatabase(session.instance, name) === undefined) return null
      return said(wanted === 'ANY' ? databaseRights(session, name).size > 0 : mayInDatabase(session, name, wanted))
    }
    case 'LOGIN':
      return wanted === 'IMPERSONATE' ? said(mayOnServer(session, 'CONTROL SERVER')) : null
    default:
      return null
  }
}

/** Whoever may do nothing with an object is not told that it is there: 0, as for one that is not. */
function onObject(session: SessionView, path: string[], wanted: string): Stored {
  if (isKnown(path, session)) return said(wanted === 'EXECUTE' ? mayExecute(path, session) : mayOnServer(session, 'CONTROL SERVER'))
  if (!objectExists(path, session)) return null
  const [name = '', schema = 'dbo', database = session.database] = path.toReversed()
  if (schema.toLowerCase() === 'sys') return said(wanted === 'SELECT' || mayOnServer(session, 'CONTROL SERVER'))
  return said(mayInDatabase(session, database, 'CONNECT') && mayOnObject(session, database, name, wanted, schema))
}

const said = (yes: boolean): Stored => (yes ? 1n : 0n)

/** sys.fn_my_permissions of the server and of the current database. */
export function myPermissions(session: SessionView, securableClass: string): TableData {
  const columns = [
    { name: 'entity_name', type: SYSNAME },
    { name: 'subentity_name', type: SYSNAME },
    { name: 'permission_name', type: nvarchar(60) },
  ]
  const kind = securableClass.trim().toUpperCase()
  const rights = kind === 'SERVER' ? serverRights(session) : kind === 'DATABASE' ? databaseRights(session, session.database) : []
  return { columns: columns, rows: [...rights].toSorted().map((right) => [kind.toLowerCase(), '', right]) }
}
