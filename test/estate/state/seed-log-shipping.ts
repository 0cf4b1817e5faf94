import { newGuid } from './database.ts'
import type { EstateState } from './estate-state.ts'
import { instanceNamed } from './estate-state.ts'
import { serverName } from './instance-state.ts'
import type { InstanceState } from './instance-state.ts'
import { addJob } from './msdb.ts'
import { runJob } from './run-job.ts'

export const LOG_SHARE = '\\\\files.contoso.com\\pchatlogs'
export const COPY_DESTINATION = 'D:\\LSCopy'

interface Progress {
  file: string
  at: number
}

/** The secondary side of log shipping, with its two jobs, as it stood when the primary was lost. */
export function addLogShipping(secondary: InstanceState, primaryServer: string, done: { copied: Progress; restored: Progress }): void {
  const { msdb } = secondary
  const copyJob = addJob(msdb, `LSCopy_${primaryServer}_mgc`, done.restored.at)
  const restoreJob = addJob(msdb, `LSRestore_${primaryServer}_mgc`, done.restored.at)
  for (const job of [copyJob, restoreJob]) {
    const activity = msdb.sysjobactivity.find((row) => row['job_id'] === job)!
    activity['start_execution_date'] = new Date(done.copied.at - 2000)
    activity['stop_execution_date'] = new Date(done.copied.at)
    activity['last_executed_step_id'] = 1
  }
  const secondaryId = newGuid()
  msdb.log_shipping_secondary.push({
    secondary_id: secondaryId,
    primary_server: primaryServer,
    primary_database: 'mgc',
    backup_source_directory: LOG_SHARE,
    backup_destination_directory: COPY_DESTINATION,
    file_retention_period: 4320,
    copy_job_id: copyJob,
    restore_job_id: restoreJob,
    monitor_server: secondary.host,
    monitor_server_security_mode: true,
    user_specified_monitor: false,
    last_copied_file: done.copied.file,
    last_copied_date: new Date(done.copied.at),
  })
  msdb.log_shipping_secondary_databases.push({
    secondary_database: 'mgc',
    secondary_id: secondaryId,
    restore_delay: 0,
    restore_all: true,
    restore_mode: false,
    disconnect_users: false,
    block_size: null,
    buffer_count: null,
    max_transfer_size: null,
    last_restored_file: done.restored.file,
    last_restored_date: new Date(done.restored.at),
  })
}

/** Both partners of the primary pair ship to the backup server, which has restored all that was copied. */
export function shipFromPrimary(state: EstateState): void {
  const now = state.clock.now()
  const secondary = instanceNamed(state, 'SEC')
  for (const name of ['PRI', 'PRIM']) {
    const { msdb, host } = instanceNamed(state, name)
    const id = newGuid()
    msdb.log_shipping_primary_databases.push({
      primary_id: id,
      primary_database: 'mgc',
      backup_directory: LOG_SHARE,
      backup_share: LOG_SHARE,
      backup_retention_period: 4320,
      backup_job_id: addJob(msdb, 'LSBackup_mgc', now),
      monitor_server: host,
      monitor_server_security_mode: true,
      last_backup_file: null,
      last_backup_date: null,
      user_specified_monitor: false,
      backup_compression: 2,
    })
    msdb.log_shipping_primary_secondaries.push({ primary_id: id, secondary_server: serverName(secondary), secondary_database: 'mgc' })
  }
  for (const [instance, job] of [
    ['PRI', 'LSBackup_mgc'],
    ['SEC', 'LSCopy_'],
    ['SEC', 'LSRestore_'],
  ] as const) {
    const found = instanceNamed(state, instance).msdb.sysjobs.find((row) => String(row['name']).startsWith(job))!
    runJob(state, instanceNamed(state, instance), found['job_id']!)
  }
}
