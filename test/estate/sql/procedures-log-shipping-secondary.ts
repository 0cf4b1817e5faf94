import { newGuid } from '../state/database.ts'
import { findDatabase } from '../state/instance-state.ts'
import { addJob, removeJob } from '../state/msdb.ts'
import type { BoundCall } from './bind-arguments.ts'
import { giveBack, needed, numberOf, optional, textOf } from './procedure.ts'
import type { Procedure } from './procedure.ts'
import { SqlError } from './sql-error.ts'
import { SYSNAME, nvarchar } from './sql-type.ts'
import type { Work } from './work.ts'

const flag = (name: string, otherwise: number) => optional(name, { name: 'tinyint' }, otherwise)
const guid = (name: string) => optional(name, { name: 'uniqueidentifier' })
const sameText = (a: unknown, b: string | null) => String(a).toLowerCase() === b?.toLowerCase()

/** Log shipping, as the secondary keeps it. */
export const secondaryProcedures: Record<string, Procedure> = {
  sp_delete_log_shipping_secondary_database: {
    home: 'master',
    effect: true,
    parameters: [needed('@secondary_database', SYSNAME), flag('@ignoreremotemonitor', 0)],
    run: deleteSecondaryDatabase,
  },
  sp_add_log_shipping_secondary_primary: {
    home: 'master',
    effect: true,
    parameters: [
      needed('@primary_server', SYSNAME),
      needed('@primary_database', SYSNAME),
      needed('@backup_source_directory', nvarchar(500)),
      needed('@backup_destination_directory', nvarchar(500)),
      needed('@copy_job_name', SYSNAME),
      needed('@restore_job_name', SYSNAME),
      optional('@file_retention_period', { name: 'int' }, 14_420),
      optional('@monitor_server', SYSNAME),
      flag('@monitor_server_security_mode', 1),
      guid('@copy_job_id'),
      guid('@restore_job_id'),
      guid('@secondary_id'),
      flag('@overwrite', 0),
    ],
    run: addSecondaryPrimary,
  },
  sp_add_log_shipping_secondary_database: {
    home: 'master',
    effect: true,
    parameters: [
      needed('@secondary_database', SYSNAME),
      needed('@primary_server', SYSNAME),
      needed('@primary_database', SYSNAME),
      optional('@restore_delay', { name: 'int' }, 0),
      flag('@restore_all', 1),
      flag('@restore_mode', 0),
      flag('@disconnect_users', 0),
      optional('@restore_threshold', { name: 'int' }, 45),
      flag('@threshold_alert_enabled', 1),
      optional('@history_retention_period', { name: 'int' }, 14_420),
      flag('@overwrite', 0),
    ],
    run: addSecondaryDatabase,
  },
}

/** The row goes, its history with it; with the last database of a primary go the primary's row and both jobs. */
function deleteSecondaryDatabase(call: BoundCall, { session }: Work): Promise<number> {
  const name = textOf(call, '@secondary_database')
  const { msdb } = session.instance
  const found = msdb.log_shipping_secondary_databases.find((row) => sameText(row['secondary_database'], name))
  if (found === undefined) throw new SqlError(32_014, `Database ${name ?? ''} does not exist as log shipping secondary.`)
  msdb.log_shipping_secondary_databases = msdb.log_shipping_secondary_databases.filter((row) => row !== found)
  const id = found['secondary_id']!
  if (msdb.log_shipping_secondary_databases.some((row) => row['secondary_id'] === id)) return Promise.resolve(0)
  const primary = msdb.log_shipping_secondary.find((row) => row['secondary_id'] === id)
  msdb.log_shipping_secondary = msdb.log_shipping_secondary.filter((row) => row !== primary)
  for (const job of ['copy_job_id', 'restore_job_id']) removeJob(msdb, primary?.[job] ?? null)
  return Promise.resolve(0)
}

function addSecondaryPrimary(call: BoundCall, { session }: Work): Promise<number> {
  const { msdb, host } = session.instance
  const [server, database] = [textOf(call, '@primary_server'), textOf(call, '@primary_database')]
  if (msdb.log_shipping_secondary.some((row) => sameText(row['primary_server'], server) && sameText(row['primary_database'], database))) {
    throw new SqlError(32_013, `A log shipping entry already exists for secondary database ${database ?? ''}.`)
  }
  const now = session.state.clock.now()
  const row = {
    secondary_id: newGuid(),
    primary_server: server,
    primary_database: database,
    backup_source_directory: textOf(call, '@backup_source_directory'),
    backup_destination_directory: textOf(call, '@backup_destination_directory'),
    file_retention_period: numberOf(call, '@file_retention_period'),
    copy_job_id: addJob(msdb, textOf(call, '@copy_job_name')!, now, false),
    restore_job_id: addJob(msdb, textOf(call, '@restore_job_name')!, now, false),
    monitor_server: host,
    monitor_server_security_mode: true,
    user_specified_monitor: false,
    last_copied_file: null,
    last_copied_date: null,
  }
  msdb.log_shipping_secondary.push(row)
  giveBack(call, '@copy_job_id', row.copy_job_id)
  giveBack(call, '@restore_job_id', row.restore_job_id)
  giveBack(call, '@secondary_id', row.secondary_id)
  return Promise.resolve(0)
}

function addSecondaryDatabase(call: BoundCall, { session }: Work): Promise<number> {
  const { msdb } = session.instance
  const name = textOf(call, '@secondary_database')!
  if (msdb.log_shipping_secondary_databases.some((row) => sameText(row['secondary_database'], name))) {
    throw new SqlError(32_013, `A log shipping entry already exists for secondary database ${name}.`)
  }
  const primary = msdb.log_shipping_secondary.find(
    (row) =>
      sameText(row['primary_server'], textOf(call, '@primary_server')) &&
      sameText(row['primary_database'], textOf(call, '@primary_database')),
  )
  if (primary === undefined)
    throw new SqlError(32_010, `Database ${textOf(call, '@primary_database') ?? ''} does not exist as log shipping primary.`)
  if (findDatabase(session.instance, name)?.status !== 'RESTORING') {
    throw new SqlError(32_008, `Database ${name} is not in RESTORING state. The log shipping secondary database must be initialized first.`)
  }
  msdb.log_shipping_secondary_databases.push({
    secondary_database: name,
    secondary_id: primary['secondary_id']!,
    restore_delay: numberOf(call, '@restore_delay'),
    restore_all: numberOf(call, '@restore_all') === 1,
    restore_mode: numberOf(call, '@restore_mode') === 1,
    disconnect_users: numberOf(call, '@disconnect_users') === 1,
    last_restored_file: null,
    last_restored_date: null,
  })
  return Promise.resolve(0)
}
