import { readBackup } from '../state/backup-file.ts'
import type { BackupHeader } from '../state/backup-file.ts'
import { placeOnDisk } from '../state/estate-state.ts'
import { SqlError } from './sql-error.ts'
import type { Work } from './work.ts'

export interface OpenedBackup {
  header: BackupHeader
  size: number
}

/** Opens a backup file as the server's host sees it. Throws 3201, 3203, 3241, 3189. */
export function readDevice(path: string, work: Work): OpenedBackup {
  const { state, instance } = work.session
  const read = readBackup(placeOnDisk(state, instance.host, path))
  switch (read.kind) {
    case 'backup':
      return { header: read.header, size: read.size }
    case 'missing':
      throw cannotOpen(path, read.osError)
    case 'not-a-backup':
      throw new SqlError(
        3241,
        `The media family on device '${path}' is incorrectly formed. SQL Server cannot process this media family.`,
        16,
        13,
      )
    case 'cut-off':
      throw new SqlError(3203, `Read on "${path}" failed: 38(Reached the end of the file.)`)
    case 'damaged':
      throw new SqlError(3189, `Damage to the backup set was detected.`)
  }
}

export function cannotOpen(path: string, osError: 2 | 3): SqlError {
  const reason = osError === 2 ? '2(The system cannot find the file specified.)' : '3(The system cannot find the path specified.)'
  return new SqlError(3201, `Cannot open backup device '${path}'. Operating system error ${reason}.`, 16, 2)
}
