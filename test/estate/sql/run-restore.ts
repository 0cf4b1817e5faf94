import { denied } from '../rights/denied.ts'
import { mayInDatabase, mayOnServer } from '../rights/rights.ts'
import { applyFullBackup, applyLogBackup, recoverDatabase } from '../state/apply-backup.ts'
import { newDatabase } from '../state/database.ts'
import type { Database } from '../state/database.ts'
import { nextDatabaseId } from '../state/instance-state.ts'
import { recordBackupSet, recordRestore } from '../state/msdb.ts'
import { databaseOf, hold, nameOf, pathOf, refuseInTransaction, terminated } from './exclusive.ts'
import { processed, progress } from './progress.ts'
import { readDevice } from './read-device.ts'
import type { OpenedBackup } from './read-device.ts'
import { judgeFull, judgeLog, judgeRecovery } from './restore-rules.ts'
import { SqlError } from './sql-error.ts'
import type { AdminStatement, Statement } from './statement.ts'
import type { Work } from './work.ts'

export type RestoreStatement = Extract<AdminStatement, { kind: 'restore' }> & { line: number; text: string }

/** RESTORE LOG, RESTORE DATABASE … FROM, RESTORE DATABASE … WITH RECOVERY. Every refusal is followed by 3013. */
export async function runRestore(statement: RestoreStatement, work: Work): Promise<void> {
  const what = `RESTORE ${statement.what}`
  try {
    refuseInTransaction(work)
    const name = nameOf(statement.database, work)
    refuseStranger(name, work)
    if (statement.options.has('RECOVERY') && statement.options.has('NORECOVERY')) {
      throw new SqlError(
        3031,
        "Option 'recovery' conflicts with option(s) 'norecovery'. Remove the conflicting option and reissue the statement.",
      )
    }
    if (statement.device === undefined) await recover(name, statement, work)
    else if (statement.what === 'LOG') await restoreLog(name, pathOf(statement.device, work), statement, work)
    else await restoreFull(name, pathOf(statement.device, work), statement, work)
  } catch (error) {
    if (error instanceof SqlError && error.number !== 3013) throw terminated(what, error)
    throw error
  }
}

/** Over a database that is there it needs its owner or dbcreator; a new one needs CREATE DATABASE. */
function refuseStranger(name: string, work: Work): void {
  if (mayOnServer(work.session, 'CREATE ANY DATABASE')) return
  if (databaseOf(name, work) === undefined) throw denied.inDatabase('CREATE DATABASE', 'master')
  if (!mayInDatabase(work.session, name, 'CONTROL')) throw denied.toRestore(name)
}

async function restoreLog(name: string, path: string, statement: RestoreStatement, work: Work): Promise<void> {
  const database = databaseOf(name, work)
  if (database === undefined) throw missing(name)
  const release = hold(database, 'RESTORE LOG', work)
  try {
    const backup = readDevice(path, work)
    judgeLog(database, backup.header, path)
    const ms = work.session.state.times.restoreLog
    await progress('RESTORE LOG', ms, statement.options, statement, work)
    applyLogBackup(database, backup.header)
    writeDown(backup, path, database, 'L', statement, work)
    finish(database, statement)
    processed('RESTORE LOG', 120, ms, statement, work, database.name)
  } finally {
    release()
  }
}

async function restoreFull(name: string, path: string, statement: RestoreStatement, work: Work): Promise<void> {
  const { instance, state } = work.session
  const known = databaseOf(name, work)
  const backup = readDevice(path, work)
  const database = known ?? newDatabase(nextDatabaseId(instance), name, state.clock.now(), { status: 'RESTORING' })
  const release = hold(database, 'RESTORE DATABASE', work)
  try {
    if (known !== undefined) judgeFull(known, backup.header, statement.options.has('REPLACE'))
    else if (backup.header.type !== 'D') throw missing(name)
    if (known === undefined) instance.databases.push(database)
    // From here on the old content is gone: a restore that is cut short leaves the database RESTORING.
    Object.assign(database, { status: 'RESTORING', redoLsn: 0n })
    const ms = state.times.restoreFull
    await progress('RESTORE DATABASE', ms, statement.options, statement, work)
    applyFullBackup(database, backup.header)
    writeDown(backup, path, database, 'D', statement, work)
    finish(database, statement)
    processed('RESTORE DATABASE', 512, ms, statement, work, database.name)
  } finally {
    release()
  }
}

async function recover(name: string, statement: RestoreStatement, work: Work): Promise<void> {
  const database = databaseOf(name, work)
  if (database === undefined) throw missing(name)
  const release = hold(database, 'RESTORE DATABASE', work)
  try {
    judgeRecovery(database)
    if (statement.options.has('NORECOVERY')) return
    const ms = work.session.state.times.recover
    await progress('RESTORE DATABASE', ms, statement.options, statement, work)
    recoverDatabase(database)
    processed('RESTORE DATABASE', 0, ms, statement, work)
  } finally {
    release()
  }
}

/** Without NORECOVERY a restore recovers: that is SQL Server's default. */
function finish(database: Database, statement: RestoreStatement): void {
  if (!statement.options.has('NORECOVERY')) recoverDatabase(database)
}

function writeDown(
  backup: OpenedBackup,
  path: string,
  database: Database,
  type: 'D' | 'L',
  statement: RestoreStatement & Statement,
  work: Work,
): void {
  const { msdb } = work.session.instance
  const set = recordBackupSet(msdb, backup.header, path, backup.size)
  recordRestore(msdb, set, database.name, type, work.session.state.clock.now(), {
    recovery: !statement.options.has('NORECOVERY'),
    replace: statement.options.has('REPLACE'),
  })
}

function missing(name: string): SqlError {
  return new SqlError(
    3118,
    `The database "${name}" does not exist. RESTORE can only create a database when restoring either a full backup or a file backup of the primary file.`,
  )
}
