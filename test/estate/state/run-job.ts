import { copyFileSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { SqlValue } from '../result-sink.ts'
import { applyLogBackup } from './apply-backup.ts'
import { readBackup } from './backup-file.ts'
import type { Database } from './database.ts'
import type { EstateState } from './estate-state.ts'
import { placeOnDisk } from './estate-state.ts'
import { findDatabase } from './instance-state.ts'
import type { InstanceState } from './instance-state.ts'
import { recordBackupSet, recordRestore } from './msdb.ts'
import type { Row } from './msdb.ts'
import { logFileName, writeLogBackup } from './write-log.ts'

/** The jobs that were started and whose time is over have done what they do; one that cannot changes nothing. */
export function settleJobs(state: EstateState, instance: InstanceState): void {
  for (const activity of instance.msdb.sysjobactivity) {
    const end = activity[JOB_ENDS]
    if (!(end instanceof Date) || activity['stop_execution_date'] !== null || state.clock.now() < end.getTime()) continue
    runJob(state, instance, activity['job_id']!)
    activity['stop_execution_date'] = end
  }
}

/** In the activity of a job that was started by hand: no column of SQL Server's. */
export const JOB_ENDS = 'ends'

/** Backup, copy and restore of log shipping; the Agent has no other jobs here. */
export function runJob(state: EstateState, instance: InstanceState, job: SqlValue): void {
  const { msdb } = instance
  const at = state.clock.now()
  const backup = msdb.log_shipping_primary_databases.find((row) => row['backup_job_id'] === job)
  if (backup !== undefined) backUp(state, instance, backup, at)
  const copy = msdb.log_shipping_secondary.find((row) => row['copy_job_id'] === job)
  if (copy !== undefined) copyLogs(state, instance, copy, at)
  const restore = msdb.log_shipping_secondary.find((row) => row['restore_job_id'] === job)
  if (restore === undefined) return
  for (const row of msdb.log_shipping_secondary_databases)
    if (row['secondary_id'] === restore['secondary_id']) restoreLogs(state, instance, restore, row, at)
}

/** On a partner that is mirror now there is nothing to back up. */
function backUp(state: EstateState, instance: InstanceState, row: Row, at: number): void {
  const database = findDatabase(instance, text(row, 'primary_database'))
  const folder = placeOnDisk(state, instance.host, text(row, 'backup_directory'))
  if (database?.status !== 'ONLINE' || database.logBackupLsn === undefined || folder === undefined || !existsSync(folder)) return
  const name = logFileName(database.name, at)
  const path = `${text(row, 'backup_directory')}\\${name}`
  recordBackupSet(instance.msdb, writeLogBackup(instance, database, join(folder, name), at), path, 65_536)
  Object.assign(row, { last_backup_file: path, last_backup_date: new Date(at) })
}

function copyLogs(state: EstateState, instance: InstanceState, row: Row, at: number): void {
  const [from, to] = ['backup_source_directory', 'backup_destination_directory'].map((key) =>
    placeOnDisk(state, instance.host, text(row, key)),
  )
  for (const name of logsIn(from, text(row, 'primary_database'), nameIn(row['last_copied_file']))) {
    if (to === undefined || !existsSync(to)) return
    copyFileSync(join(from!, name), join(to, name))
    Object.assign(row, { last_copied_file: `${text(row, 'backup_destination_directory')}\\${name}`, last_copied_date: new Date(at) })
  }
}

/** Oldest first, up to the first that does not join. */
function restoreLogs(state: EstateState, instance: InstanceState, source: Row, row: Row, at: number): void {
  const database = findDatabase(instance, text(row, 'secondary_database'))
  const folder = text(source, 'backup_destination_directory')
  const place = placeOnDisk(state, instance.host, folder)
  for (const name of logsIn(place, text(source, 'primary_database'), nameIn(row['last_restored_file']))) {
    const found = readBackup(join(place!, name))
    if (database?.status !== 'RESTORING' || found.kind !== 'backup' || !joins(database, found.header)) return
    if (found.header.lastLsn > database.redoLsn) {
      const set = recordBackupSet(instance.msdb, found.header, `${folder}\\${name}`, found.size)
      recordRestore(instance.msdb, set, database.name, 'L', at, { recovery: false, replace: false })
      applyLogBackup(database, found.header)
    }
    Object.assign(row, { last_restored_file: `${folder}\\${name}`, last_restored_date: new Date(at) })
  }
}

function joins(database: Database, header: { firstLsn: bigint; lastLsn: bigint; firstForkId: string; familyId: string }): boolean {
  if (header.familyId !== database.familyId) return false
  return header.lastLsn <= database.redoLsn || (header.firstLsn <= database.redoLsn && header.firstForkId === database.forkId)
}

function logsIn(folder: string | undefined, database: string, after: string): string[] {
  if (folder === undefined || !existsSync(folder)) return []
  const pattern = new RegExp(`^${database}_\\d{14}\\.trn$`, 'i')
  return readdirSync(folder)
    .filter((name) => pattern.test(name) && name > after)
    .toSorted()
}

function nameIn(file: SqlValue | undefined): string {
  return typeof file === 'string' ? file.slice(file.lastIndexOf('\\') + 1) : ''
}

function text(row: Row, key: string): string {
  return String(row[key])
}
