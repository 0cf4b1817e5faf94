/** What a log-in was given: on the server, and as a user of each of its databases. Nobody is given anything that does not stand here. */
export interface Principal {
  readonly name: string
  /** Its security identifier in hexadecimal digits, where a log-in of the same name has another one elsewhere. */
  sid?: string
  /** Server roles, in small letters. */
  roles: Set<string>
  /** Server permissions, in capitals. */
  permissions: Set<string>
  /** By the database's name in small letters. */
  users: Map<string, DatabaseUser>
}

export interface DatabaseUser {
  /** Database roles, in small letters. */
  roles: Set<string>
  /** Permissions on the database, in capitals. */
  permissions: Set<string>
  /** Permissions on single objects, by `schema.name` in small letters. */
  objects: Map<string, Set<string>>
}

export interface Given {
  roles?: string[]
  permissions?: string[]
  users?: Record<string, { roles?: string[]; permissions?: string[]; objects?: Record<string, string[]> }>
}

export function principal(name: string, { roles = [], permissions = [], users = {} }: Given): Principal {
  return {
    name,
    roles: new Set(roles),
    permissions: new Set(permissions),
    users: new Map(
      Object.entries(users).map(([database, user]): [string, DatabaseUser] => [
        database,
        {
          roles: new Set(user.roles),
          permissions: new Set(user.permissions),
          objects: new Map(Object.entries(user.objects ?? {}).map(([object, given]) => [object, new Set(given)])),
        },
      ]),
    ),
  }
}

/** The log-in that acts. */
export function actor(name: string): Principal {
  return principal(name, { roles: ['sysadmin'] })
}

/** The log-in that looks: it sees what the practice documents ask for, and may change none of it. The user in `mgc` came with the database. */
export function reader(name: string): Principal {
  const looks = { roles: ['db_datareader'] }
  return principal(name, {
    permissions: ['VIEW SERVER STATE', 'VIEW ANY DEFINITION'],
    users: { msdb: looks, mgc: looks, mgccomp: looks },
  })
}
