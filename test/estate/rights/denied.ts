import { SqlError } from '../sql/sql-error.ts'

/** SQL Server's own words for what somebody may not; numbers and texts from general knowledge, not compared with a server. */
export const denied = {
  onObject: (permission: string, name: string, database: string, schema = 'dbo') =>
    new SqlError(
      229,
      `The ${permission} permission was denied on the object '${name}', database '${database}', schema '${schema}'.`,
      14,
      5,
    ),
  inDatabase: (permission: string, database: string) => new SqlError(262, `${permission} permission denied in database '${database}'.`, 14),
  toAct: () => new SqlError(15_247, 'User does not have permission to perform this action.'),
  /** Dynamic management views say it twice. */
  toSeeServer: () =>
    new SqlError(297, 'The user does not have permission to perform this action.', 16, 1, [
      new SqlError(300, "VIEW SERVER STATE permission was denied on object 'server', database 'master'.", 14),
    ]),
  toOpen: (login: string, database: string) =>
    new SqlError(
      916,
      `The server principal "${login}" is not able to access the database "${database}" under the current security context.`,
      14,
    ),
  /** Whoever may not alter a thing is not told whether it is there. */
  hidden: (what: string) => new SqlError(15_151, `${what}, because it does not exist or you do not have permission.`),
  toDrop: (what: string, name: string) =>
    new SqlError(3701, `Cannot drop the ${what} '${name}', because it does not exist or you do not have permission.`, 11, 5),
  toAlterObject: (number: 1088 | 4902, name: string) =>
    new SqlError(number, `Cannot find the object "${name}" because it does not exist or you do not have permissions.`, 16, 1),
  toAlterDatabase: (name: string) =>
    new SqlError(
      5011,
      `User does not have permission to alter database '${name}', the database does not exist, or the database is not in a state that allows access checks.`,
      14,
      9,
    ),
  toRestore: (name: string) => new SqlError(3110, `User does not have permission to RESTORE database '${name}'.`, 14),
  toKill: () => new SqlError(6102, 'User does not have permission to use the KILL statement.', 14),
  toShutDown: () => new SqlError(6004, 'User does not have permission to perform this action.', 14),
  toReconfigure: () => new SqlError(5812, 'You do not have permission to run the RECONFIGURE statement.', 14),
  toLoad: () => new SqlError(4834, 'You do not have permission to use the bulk load statement.'),
  toCheck: (login: string, command: string) =>
    new SqlError(2571, `User '${login}' does not have permission to run DBCC ${command}.`, 14, 3),
  toCheckDatabase: (login: string, command: string, database: string) =>
    new SqlError(7983, `User '${login}' does not have permission to run DBCC ${command} for database '${database}'.`, 14, 36),
  toImpersonate: (kind: 'LOGIN' | 'USER', name: string) =>
    kind === 'LOGIN'
      ? new SqlError(
          15_406,
          `Cannot execute as the server principal because the principal "${name}" does not exist, this type of principal cannot be impersonated, or you do not have permission.`,
        )
      : new SqlError(
          15_517,
          `Cannot execute as the database principal because the principal "${name}" does not exist, this type of principal cannot be impersonated, or you do not have permission.`,
        ),
  toGrant: () => new SqlError(4613, 'Grantor does not have GRANT permission.'),
  toLog: () => new SqlError(2778, 'Only System Administrator can specify WITH LOG option for RAISERROR command.'),
  adHoc: (provider: string) =>
    new SqlError(
      7415,
      `Ad hoc access to OLE DB provider '${provider}' has been denied. You must access this provider through a linked server.`,
    ),
  sysadminOnly: () => new SqlError(21_089, 'Only members of the sysadmin fixed server role can perform this operation.'),
}
