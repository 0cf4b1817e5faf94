import {
  COVERS,
  DATABASE_PERMISSIONS,
  DATABASE_ROLES,
  GUEST_DATABASES,
  PUBLIC_ON_SERVER,
  SERVER_PERMISSIONS,
  SERVER_ROLES,
} from './fixed-roles.ts'
import type { Principal } from './principal.ts'

/** Whose rights are asked for. */
export interface Holder {
  readonly principal: Principal
}

/** Everything that the log-in may on the server, by grants, roles, and what they cover. */
export function serverRights({ principal }: Holder): ReadonlySet<string> {
  const given = [...PUBLIC_ON_SERVER, ...principal.permissions, ...[...principal.roles].flatMap((role) => SERVER_ROLES[role] ?? [])]
  if (given.includes('CONTROL SERVER')) return SERVER_PERMISSIONS
  return new Set(given.flatMap((permission) => [permission, ...(COVERS[permission] ?? [])]))
}

export function mayOnServer(holder: Holder, permission: string): boolean {
  return serverRights(holder).has(permission)
}

export function isSysadmin({ principal }: Holder): boolean {
  return principal.roles.has('sysadmin')
}

/** Everything that it may in a database; nothing where it is no user and no guest. */
export function databaseRights(holder: Holder, database: string): ReadonlySet<string> {
  if (mayOnServer(holder, 'CONTROL SERVER')) return DATABASE_PERMISSIONS
  const name = database.toLowerCase()
  const user = holder.principal.users.get(name)
  if (user === undefined) return new Set(GUEST_DATABASES.has(name) ? ['CONNECT'] : [])
  const fromServer = mayOnServer(holder, 'VIEW ANY DEFINITION') ? ['VIEW DEFINITION'] : []
  const given = ['CONNECT', ...fromServer, ...user.permissions, ...[...user.roles].flatMap((role) => DATABASE_ROLES[role] ?? [])]
  return given.includes('CONTROL') ? DATABASE_PERMISSIONS : new Set(given)
}

export function mayInDatabase(holder: Holder, database: string, permission: string): boolean {
  return databaseRights(holder, database).has(permission)
}

/** A table, view or sequence of a database; `name` without its schema is one of dbo. */
export function mayOnObject(holder: Holder, database: string, name: string, permission: string, schema = 'dbo'): boolean {
  if (mayInDatabase(holder, database, permission) || mayInDatabase(holder, database, 'CONTROL')) return true
  const granted = holder.principal.users.get(database.toLowerCase())?.objects.get(`${schema || 'dbo'}.${name}`.toLowerCase())
  return granted !== undefined && (granted.has(permission) || granted.has('CONTROL'))
}
