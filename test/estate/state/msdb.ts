import type { SqlValue } from '../result-sink.ts'
import type { BackupHeader } from './backup-file.ts'
import { newGuid } from './database.ts'

export type Row = Record<string, SqlValue>

/** The tables of msdb that change; columns that a row leaves out are NULL. */
export interface Msdb {
  backupset: Row[]
  backupmediafamily: Row[]
  restorehistory: Row[]
  log_shipping_secondary: Row[]
  log_shipping_secondary_databases: Row[]
  log_shipping_primary_databases: Row[]
  log_shipping_primary_secondaries: Row[]
  sysjobs: Row[]
  sysjobactivity: Row[]
  sysjobschedules: Row[]
  syssessions: Row[]
}

export function emptyMsdb(agentStartedAt: number): Msdb {
  return {
    backupset: [],
    backupmediafamily: [],
    restorehistory: [],
    log_shipping_secondary: [],
    log_shipping_secondary_databases: [],
    log_shipping_primary_databases: [],
    log_shipping_primary_secondaries: [],
    sysjobs: [],
    sysjobactivity: [],
    sysjobschedules: [],
    syssessions: [
      { session_id: 1, agent_start_date: new Date(agentStartedAt) },
      { session_id: 2, agent_start_date: new Date(agentStartedAt + 60_000) },
    ],
  }
}

/** Writes down a backup set with its one media file; gives its backup_set_id. */
export function recordBackupSet(msdb: Msdb, header: BackupHeader, device: string, size: number): number {
  const id = msdb.backupset.length + 1
  msdb.backupmediafamily.push({
    media_set_id: id,
    family_sequence_number: 1,
    media_family_id: newGuid(),
    media_count: 1,
    logical_device_name: null,
    physical_device_name: device,
    device_type: 2,
    mirror: 0,
  })
  msdb.backupset.push({
    backup_set_id: id,
    backup_set_uuid: newGuid(),
    media_set_id: id,
    position: 1,
    name: header.name,
    user_name: 'CONTOSO\\sqlagent',
    first_lsn: header.firstLsn,
    last_lsn: header.lastLsn,
    checkpoint_lsn: header.checkpointLsn,
    database_backup_lsn: header.databaseBackupLsn,
    database_creation_date: new Date(header.databaseCreatedAt),
    backup_start_date: new Date(header.startedAt),
    backup_finish_date: new Date(header.finishedAt),
    type: header.type,
    database_name: header.database,
    server_name: header.server,
    machine_name: header.server.split('\\')[0]!,
    recovery_model: 'FULL',
    backup_size: BigInt(size),
    compressed_backup_size: BigInt(size),
    has_backup_checksums: true,
    is_damaged: false,
    is_copy_only: header.copyOnly,
    first_recovery_fork_guid: header.firstForkId,
    last_recovery_fork_guid: header.forkId,
    family_guid: header.familyId,
  })
  return id
}

/** Writes down one restore. */
export function recordRestore(
  msdb: Msdb,
  backupSetId: number,
  database: string,
  type: 'D' | 'L' | 'V',
  at: number,
  flags: { recovery: boolean; replace: boolean },
): void {
  msdb.restorehistory.push({
    restore_history_id: msdb.restorehistory.length + 1,
    restore_date: new Date(at),
    destination_database_name: database,
    user_name: 'CONTOSO\\sqlservice',
    backup_set_id: backupSetId,
    restore_type: type,
    replace: flags.replace,
    recovery: flags.recovery,
    restart: false,
    stop_at: null,
    device_count: 1,
    stop_at_mark_name: null,
    stop_before: null,
  })
}

/** A SQL Server Agent job with its place in the activity of the running Agent; gives its id. */
export function addJob(msdb: Msdb, name: string, at: number, enabled = true): string {
  const id = newGuid()
  const session = Math.max(...msdb.syssessions.map((row) => Number(row['session_id'])))
  msdb.sysjobs.push({
    job_id: id,
    name,
    enabled: enabled ? 1 : 0,
    description: 'Log shipping.',
    category_id: 6,
    date_created: new Date(at),
    date_modified: new Date(at),
    version_number: 1,
  })
  msdb.sysjobactivity.push({
    session_id: session,
    job_id: id,
    run_requested_date: null,
    start_execution_date: null,
    stop_execution_date: null,
    last_executed_step_id: null,
    next_scheduled_run_date: null,
  })
  return id
}

/** Removes a job and everything of it. */
export function removeJob(msdb: Msdb, id: SqlValue): void {
  msdb.sysjobs = msdb.sysjobs.filter((row) => row['job_id'] !== id)
  msdb.sysjobactivity = msdb.sysjobactivity.filter((row) => row['job_id'] !== id)
  msdb.sysjobschedules = msdb.sysjobschedules.filter((row) => row['job_id'] !== id)
}
