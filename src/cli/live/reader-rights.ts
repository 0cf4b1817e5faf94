/** Asks a SQL Server what its reader may do besides looking. What is not known to be looking is taken for writing. */
import { acts } from '../../procedure/acts.ts'
import { everyBlock } from '../../procedure/every-block.ts'
import { sqlCalls } from '../../lint/sql/calls.ts'
import { sqlTokens } from '../../lint/sql/tokens.ts'
import type { PlannedBlock } from '../../procedure/plan-types.ts'
import type { Procedure } from '../../procedure/procedure.ts'
import { en } from '../../words/en.ts'
import { errorOf } from '../../run/step/judge-results.ts'
import type { Row } from '../../run/order.ts'
import type { BlockContext } from '../../worker/context.ts'
import type { SqlTarget } from '../../worker/options.ts'
import { runSqlBlock } from '../../worker/sql/block.ts'
import type { SqlSession } from '../../worker/sql/session.ts'
import { isCut } from '../../worker/sql/statement.ts'

export type ReaderProof = { target: string } & (
  | { how: 'no-reader' }
  /** `linked`: servers beyond this one to which it leads; what the reader may do there nobody here can tell. */
  | { how: 'only-looks'; reader: string; linked: string[] }
  | { how: 'may-write'; reader: string; may: Excess[] }
  | { how: 'not-asked'; reader: string; why: string }
)

/** A right that a reader must not have, and how it is taken away. */
export interface Excess {
  what: string
  next: string
}

/** `looking`: procedures that only look, by name, with or without their schema. */
export async function proveReader(
  context: BlockContext,
  target: SqlTarget,
  { procedure, looking }: { procedure: Procedure; looking: readonly string[] },
): Promise<ReaderProof> {
  const { name, reader } = target
  if (reader === undefined) return { target: name, how: 'no-reader' }
  const ask = (database: string, text: string) => askRows(context, target, database, text)
  try {
    const server = await ask('master', SERVER)
    const named = (kind: string): string[] => server.filter((row) => row['kind'] === kind).map((row) => String(row['name']))
    const may = onServer(reader.user, named)
    if (!named('role').includes('sysadmin')) {
      for (const database of named('open'))
        may.push(
          ...inDatabase(
            reader.user,
            database,
            (await ask(database, DATABASE)).filter((row) => !isLook(row, looking)),
          ),
        )
      may.push(...(await executable(reader.user, procedure, ask)))
    }
    if (may.length > 0) return { target: name, how: 'may-write', reader: reader.user, may }
    return { target: name, how: 'only-looks', reader: reader.user, linked: named('linked') }
  } catch (error) {
    return { target: name, how: 'not-asked', reader: reader.user, why: (error as Error).message }
  }
}

const SERVER = `SELECT kind = N'role', name = p.name FROM sys.server_principals p WHERE p.type = 'R' AND p.is_fixed_role = 1 AND IS_SRVROLEMEMBER(p.name) = 1
UNION ALL SELECT N'permission', permission_name FROM sys.fn_my_permissions(NULL, N'SERVER')
UNION ALL SELECT N'owner', d.name FROM sys.databases d WHERE d.owner_sid = SUSER_SID()
UNION ALL SELECT N'impersonate', p.name FROM sys.server_principals p
  WHERE p.type IN ('S', 'U', 'G', 'C', 'K') AND p.name <> SUSER_SNAME() AND HAS_PERMS_BY_NAME(QUOTENAME(p.name), N'LOGIN', N'IMPERSONATE') = 1
UNION ALL SELECT N'open', d.name FROM sys.databases d WHERE HAS_DBACCESS(d.name) = 1
UNION ALL SELECT N'linked', s.name FROM sys.servers s WHERE s.is_linked = 1;`

/** Of what comes with the server, EXECUTE is given to everybody and asks inside; of what somebody made, it runs with its owner's rights. */
const DATABASE = `SELECT kind = N'role', name = p.name, object = N'' FROM sys.database_principals p WHERE p.type = 'R' AND p.is_fixed_role = 1 AND IS_ROLEMEMBER(p.name) = 1
UNION ALL SELECT N'permission', permission_name, N'' FROM sys.fn_my_permissions(NULL, N'DATABASE')
UNION ALL SELECT N'object', w.permission, SCHEMA_NAME(o.schema_id) + N'.' + o.name
  FROM sys.objects o
  CROSS JOIN (SELECT permission = N'INSERT' UNION ALL SELECT N'UPDATE' UNION ALL SELECT N'DELETE' UNION ALL SELECT N'ALTER' UNION ALL SELECT N'CONTROL'
              UNION ALL SELECT N'EXECUTE') w
  WHERE (w.permission <> N'EXECUTE' OR o.is_ms_shipped = 0)
    AND HAS_PERMS_BY_NAME(QUOTENAME(SCHEMA_NAME(o.schema_id)) + N'.' + QUOTENAME(o.name), N'OBJECT', w.permission) = 1;`

function onServer(user: string, named: (kind: string) => string[]): Excess[] {
  const roles = named('role').filter((role) => role !== 'public' && !LOOKING_ROLE.test(role))
  // Who is sysadmin has every right everywhere: one sentence says it.
  if (roles.includes('sysadmin'))
    return [{ what: 'it is a member of the server role sysadmin', next: `ALTER SERVER ROLE sysadmin DROP MEMBER ${quoted(user)};` }]
  const permissions = named('permission').filter((permission) => !looksOnServer(permission))
  return [
    ...roles.map((role) => ({
      what: `it is a member of the server role ${role}`,
      next: `ALTER SERVER ROLE ${quoted(role)} DROP MEMBER ${quoted(user)};`,
    })),
    ...permissions.map((permission) => ({
      what: `it has ${permission} on the server`,
      next: `REVOKE ${permission} FROM ${quoted(user)}; or take it out of the role that has it.`,
    })),
    ...named('owner').map((database) => ({
      what: `it owns the database ${database}`,
      next: `ALTER AUTHORIZATION ON DATABASE::${quoted(database)} TO sa;`,
    })),
    ...named('impersonate').map((other) => ({
      what: `it may act as ${other}`,
      next: `REVOKE IMPERSONATE ON LOGIN::${quoted(other)} FROM ${quoted(user)};`,
    })),
  ]
}

/** SQL Server 2022 has fixed roles that only look. */
const LOOKING_ROLE = /^##MS_(\w*Reader|DatabaseConnector)##$/

function looksOnServer(permission: string): boolean {
  return permission.startsWith('VIEW ') || ['CONNECT SQL', 'CONNECT ANY DATABASE', 'SELECT ALL USER SECURABLES'].includes(permission)
}

function inDatabase(user: string, database: string, rows: readonly Row[]): Excess[] {
  const of = (kind: string) =>
    rows.filter((row) => row['kind'] === kind).map((row) => ({ name: String(row['name']), object: String(row['object']) }))
  const roles = of('role').filter(({ name }) => !['public', 'db_datareader', 'db_denydatareader', 'db_denydatawriter'].includes(name))
  const permissions = of('permission').filter(({ name }) => !looksInDatabase(name))
  const covered = new Set(permissions.map(({ name }) => name))
  const use = `USE ${quoted(database)};`
  if (roles.length > 0)
    return roles.map(({ name }) => ({
      what: `it is a member of the role ${name} of the database ${database}`,
      next: `${use} ALTER ROLE ${quoted(name)} DROP MEMBER ${quoted(user)};`,
    }))
  return [
    ...permissions.map(({ name }) => ({
      what: `it has ${name} in the database ${database}`,
      next: `${use} REVOKE ${name} FROM ${quoted(user)}; or take it out of the role that has it.`,
    })),
    ...of('object')
      .filter(({ name }) => !covered.has(name) && !covered.has('CONTROL'))
      .map(({ name, object }) => ({
        what: `it has ${name} on ${database}.${object}`,
        next: `${use} REVOKE ${name} ON ${object.split('.').map(quoted).join('.')} FROM ${quoted(user)}; or take it out of the role that has it.`,
      })),
  ]
}

/** What the installation says that it only looks is no right too many. */
function isLook(row: Row, looking: readonly string[]): boolean {
  const short = (name: string): string =>
    name
      .toLowerCase()
      .split('.')
      .slice(-2)
      .join('.')
      .replace(/^(dbo|sys)\./, '')
  return row['kind'] === 'object' && row['name'] === 'EXECUTE' && looking.some((name) => short(name) === short(String(row['object'])))
}

function looksInDatabase(permission: string): boolean {
  return permission.startsWith('VIEW ') || ['CONNECT', 'SELECT', 'SHOWPLAN'].includes(permission)
}

/** What the document's `run` and `undo` blocks execute outside master: there, whoever has EXECUTE can do what it does. */
async function executable(user: string, procedure: Procedure, ask: (database: string, text: string) => Promise<Row[]>): Promise<Excess[]> {
  const run = everyBlock(procedure).filter(({ role, language }) => acts(role) && language === 'sql')
  const called = run.flatMap(({ text, database = 'master' }) =>
    sqlCalls(sqlTokens(text).tokens).calls.flatMap(({ name }) => {
      const [object = '', schema = 'dbo', own] = name.toReversed()
      const home = own || (/^[sx]p_/.test(object) ? 'master' : database)
      // Those that come with the server in master are everybody's to execute, and ask inside who it is; extended ones do not.
      const skipped = object === '' || home.startsWith('@') || (home === 'master' && !object.startsWith('xp_'))
      return skipped ? [] : [{ database: home, schema: schema || 'dbo', object, name: [home, schema || 'dbo', object].join('.') }]
    }),
  )
  const found: Excess[] = []
  for (const { database, schema, object, name } of new Map(called.map((one) => [one.name, one])).values()) {
    const [row] = await ask('master', `SELECT may = HAS_PERMS_BY_NAME(N'${name.replaceAll("'", "''")}', N'OBJECT', N'EXECUTE');`)
    if (row?.['may'] !== 1) continue
    const next = `USE ${quoted(database)}; REVOKE EXECUTE ON ${quoted(schema)}.${quoted(object)} FROM ${quoted(user)}; or take it out of the role that has it.`
    found.push({ what: `it may execute ${name}, which the document does only after an approval`, next })
  }
  return found
}

/** Every row; the texts are this program's own. @throws an Error with what the server, or the way to it, says. */
async function askRows(context: BlockContext, target: SqlTarget, database: string, text: string): Promise<Row[]> {
  const block: PlannedBlock = { role: 'read', language: 'sql', target: target.name, database, text, uses: [], line: 1 }
  const { signal } = new AbortController()
  const sent = {
    index: 0,
    block,
    file: 'check --live',
    parameters: [],
    captures: ['name'],
    rowsBudget: 4_000_000,
    files: context.options.files,
    timeoutMs: 60_000,
    signal,
  }
  const ask = (session: SqlSession) => runSqlBlock(session, sent, context.mask)
  const lent = await context.sessions.with(target, database, ask, signal, ({ ending }) => isCut(ending))
  if ('refusal' in lent) throw new Error(en.workerFault(lent.refusal.why))
  const { result } = lent.value
  if (!result.ok) throw new Error(en.remarks([errorOf(result)]))
  if (result.rows.length !== result.rowCount) throw new Error(`${result.rowCount} rows came, more than this program keeps`)
  return result.rows
}

function quoted(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`
}
