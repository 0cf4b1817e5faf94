import { findDatabase } from '../state/instance-state.ts'
import { objectExists } from './catalog.ts'
import type { SessionView } from './environment.ts'
import { splitName } from './server-functions.ts'
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
  const answer = session.isSysadmin ? 1n : 0n
  if (securableClass === null) return securable === null && SERVER_PERMISSIONS.has(wanted) ? answer : null
  switch (securableClass.trim().toUpperCase()) {
    case 'OBJECT':
      return securable !== null && OBJECT_PERMISSIONS.has(wanted) && objectExists(splitName(securable), session) ? answer : null
    case 'DATABASE':
      return DATABASE_PERMISSIONS.has(wanted) &&
        findDatabase(session.instance, securable === null ? session.database : (splitName(securable)[0] ?? '')) !== undefined
        ? answer
        : null
    default:
      return null
  }
}

const SERVER_PERMISSIONS = new Set([
  'CONTROL SERVER',
  'VIEW ANY DEFINITION',
  'VIEW ANY DATABASE',
  'VIEW SERVER STATE',
  'ALTER ANY CONNECTION',
  'ALTER ANY DATABASE',
  'ALTER SERVER STATE',
  'CREATE ANY DATABASE',
  'CONNECT SQL',
])
const OBJECT_PERMISSIONS = new Set([
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'EXECUTE',
  'VIEW DEFINITION',
  'ALTER',
  'CONTROL',
  'REFERENCES',
  'TAKE OWNERSHIP',
])
const DATABASE_PERMISSIONS = new Set([
  'ANY',
  'SELECT',
  'CONTROL',
  'ALTER',
  'CONNECT',
  'BACKUP DATABASE',
  'BACKUP LOG',
  'VIEW DEFINITION',
  'VIEW DATABASE STATE',
  'EXECUTE',
  'INSERT',
  'UPDATE',
  'DELETE',
])
