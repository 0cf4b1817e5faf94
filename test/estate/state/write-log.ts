import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { writeBackup } from './backup-file.ts'
import type { BackupHeader } from './backup-file.ts'
import type { Database } from './database.ts'
import { serverName } from './instance-state.ts'
import type { InstanceState } from './instance-state.ts'

/** Backs the log of a database up to a real file and moves its log forward; the chain is unbroken. */
export function writeLogBackup(
  instance: InstanceState,
  database: Database,
  file: string,
  at: number,
  name: string | null = null,
): BackupHeader {
  const first = database.logBackupLsn ?? database.redoLsn
  const last = (database.redoLsn > first ? database.redoLsn : first) + 2_400_000n
  const header = { ...headerOf(instance, database, at), type: 'L' as const, name, firstLsn: first, lastLsn: last }
  save(file, header)
  database.redoLsn = last
  database.logBackupLsn = last
  return header
}

/** Backs the whole database up. */
export function writeFullBackup(
  instance: InstanceState,
  database: Database,
  file: string,
  at: number,
  name: string | null,
  copyOnly: boolean,
): BackupHeader {
  const first = database.redoLsn
  const last = first + 300_000n
  const header: BackupHeader = {
    ...headerOf(instance, database, at),
    type: 'D',
    name,
    firstLsn: first,
    lastLsn: last,
    checkpointLsn: first,
    copyOnly,
  }
  save(file, header)
  database.redoLsn = last
  database.checkpointLsn = first
  if (!copyOnly) database.fullBackupLsn = first
  database.logBackupLsn ??= first
  return header
}

/** `mgc_20261121063000.trn` */
export function logFileName(database: string, at: number): string {
  return `${database}_${new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)}.trn`
}

function headerOf(instance: InstanceState, database: Database, at: number): Omit<BackupHeader, 'type' | 'name' | 'firstLsn' | 'lastLsn'> {
  return {
    database: database.name,
    server: serverName(instance),
    checkpointLsn: database.checkpointLsn,
    databaseBackupLsn: database.fullBackupLsn,
    firstForkId: database.forkId,
    forkId: database.forkId,
    familyId: database.familyId,
    copyOnly: false,
    startedAt: at,
    finishedAt: at,
    databaseCreatedAt: database.createdAt,
    content: { ...database.content },
    ...(database.users && { users: database.users }),
  }
}

function save(file: string, header: BackupHeader): void {
  mkdirSync(dirname(file), { recursive: true })
  writeBackup(file, header)
}
