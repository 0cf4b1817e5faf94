import { createHash } from 'node:crypto'
import { DATABASE_ROLES, SERVER_ROLES } from '../rights/fixed-roles.ts'
import { serverName } from '../state/instance-state.ts'
import { mayOnServer } from '../rights/rights.ts'
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
    ...logIns(view).map((name, index) => ({
      name,
      principal_id: 256 + index,
      sid: name === 'sa' ? SID.sa : SID.of(name),
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
  database_principals: catalogTable('name:n128 principal_id:i type:v1 type_desc:n60 is_fixed_role:b', () =>
    Object.keys(DATABASE_ROLES).map((name, index) => ({
      name,
      principal_id: name === 'public' ? 0 : 16_384 + index,
      type: 'R',
      type_desc: 'DATABASE_ROLE',
      is_fixed_role: name !== 'public',
    })),
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
function logIns(view: SessionView): string[] {
  const others = [...view.instance.principals.values()].map(({ name }) => name)
  return ['sa', ...others.filter((name) => name === view.login || mayOnServer(view, 'VIEW ANY DEFINITION'))]
}
