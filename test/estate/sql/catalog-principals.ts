import { createHash } from 'node:crypto'
import { DATABASE_ROLES, SERVER_ROLES } from '../rights/fixed-roles.ts'
import type { Principal } from '../rights/principal.ts'
import type { Database } from '../state/database.ts'
import { serverName } from '../state/instance-state.ts'
import { mayInDatabase, mayOnServer } from '../rights/rights.ts'
import { catalogTable } from './catalog-table.ts'
import type { CatalogTable } from './catalog-table.ts'
import { msdbTables } from './catalog-msdb.ts'
import { chatTables } from './catalog-chat.ts'
import type { SessionView } from './environment.ts'

/** Security identifiers; those of log-ins are made from their names. */
export const SID = {
  sa: Uint8Array.of(1),
  of: (login: string): Uint8Array => new Uint8Array(createHash('md5').update(login.toLowerCase()).digest()),
}

/** Log-ins, roles, and the objects that somebody may do something with. */
export const principalViews: Record<string, CatalogTable> = {
  server_principals: catalogTable('name:n128 principal_id:i sid:x85 type:v1 type_desc:n60 is_disabled:b is_fixed_role:b', (view) => [
    ...logIns(view).map(({ name, sid }, index) => ({
      name,
      principal_id: 256 + index,
      sid,
      type: 'S',
      type_desc: 'SQL_LOGIN',
      is_disabled: false,
      is_fixed_role: false,
    })),
    ...Object.keys(SERVER_ROLES).map((name, index) => ({
      name,
      principal_id: index + 2,
      type: 'R',
      type_desc: 'SERVER_ROLE',
      is_disabled: false,
      is_fixed_role: name !== 'public',
    })),
  ]),
  database_principals: catalogTable(
    'name:n128 principal_id:i type:v1 type_desc:n60 sid:x85 default_schema_name:n128 is_fixed_role:b authentication_type:i authentication_type_desc:n60',
    (view, database) => [
      ...usersOf(view, database).map(({ name, sid }, index) => ({
        name,
        principal_id: index + 1,
        type: 'S',
        type_desc: 'SQL_USER',
        sid,
        default_schema_name: OWN_USERS.includes(name) ? name : 'dbo',
        is_fixed_role: false,
        ...(OWN_USERS.includes(name)
          ? { authentication_type: 0, authentication_type_desc: 'NONE' }
          : { authentication_type: 1, authentication_type_desc: 'INSTANCE' }),
      })),
      ...Object.keys(DATABASE_ROLES).map((name, index) => ({
        name,
        principal_id: name === 'public' ? 0 : 16_384 + index,
        type: 'R',
        type_desc: 'DATABASE_ROLE',
        is_fixed_role: name !== 'public',
        authentication_type: 0,
        authentication_type_desc: 'NONE',
      })),
    ],
  ),
  servers: catalogTable('server_id:i name:n128 is_linked:b', ({ instance }) => [
    { server_id: 0, name: serverName(instance), is_linked: false },
  ]),
  objects: catalogTable('name:n128 object_id:i schema_id:i type:v2 type_desc:n60 is_ms_shipped:b', (_, { name }) => {
    const tables = name.toLowerCase() === 'msdb' ? msdbTables : (chatTables[name.toLowerCase()] ?? {})
    return Object.keys(tables).map((table, index) => ({
      name: table,
      object_id: 1_000_000 + index,
      schema_id: 1,
      type: 'U ',
      type_desc: 'USER_TABLE',
      is_ms_shipped: name.toLowerCase() === 'msdb',
    }))
  }),
}

/** Without VIEW ANY DEFINITION one sees oneself and sa. */
function logIns(view: SessionView): { name: string; sid: Uint8Array }[] {
  const others = [...view.instance.principals.values()]
  const seen = others.filter(({ name }) => name === view.login || mayOnServer(view, 'VIEW ANY DEFINITION'))
  return [{ name: 'sa', sid: SID.sa }, ...seen.map((each) => ({ name: each.name, sid: sidOf(each) }))]
}

/** Of a log-in: as it was given, or made from its name. */
export function sidOf({ name, sid }: Principal): Uint8Array {
  return sid === undefined ? SID.of(name) : new Uint8Array(Buffer.from(sid, 'hex'))
}

/** In every database, and nobody logs in as one of them. */
const OWN_USERS = ['guest', 'INFORMATION_SCHEMA', 'sys']

/** Those of log-ins that were given rights, and those that came with the database. Without VIEW DEFINITION one sees oneself among them. */
function usersOf(view: SessionView, { name: database, users = [] }: Database): { name: string; sid: Uint8Array | null }[] {
  const given = [...view.instance.principals.values()].filter((each) => each.users.has(database.toLowerCase()))
  const made = [
    ...given.map((each) => ({ name: each.name, sid: sidOf(each) })),
    ...users.map(({ name, sid }) => ({ name, sid: new Uint8Array(Buffer.from(sid, 'hex')) })),
  ].filter(({ name }) => name === view.login || mayInDatabase(view, database, 'VIEW DEFINITION'))
  const own = OWN_USERS.map((name) => ({ name, sid: name === 'guest' ? Uint8Array.of(0) : null }))
  return [{ name: 'dbo', sid: SID.sa }, ...own, ...made]
}
