import { newGuid } from '../state/database.ts'
import { findDatabase } from '../state/instance-state.ts'
import { addJob, removeJob } from '../state/msdb.ts'
import type { BoundCall } from './bind-arguments.ts'
import { giveBack, needed, numberOf, optional, textOf } from './procedure.ts'
import type { Procedure } from './procedure.ts'
import { SqlError } from './sql-error.ts'
import { SYSNAME, nvarchar } from './sql-type.ts'
import type { Work } from './work.ts'

const int = (name: string, otherwise: number) => optional(name, { name: 'int' }, otherwise)
const flag = (name: string, otherwise: number) => optional(name, { name: 'tinyint' }, otherwise)
const sameText = (a: unknown, b: string | null) => String(a).toLowerCase() === b?.toLowerCase()

const SECONDARY = [needed('@primary_database', SYSNAME), needed('@secondary_server', SYSNAME), needed('@secondary_database', SYSNAME)]

/** Log shipping, as the primary keeps it. */
export const primaryProcedures: Record<string, Procedure> = {
  sp_add_log_shipping_primary_database: {
    home: 'master',
    effect: true,
    parameters: [
      needed('@database', SYSNAME),
      needed('@backup_directory', nvarchar(500)),
      needed('@backup_share', nvarchar(500)),
      needed('@backup_job_name', SYSNAME),
      int('@backup_retention_period', 1440),
      optional('@monitor_server', SYSNAME),
      flag('@monitor_server_security_mode', 1),
      int('@backup_threshold', 60),
      int('@threshold_alert', 14_420),
      flag('@threshold_alert_enabled', 1),
      int('@history_retention_period', 1440),
      optional('@backup_job_id', { name: 'uniqueidentifier' }),
      optional('@primary_id', { name: 'uniqueidentifier' }),
      flag('@overwrite', 0),
      flag('@backup_compression', 2),
    ],
    run: addPrimaryDatabase,
  },
  sp_delete_log_shipping_primary_database: {
    home: 'master',
    effect: true,
    parameters: [needed('@database', SYSNAME)],
    run: deletePrimaryDatabase,
  },
  sp_add_log_shipping_primary_secondary: { home: 'master', effect: true, parameters: SECONDARY, run: addPrimarySecondary },
  sp_delete_log_shipping_primary_secondary: { home: 'master', effect: true, parameters: SECONDARY, run: deletePrimarySecondary },
}

function addPrimaryDatabase(call: BoundCall, { session }: Work): Promise<number> {
  const { msdb, host } = session.instance
  const name = textOf(call, '@database')!
  const database = findDatabase(session.instance, name)
  if (database?.status !== 'ONLINE') throw new SqlError(32_008, `Database ${name} is not ONLINE.`)
  if (database.recoveryModel === 'SIMPLE')
    throw new SqlError(32_015, `The primary database ${name} cannot have SIMPLE recovery for log shipping to work properly.`)
  const known = msdb.log_shipping_primary_databases.find((row) => sameText(row['primary_database'], name))
  if (known !== undefined && numberOf(call, '@overwrite') !== 1)
    throw new SqlError(32_009, `A log shipping primary entry already exists for database ${name}.`)
  if (known !== undefined) forget(session.instance.msdb, known)
  const row = {
    primary_id: newGuid(),
    primary_database: name,
    backup_directory: textOf(call, '@backup_directory'),
    backup_share: textOf(call, '@backup_share'),
    backup_retention_period: numberOf(call, '@backup_retention_period'),
    backup_job_id: addJob(msdb, textOf(call, '@backup_job_name')!, session.state.clock.now(), false),
    monitor_server: host,
    monitor_server_security_mode: true,
    last_backup_file: null,
    last_backup_date: null,
    user_specified_monitor: false,
    backup_compression: numberOf(call, '@backup_compression'),
  }
  msdb.log_shipping_primary_databases.push(row)
  giveBack(call, '@backup_job_id', row.backup_job_id)
  giveBack(call, '@primary_id', row.primary_id)
  return Promise.resolve(0)
}

function deletePrimaryDatabase(call: BoundCall, { session }: Work): Promise<number> {
  const { msdb } = session.instance
  const row = primaryRow(textOf(call, '@database'), session)
  if (msdb.log_shipping_primary_secondaries.some((each) => each['primary_id'] === row['primary_id'])) {
    throw new SqlError(
      32_011,
      `Primary Database ${textOf(call, '@database') ?? ''} has active log shipping secondary database(s). Drop the log shipping secondary database(s) first.`,
    )
  }
  forget(msdb, row)
  return Promise.resolve(0)
}

function addPrimarySecondary(call: BoundCall, { session }: Work): Promise<number> {
  const { msdb } = session.instance
  const id = primaryRow(textOf(call, '@primary_database'), session)['primary_id']!
  const row = {
    primary_id: id,
    secondary_server: textOf(call, '@secondary_server'),
    secondary_database: textOf(call, '@secondary_database'),
  }
  if (
    msdb.log_shipping_primary_secondaries.some(
      (each) => each['primary_id'] === id && sameText(each['secondary_server'], row.secondary_server),
    )
  ) {
    throw new SqlError(
      32_012,
      `Secondary ${row.secondary_server ?? ''}.${row.secondary_database ?? ''} already exists for primary ${textOf(call, '@primary_database') ?? ''}.`,
    )
  }
  msdb.log_shipping_primary_secondaries.push(row)
  return Promise.resolve(0)
}

function deletePrimarySecondary(call: BoundCall, { session }: Work): Promise<number> {
  const { msdb } = session.instance
  const id = primaryRow(textOf(call, '@primary_database'), session)['primary_id']
  msdb.log_shipping_primary_secondaries = msdb.log_shipping_primary_secondaries.filter(
    (row) =>
      row['primary_id'] !== id ||
      !sameText(row['secondary_server'], textOf(call, '@secondary_server')) ||
      !sameText(row['secondary_database'], textOf(call, '@secondary_database')),
  )
  return Promise.resolve(0)
}

function primaryRow(name: string | null, session: Work['session']) {
  const row = session.instance.msdb.log_shipping_primary_databases.find((each) => sameText(each['primary_database'], name))
  if (row === undefined) throw new SqlError(32_010, `Database ${name ?? ''} does not exist as log shipping primary.`)
  return row
}

function forget(msdb: Work['session']['instance']['msdb'], row: ReturnType<typeof primaryRow>): void {
  msdb.log_shipping_primary_databases = msdb.log_shipping_primary_databases.filter((each) => each !== row)
  removeJob(msdb, row['backup_job_id']!)
}
