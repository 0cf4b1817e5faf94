import type { BackupHeader } from './backup-file.ts'
import { newGuid } from './database.ts'
import type { Database } from './database.ts'

/** The database becomes what a full backup holds. */
export function applyFullBackup(database: Database, header: BackupHeader): void {
  database.familyId = header.familyId
  database.forkId = header.forkId
  database.redoLsn = header.lastLsn
  database.checkpointLsn = header.checkpointLsn
  database.fullBackupLsn = header.checkpointLsn
  database.logBackupLsn = header.lastLsn
  fill(database, header)
  database.status = 'RESTORING'
}

/** The database is rolled forward by a log backup that joins. */
export function applyLogBackup(database: Database, header: BackupHeader): void {
  database.redoLsn = header.lastLsn
  database.forkId = header.forkId
  database.logBackupLsn = header.lastLsn
  fill(database, header)
}

function fill(database: Database, { content, users }: BackupHeader): void {
  database.content = { ...content }
  if (users === undefined) delete database.users
  else database.users = users.map((user) => ({ ...user }))
}

/** Undo what is unfinished and open the database: a new recovery path begins here. */
export function recoverDatabase(database: Database): void {
  database.status = 'ONLINE'
  database.forkId = newGuid()
  database.redoLsn += 100_000n
}
