import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { denied } from '../rights/denied.ts'
import { mayInDatabase } from '../rights/rights.ts'
import { placeOnDisk } from '../state/estate-state.ts'
import { recordBackupSet } from '../state/msdb.ts'
import { writeFullBackup, writeLogBackup } from '../state/write-log.ts'
import { requireOpen } from './catalog.ts'
import { evaluateExpression } from './evaluate.ts'
import { databaseOf, nameOf, pathOf, refuseInTransaction, terminated } from './exclusive.ts'
import { processed, progress } from './progress.ts'
import { cannotOpen } from './read-device.ts'
import { SqlError, notUnderstood } from './sql-error.ts'
import type { AdminStatement } from './statement.ts'
import type { Work } from './work.ts'

type BackupStatement = Extract<AdminStatement, { kind: 'backup' }> & { line: number; text: string }

/** BACKUP DATABASE and BACKUP LOG write a real file. Every refusal is followed by 3013. */
export async function runBackup(statement: BackupStatement, work: Work): Promise<void> {
  const what = `BACKUP ${statement.what}`
  try {
    refuseInTransaction(work)
    await backup(nameOf(statement.database, work), pathOf(statement.device, work), statement, work)
  } catch (error) {
    if (error instanceof SqlError && error.number !== 3013) throw error.number === 50_000 ? error : terminated(what, error)
    throw error
  }
}

async function backup(name: string, path: string, statement: BackupStatement, work: Work): Promise<void> {
  const { state, instance, row } = work.session
  const database = databaseOf(name, work)
  if (database === undefined) throw new SqlError(911, `Database '${name}' does not exist. Make sure that the name is entered correctly.`)
  requireOpen(database, work.session)
  const right = `BACKUP ${statement.what}`
  if (!mayInDatabase(work.session, database.name, right)) throw denied.inDatabase(right, database.name)
  if (statement.what === 'LOG' && database.recoveryModel === 'SIMPLE') {
    throw new SqlError(
      4208,
      'The statement BACKUP LOG is not allowed while the recovery model is SIMPLE. Use BACKUP DATABASE or change the recovery model using ALTER DATABASE.',
    )
  }
  if (statement.what === 'LOG' && database.logBackupLsn === undefined) {
    throw new SqlError(4214, 'BACKUP LOG cannot be performed because there is no current database backup.')
  }
  if (database.heldBy !== undefined) {
    throw new SqlError(
      3023,
      'Backup, file manipulation operations (such as ALTER DATABASE ADD FILE) and encryption changes on a database must be serialized. Reissue the statement after the current backup or file manipulation operation is completed.',
      16,
      2,
    )
  }
  const { options } = statement
  const place = placeFor(path, work)
  if (existsSync(place) && !options.has('INIT') && !options.has('FORMAT'))
    throw notUnderstood(`a second backup set in ${path}: use WITH INIT`, statement.line)
  const hold = { spid: row.spid, what: `BACKUP ${statement.what}` }
  database.heldBy = hold
  try {
    await progress(hold.what, state.times.backup, options, statement, work)
    const label = options.get('NAME')
    const setName = label === undefined ? null : String(evaluateExpression(label, work.frame).value)
    const at = state.clock.now()
    const header =
      statement.what === 'LOG'
        ? writeLogBackup(instance, database, place, at, setName)
        : writeFullBackup(instance, database, place, at, setName, options.has('COPY_ONLY'))
    recordBackupSet(instance.msdb, header, path, 65_536)
    if (options.has('NORECOVERY')) database.status = 'RESTORING'
  } finally {
    if (database.heldBy === hold) database.heldBy = undefined
  }
  processed(hold.what, statement.what === 'LOG' ? 120 : 512, state.times.backup, statement, work, database.name)
}

/** Shares and disks must be there; the folder of the server itself is made. */
function placeFor(path: string, work: Work): string {
  const { state, instance } = work.session
  const place = placeOnDisk(state, instance.host, path)
  if (place === undefined) throw cannotOpen(path, 3)
  if (!existsSync(dirname(place))) {
    const disk = placeOnDisk(state, instance.host, 'D:\\CsData')!
    if (dirname(place) !== disk) throw cannotOpen(path, 3)
    mkdirSync(join(disk), { recursive: true })
  }
  return place
}
