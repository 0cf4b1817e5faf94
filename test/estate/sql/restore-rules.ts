import type { BackupHeader } from '../state/backup-file.ts'
import type { Database } from '../state/database.ts'
import { SqlError } from './sql-error.ts'

/** May this log backup be applied now? Throws 3104, 3117, 3135, 3154, 4305, 4326, 4330. */
export function judgeLog(database: Database, header: BackupHeader, path: string): void {
  refuseMirrored(database)
  if (database.status !== 'RESTORING') {
    throw new SqlError(3117, 'The log or differential backup cannot be restored because no files are ready to rollforward.', 16, 4)
  }
  if (header.type !== 'L') {
    throw new SqlError(
      3135,
      `The backup set in file '${path}' was created by BACKUP DATABASE and cannot be used for this restore operation.`,
    )
  }
  refuseOtherFamily(database, header)
  if (header.lastLsn <= database.redoLsn) {
    throw new SqlError(
      4326,
      `The log in this backup set terminates at LSN ${header.lastLsn}, which is too early to apply to the database. A more recent log backup that includes LSN ${database.redoLsn} can be restored.`,
    )
  }
  if (header.firstLsn > database.redoLsn) {
    throw new SqlError(
      4305,
      `The log in this backup set begins at LSN ${header.firstLsn}, which is too recent to apply to the database. An earlier log backup that includes LSN ${database.redoLsn} can be restored.`,
    )
  }
  if (header.firstForkId !== database.forkId) {
    throw new SqlError(4330, 'This backup set cannot be applied because it is on a recovery path that is inconsistent with the database.')
  }
}

/** May this full backup overwrite the database? Throws 3104, 3135, 3154, 3159. */
export function judgeFull(database: Database, header: BackupHeader, replace: boolean): void {
  refuseMirrored(database)
  if (database.id <= 4) throw new SqlError(3108, 'To restore the master database, the server must be running in single-user mode.')
  if (header.type !== 'D')
    throw new SqlError(3135, `The backup set was created by BACKUP LOG and cannot be used for this restore operation.`)
  if (replace) return
  refuseOtherFamily(database, header)
  if (database.status === 'ONLINE' && database.recoveryModel !== 'SIMPLE') {
    throw new SqlError(
      3159,
      `The tail of the log for the database "${database.name}" has not been backed up. Use BACKUP LOG WITH NORECOVERY to backup the log if it contains work you do not want to lose. Use the WITH REPLACE or WITH STOPAT clause of the RESTORE statement to just overwrite the contents of the log.`,
    )
  }
}

/** May the database be recovered? Throws 3104, 3153, and 4333 for one whose restore was cut short. */
export function judgeRecovery(database: Database): void {
  refuseMirrored(database)
  if (database.status === 'ONLINE') throw new SqlError(3153, 'The database is already fully recovered.')
  if (database.redoLsn === 0n) throw new SqlError(4333, 'The database cannot be recovered because the log was not restored.')
}

function refuseMirrored(database: Database): void {
  if (database.mirroring === undefined) return
  throw new SqlError(
    3104,
    `RESTORE cannot operate on database '${database.name}' because it is configured for database mirroring. Use ALTER DATABASE to remove mirroring if you intend to restore the database.`,
  )
}

function refuseOtherFamily(database: Database, header: BackupHeader): void {
  if (header.familyId === database.familyId || database.redoLsn === 0n) return
  throw new SqlError(3154, `The backup set holds a backup of a database other than the existing '${database.name}' database.`, 16, 4)
}
