import { denied } from '../rights/denied.ts'
import { mayInDatabase, mayOnServer } from '../rights/rights.ts'
import type { SessionView } from './environment.ts'
import { procedureNamed } from './procedures.ts'
import { notUnderstood, type SqlError } from './sql-error.ts'

/** May this session execute it? Throws the refusal; and, for a procedure of which the stand-in knows the rights only, that it does not understand. */
export function requireExecute(path: string[], session: SessionView): void {
  const name = (path.at(-1) ?? '').toLowerCase()
  const inside = CHECKS_INSIDE[name]
  if (inside !== undefined && !mayOnServer(session, 'CONTROL SERVER')) throw inside()
  if (!mayExecute(path, session) && isKnown(path, session)) {
    throw homeOf(path, session) === 'msdb'
      ? denied.onObject('EXECUTE', name, 'msdb')
      : denied.onObject('EXECUTE', name, 'mssqlsystemresource', 'sys')
  }
  if (isKnown(path, session) && procedureNamed(path, session) === undefined) throw notUnderstood(`EXEC ${path.join('.')}`, 1)
}

export function isKnown(path: string[], session: SessionView): boolean {
  return homeOf(path, session) !== undefined
}

/** Of procedures that do not stand here nobody but sysadmin may execute any. */
export function mayExecute(path: string[], session: SessionView): boolean {
  const name = (path.at(-1) ?? '').toLowerCase()
  const home = homeOf(path, session)
  if (home === undefined) return false
  if (mayOnServer(session, 'CONTROL SERVER') || PUBLIC.has(name) || CHECKS_INSIDE[name] !== undefined) return true
  if (mayInDatabase(session, home, 'EXECUTE') || mayInDatabase(session, home, 'CONTROL')) return true
  return session.principal.users.get(home)?.objects.get(`dbo.${name}`)?.has('EXECUTE') === true
}

function homeOf(path: string[], session: SessionView): 'master' | 'msdb' | undefined {
  const implemented = procedureNamed(path, session)
  if (implemented !== undefined) return implemented.home
  const [name = '', schema = '', database = session.database] = path.map((part) => part.toLowerCase()).toReversed()
  if (!['', 'dbo', 'sys'].includes(schema)) return undefined
  if (IN_MSDB.has(name)) return database.toLowerCase() === 'msdb' ? 'msdb' : undefined
  return IN_MASTER.has(name) || CHECKS_INSIDE[name] !== undefined ? 'master' : undefined
}

/** Everybody may execute these. */
const PUBLIC = new Set(['sp_executesql', 'sp_who2', 'xp_dirtree', 'xp_fileexist', 'sp_getapplock', 'sp_releaseapplock'])

/** Everybody may execute these, and they ask by themselves who it is. */
const CHECKS_INSIDE: Record<string, () => SqlError> = Object.fromEntries([
  ...'sp_configure sp_addlinkedserver sp_addlinkedsrvlogin sp_dropserver sp_serveroption sp_addlogin sp_droplogin sp_addsrvrolemember sp_dropsrvrolemember sp_detach_db sp_cycle_errorlog sp_procoption'
    .split(' ')
    .map((name) => [name, denied.toAct] as const),
  ...'sp_delete_log_shipping_secondary_database sp_delete_log_shipping_secondary_primary sp_add_log_shipping_secondary_database sp_add_log_shipping_secondary_primary sp_delete_log_shipping_primary_database sp_delete_log_shipping_primary_secondary sp_add_log_shipping_primary_database sp_add_log_shipping_primary_secondary sp_change_log_shipping_secondary_database'
    .split(' ')
    .map((name) => [name, denied.sysadminOnly] as const),
])

/** Known by their rights only. */
const IN_MASTER = new Set(
  'xp_cmdshell xp_regwrite xp_regdeletevalue xp_servicecontrol xp_create_subdir xp_delete_file xp_copy_file sp_oacreate sp_oamethod sp_oasetproperty'.split(
    ' ',
  ),
)
const IN_MSDB = new Set(
  'sp_add_job sp_add_jobstep sp_add_jobserver sp_delete_job sp_update_jobstep sp_send_dbmail sp_delete_backuphistory'.split(' '),
)
