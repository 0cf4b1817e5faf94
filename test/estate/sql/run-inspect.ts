import type { Column, ColumnType, SqlValue } from '../result-sink.ts'
import { denied } from '../rights/denied.ts'
import { mayOnServer } from '../rights/rights.ts'
import type { BackupHeader } from '../state/backup-file.ts'
import { pathOf, terminated } from './exclusive.ts'
import { readDevice } from './read-device.ts'
import { SqlError } from './sql-error.ts'
import { LSN } from './sql-type.ts'
import type { AdminStatement } from './statement.ts'
import type { Work } from './work.ts'

type Inspect = Extract<AdminStatement, { kind: 'inspect' }> & { line: number; text: string }

/** RESTORE HEADERONLY, FILELISTONLY and VERIFYONLY: what is in a backup file, and is it whole? The columns are those of SQL Server 2012, in its order. */
export function runInspect(statement: Inspect, work: Work): Promise<void> {
  try {
    if (!mayOnServer(work.session, 'CREATE ANY DATABASE')) throw denied.inDatabase('CREATE DATABASE', 'master')
    const { header, size } = readDevice(pathOf(statement.device, work), work)
    if (statement.what === 'VERIFYONLY') {
      work.sink.message({ number: 3262, severity: 0, state: 1, text: 'The backup set on file 1 is valid.', line: statement.line })
    } else answer(statement.what === 'HEADERONLY' ? [headerColumns(header, size)] : fileRows(header, size), work)
    return Promise.resolve()
  } catch (error) {
    if (error instanceof SqlError)
      throw terminated(statement.what === 'VERIFYONLY' ? 'VERIFY DATABASE' : `RESTORE ${statement.what}`, error)
    throw error
  }
}

type Cells = [name: string, type: ColumnType, value: SqlValue][]

function answer(rows: Cells[], { sink, session }: Work): void {
  const columns: Column[] = rows[0]!.map(([name, type]) => ({ name, type }))
  sink.columns(columns)
  for (const row of rows) sink.row(row.map(([, , value]) => value))
  sink.statementDone(session.noCount ? undefined : rows.length)
}

const TEXT: ColumnType = { name: 'nvarchar', length: 128 }
const BIGINT: ColumnType = { name: 'bigint' }
const DATE: ColumnType = { name: 'datetime' }
const GUID: ColumnType = { name: 'uniqueidentifier' }
const BIT: ColumnType = { name: 'bit' }
const SMALL: ColumnType = { name: 'smallint' }

function headerColumns(header: BackupHeader, size: number): Cells {
  return [
    ['BackupName', TEXT, header.name],
    ['BackupDescription', { name: 'nvarchar', length: 255 }, null],
    ['BackupType', SMALL, header.type === 'D' ? 1 : 2],
    ['ExpirationDate', DATE, null],
    ['Compressed', BIT, false],
    ['Position', SMALL, 1],
    ['DeviceType', { name: 'tinyint' }, 2],
    ['UserName', TEXT, 'CONTOSO\\sqlagent'],
    ['ServerName', TEXT, header.server],
    ['DatabaseName', TEXT, header.database],
    ['DatabaseVersion', { name: 'int' }, 706],
    ['DatabaseCreationDate', DATE, new Date(header.databaseCreatedAt)],
    ['BackupSize', { name: 'numeric', precision: 20, scale: 0 }, String(size)],
    ['FirstLSN', LSN, header.firstLsn],
    ['LastLSN', LSN, header.lastLsn],
    ['CheckpointLSN', LSN, header.checkpointLsn],
    ['DatabaseBackupLSN', LSN, header.databaseBackupLsn],
    ['BackupStartDate', DATE, new Date(header.startedAt)],
    ['BackupFinishDate', DATE, new Date(header.finishedAt)],
    ['SortOrder', SMALL, 0],
    ['CodePage', SMALL, 0],
    ['UnicodeLocaleId', { name: 'int' }, 1033],
    ['UnicodeComparisonStyle', { name: 'int' }, 196_609],
    ['CompatibilityLevel', { name: 'tinyint' }, 110],
    ['SoftwareVendorId', { name: 'int' }, 4608],
    ['SoftwareVersionMajor', { name: 'int' }, 11],
    ['SoftwareVersionMinor', { name: 'int' }, 0],
    ['SoftwareVersionBuild', { name: 'int' }, 7001],
    ['MachineName', TEXT, header.server.split('\\')[0] ?? ''],
    ['Flags', { name: 'int' }, header.copyOnly ? 1024 : 512],
    ['BindingID', GUID, header.familyId],
    ['RecoveryForkID', GUID, header.forkId],
    ['Collation', TEXT, 'Latin1_General_CI_AS'],
    ['FamilyGUID', GUID, header.familyId],
    ['HasBulkLoggedData', BIT, false],
    ['IsSnapshot', BIT, false],
    ['IsReadOnly', BIT, false],
    ['IsSingleUser', BIT, false],
    ['HasBackupChecksums', BIT, true],
    ['IsDamaged', BIT, false],
    ['BeginsLogChain', BIT, false],
    ['HasIncompleteMetaData', BIT, false],
    ['IsForceOffline', BIT, false],
    ['IsCopyOnly', BIT, header.copyOnly],
    ['FirstRecoveryForkID', GUID, header.firstForkId],
    ['ForkPointLSN', LSN, null],
    ['RecoveryModel', { name: 'nvarchar', length: 60 }, 'FULL'],
    ['DifferentialBaseLSN', LSN, null],
    ['DifferentialBaseGUID', GUID, null],
    ['BackupTypeDescription', { name: 'nvarchar', length: 60 }, header.type === 'D' ? 'Database' : 'Transaction Log'],
    ['BackupSetGUID', GUID, header.familyId],
    ['CompressedBackupSize', BIGINT, BigInt(size)],
    ['Containment', { name: 'tinyint' }, 0],
  ]
}

function fileRows(header: BackupHeader, size: number): Cells[] {
  return ([1, 2] as const).map((file) => [
    ['LogicalName', TEXT, file === 1 ? header.database : `${header.database}_log`],
    ['PhysicalName', { name: 'nvarchar', length: 260 }, `D:\\CsData\\RTC\\${header.database}${file === 1 ? '.mdf' : '_log.ldf'}`],
    ['Type', { name: 'varchar', length: 1 }, file === 1 ? 'D' : 'L'],
    ['FileGroupName', TEXT, file === 1 ? 'PRIMARY' : null],
    ['Size', { name: 'numeric', precision: 20, scale: 0 }, String(size)],
    ['MaxSize', { name: 'numeric', precision: 20, scale: 0 }, '35184372080640'],
    ['FileId', BIGINT, BigInt(file)],
    ['CreateLSN', LSN, 0n],
    ['DropLSN', LSN, 0n],
    ['UniqueId', GUID, header.familyId],
    ['ReadOnlyLSN', LSN, 0n],
    ['ReadWriteLSN', LSN, 0n],
    ['BackupSizeInBytes', BIGINT, BigInt(file === 1 ? size : 0)],
    ['SourceBlockSize', { name: 'int' }, 512],
    ['FileGroupId', { name: 'int' }, file === 1 ? 1 : 0],
    ['LogGroupGUID', GUID, null],
    ['DifferentialBaseLSN', LSN, file === 1 ? header.databaseBackupLsn : 0n],
    ['DifferentialBaseGUID', GUID, header.familyId],
    ['IsReadOnly', BIT, false],
    ['IsPresent', BIT, true],
    ['TDEThumbprint', { name: 'varbinary', length: 32 }, null],
  ])
}
