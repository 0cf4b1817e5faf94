import { DATABASE_ROLES, SERVER_ROLES } from '../rights/fixed-roles.ts'
import { mayInDatabase, mayOnServer } from '../rights/rights.ts'
import { findDatabase, serverName } from '../state/instance-state.ts'
import type { Database } from '../state/database.ts'
import { lockResource, readLockMode } from './app-lock.ts'
import { objectExists } from './catalog.ts'
import { SID } from './catalog-principals.ts'
import type { Environment } from './environment.ts'
import { hasPermission } from './permissions.ts'
import type { ScalarFunction } from './scalar-functions.ts'
import { GUID, INT, SYSNAME, VARIANT, nvarchar } from './sql-type.ts'
import type { Stored } from './stored-value.ts'
import { newGuid } from '../state/database.ts'

const text = (value: Stored | undefined): string => value as string

/** Functions that ask the server about itself. */
export const serverFunctions: Record<string, ScalarFunction> = {
  DB_ID: {
    parameters: [SYSNAME],
    optional: 1,
    result: INT,
    run: ([name], { session }) => whole(findDatabase(session.instance, name === undefined ? session.database : text(name))?.id),
  },
  DB_NAME: {
    parameters: [INT],
    optional: 1,
    result: SYSNAME,
    run: ([id], { session }) =>
      id === undefined ? session.database : (session.instance.databases.find((database) => database.id === Number(id))?.name ?? null),
  },
  DATABASEPROPERTYEX: {
    parameters: [SYSNAME, SYSNAME],
    result: VARIANT,
    run: ([name, property], { session }) => {
      const database = findDatabase(session.instance, text(name))
      return database === undefined ? null : databaseProperty(database, text(property).toLowerCase())
    },
  },
  SERVERPROPERTY: {
    parameters: [SYSNAME],
    result: VARIANT,
    run: ([property], { session }) => serverProperty(text(property).toLowerCase(), session.instance),
  },
  HAS_PERMS_BY_NAME: {
    parameters: [nvarchar(776), SYSNAME, SYSNAME],
    result: INT,
    takesNull: true,
    run: ([securable, securableClass, permission], { session }) =>
      hasPermission(session, securable as string | null, securableClass as string | null, permission as string | null),
  },
  OBJECT_ID: {
    parameters: [nvarchar(776), SYSNAME],
    optional: 1,
    result: INT,
    run: ([name], { session }) => (objectExists(splitName(text(name)), session) ? 1_000_000n : null),
  },
  ORIGINAL_LOGIN: login(),
  SUSER_SNAME: login(),
  SUSER_NAME: login(),
  SYSTEM_USER: login(),
  USER_NAME: {
    parameters: [],
    result: SYSNAME,
    run: (_, { session }) => {
      if (mayOnServer(session, 'CONTROL SERVER')) return 'dbo'
      return session.principal.users.has(session.database.toLowerCase()) ? session.login : 'guest'
    },
  },
  HOST_NAME: { parameters: [], result: SYSNAME, run: (_, { session }) => session.row.host },
  APP_NAME: { parameters: [], result: SYSNAME, run: (_, { session }) => session.row.program },
  IS_SRVROLEMEMBER: {
    parameters: [SYSNAME, SYSNAME],
    optional: 1,
    result: INT,
    run: ([role], { session }) => inServerRole(text(role).toLowerCase(), session),
  },
  NEWID: { parameters: [], result: GUID, run: () => newGuid() },
  XACT_STATE: { parameters: [], result: { name: 'smallint' }, run: (_, { session }) => (session.transactions > 0 ? 1n : 0n) },
  APPLOCK_TEST: {
    parameters: [SYSNAME, nvarchar(255), nvarchar(32), nvarchar(32)],
    result: { name: 'smallint' },
    run: ([principal, resource, mode], { session }) => {
      const wanted = readLockMode(text(mode))
      if (wanted === undefined) return null
      return session.instance.locks.free(lockResource(session, text(principal), text(resource)), session.row.spid, wanted) ? 1n : 0n
    },
  },
  APPLOCK_MODE: {
    parameters: [SYSNAME, nvarchar(255), nvarchar(32)],
    result: nvarchar(32),
    run: ([principal, resource], { session }) =>
      session.instance.locks.heldBy(lockResource(session, text(principal), text(resource)), session.row.spid) ?? 'NoLock',
  },
  PARSENAME: {
    parameters: [SYSNAME, INT],
    result: SYSNAME,
    run: ([name, piece]) => splitName(text(name)).toReversed()[Number(piece) - 1] ?? null,
  },
  ISNUMERIC: { parameters: [nvarchar(-1)], result: INT, run: ([value]) => (/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(text(value)) ? 1n : 0n) },
  IS_MEMBER: isRoleMember(),
  IS_ROLEMEMBER: isRoleMember(),
  HAS_DBACCESS: {
    parameters: [SYSNAME],
    result: INT,
    run: ([name], { session }) => {
      const database = findDatabase(session.instance, text(name))
      if (database === undefined) return null
      return database.status === 'ONLINE' && mayInDatabase(session, database.name, 'CONNECT') ? 1n : 0n
    },
  },
  SUSER_SID: { parameters: [], result: { name: 'varbinary', length: 85 }, run: (_, { session }) => SID.of(session.login) },
  SCHEMA_NAME: { parameters: [INT], optional: 1, result: SYSNAME, run: ([id]) => (id === undefined || Number(id) === 1 ? 'dbo' : null) },
  CONTEXT_INFO: {
    parameters: [],
    result: { name: 'varbinary', length: 128 },
    run: (_, { session }) => session.settings.contextInfo,
  },
}

function inServerRole(role: string, { principal }: Environment['session']): Stored {
  if (!Object.hasOwn(SERVER_ROLES, role)) return null
  return role === 'public' || principal.roles.has(role) || principal.roles.has('sysadmin') ? 1n : 0n
}

/** sysadmin is dbo everywhere, and as such a member of db_owner. */
function isRoleMember(): ScalarFunction {
  return {
    parameters: [SYSNAME],
    result: INT,
    run: ([role], { session }) => {
      const name = text(role).toLowerCase()
      if (!Object.hasOwn(DATABASE_ROLES, name)) return null
      if (name === 'public' || mayOnServer(session, 'CONTROL SERVER')) return 1n
      return session.principal.users.get(session.database.toLowerCase())?.roles.has(name) === true ? 1n : 0n
    },
  }
}

function login(): ScalarFunction {
  return { parameters: [], result: SYSNAME, run: (_, { session }: Environment) => session.login }
}

function databaseProperty(database: Database, property: string): Stored {
  switch (property) {
    case 'status':
      return database.status
    case 'recovery':
      return database.recoveryModel
    case 'useraccess':
      return database.userAccess
    case 'updateability':
      return database.readOnly ? 'READ_ONLY' : 'READ_WRITE'
    case 'isinstandby':
      return 0n
    case 'collation':
      return database.status === 'ONLINE' ? 'Latin1_General_CI_AS' : null
    default:
      return null
  }
}

function serverProperty(property: string, instance: Environment['session']['instance']): Stored {
  switch (property) {
    case 'servername':
      return serverName(instance)
    case 'machinename':
    case 'computernamephysicalnetbios':
      return instance.host.split('.')[0]!.toUpperCase()
    case 'instancename':
      return instance.instanceName
    case 'productversion':
      return '11.0.7001.0'
    case 'productlevel':
      return 'SP4'
    case 'edition':
      return 'Practice Edition (a stand-in)'
    case 'engineedition':
      return 3n
    case 'ishadrenabled':
    case 'isclustered':
    case 'issingleuser':
      return 0n
    default:
      return null
  }
}

/** `a.[b c].d` as its parts. */
export function splitName(name: string): string[] {
  return [...name.matchAll(/\[((?:[^\]]|\]\])*)\]|([^.[\]]+)/g)].map((match) => match[1]?.replaceAll(']]', ']') ?? match[2] ?? '')
}

function whole(value: number | undefined): Stored {
  return value === undefined ? null : BigInt(value)
}
