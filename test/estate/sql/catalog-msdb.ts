import type { Msdb } from '../state/msdb.ts'
import { settleJobs } from '../state/run-job.ts'
import { catalogTable } from './catalog-table.ts'
import type { CatalogTable } from './catalog-table.ts'

/** The tables of msdb.dbo. */
export const msdbTables: Record<string, CatalogTable> = {
  backupset: table(
    'backupset',
    `backup_set_id:i backup_set_uuid:g media_set_id:i position:i expiration_date:d name:n128 description:n255 user_name:n128 software_major_version:t
     first_lsn:l last_lsn:l checkpoint_lsn:l database_backup_lsn:l database_creation_date:d backup_start_date:d backup_finish_date:d type:v1 sort_order:s
     code_page:s compatibility_level:t database_version:i backup_size:I compressed_backup_size:I database_name:n128 server_name:n128 machine_name:n128
     recovery_model:n60 has_backup_checksums:b is_damaged:b is_copy_only:b first_recovery_fork_guid:g last_recovery_fork_guid:g family_guid:g`,
  ),
  backupmediafamily: table(
    'backupmediafamily',
    'media_set_id:i family_sequence_number:t media_family_id:g media_count:i logical_device_name:n128 physical_device_name:n260 device_type:t mirror:t',
  ),
  restorehistory: table(
    'restorehistory',
    `restore_history_id:i restore_date:d destination_database_name:n128 user_name:n128 backup_set_id:i restore_type:v1 replace:b recovery:b restart:b
     stop_at:d device_count:t stop_at_mark_name:n128 stop_before:b`,
  ),
  log_shipping_secondary: table(
    'log_shipping_secondary',
    `secondary_id:g primary_server:n128 primary_database:n128 backup_source_directory:n500 backup_destination_directory:n500 file_retention_period:i
     copy_job_id:g restore_job_id:g monitor_server:n128 monitor_server_security_mode:b user_specified_monitor:b last_copied_file:n500 last_copied_date:d`,
  ),
  log_shipping_secondary_databases: table(
    'log_shipping_secondary_databases',
    `secondary_database:n128 secondary_id:g restore_delay:i restore_all:b restore_mode:b disconnect_users:b block_size:i buffer_count:i max_transfer_size:i
     last_restored_file:n500 last_restored_date:d`,
  ),
  log_shipping_primary_databases: table(
    'log_shipping_primary_databases',
    `primary_id:g primary_database:n128 backup_directory:n500 backup_share:n500 backup_retention_period:i backup_job_id:g monitor_server:n128
     monitor_server_security_mode:b last_backup_file:n500 last_backup_date:d user_specified_monitor:b backup_compression:t`,
  ),
  log_shipping_primary_secondaries: table('log_shipping_primary_secondaries', 'primary_id:g secondary_server:n128 secondary_database:n128'),
  sysjobs: table(
    'sysjobs',
    'job_id:g originating_server_id:i name:n128 enabled:t description:n512 start_step_id:i category_id:i date_created:d date_modified:d version_number:i',
  ),
  sysjobs_view: table(
    'sysjobs',
    'job_id:g name:n128 enabled:t description:n512 category_id:i date_created:d date_modified:d version_number:i',
  ),
  sysjobactivity: table(
    'sysjobactivity',
    `session_id:i job_id:g run_requested_date:d run_requested_source:n128 queued_date:d start_execution_date:d last_executed_step_id:i
     last_executed_step_date:d stop_execution_date:d job_history_id:i next_scheduled_run_date:d`,
  ),
  sysjobschedules: table('sysjobschedules', 'schedule_id:i job_id:g next_run_date:i next_run_time:i'),
  syssessions: table('syssessions', 'session_id:i agent_start_date:d'),
  log_shipping_monitor_secondary: catalogTable(
    `secondary_server:n128 secondary_database:n128 secondary_id:g primary_server:n128 primary_database:n128 restore_threshold:i threshold_alert:i
     threshold_alert_enabled:b last_copied_file:n500 last_copied_date:d last_restored_file:n500 last_restored_date:d history_retention_period:i`,
    ({ instance }) =>
      instance.msdb.log_shipping_secondary_databases.map((database) => ({
        ...instance.msdb.log_shipping_secondary.find((row) => row['secondary_id'] === database['secondary_id']),
        ...database,
        secondary_server: `${instance.host}\\${instance.instanceName}`,
        restore_threshold: 45,
        threshold_alert: 14_421,
        threshold_alert_enabled: true,
        history_retention_period: 5760,
      })),
  ),
}

/** What jobs did until now is seen whenever somebody looks. */
function table(name: keyof Msdb, columns: string): CatalogTable {
  return catalogTable(columns, ({ state, instance }) => {
    settleJobs(state, instance)
    return instance.msdb[name]
  })
}
