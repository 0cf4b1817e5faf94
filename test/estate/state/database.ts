import { randomUUID } from 'node:crypto'
import type { ChatContent } from './backup-file.ts'
import type { Mirroring } from './mirroring.ts'

/** A user of a database for a log-in of SQL Server, which it knows by its security identifier only. */
export interface MappedUser {
  name: string
  /** In hexadecimal digits, so that a backup can hold it. */
  sid: string
}

export type DatabaseStatus = 'ONLINE' | 'RESTORING' | 'OFFLINE'
export type UserAccess = 'MULTI_USER' | 'SINGLE_USER' | 'RESTRICTED_USER'
export type RecoveryModel = 'FULL' | 'BULK_LOGGED' | 'SIMPLE'

/** One database of one instance. */
export interface Database {
  id: number
  name: string
  status: DatabaseStatus
  userAccess: UserAccess
  recoveryModel: RecoveryModel
  readOnly: boolean
  createdAt: number
  /** Which database this is a copy of: backups of another family are refused. */
  familyId: string
  /** The recovery path; a recovery starts a new one. */
  forkId: string
  /** Up to here everything is in the files: where a log must join while RESTORING, where new work is written while ONLINE. */
  redoLsn: bigint
  /** Where the next log backup begins; undefined until a full backup was taken. */
  logBackupLsn: bigint | undefined
  checkpointLsn: bigint
  fullBackupLsn: bigint
  content: ChatContent
  /** None where nobody made any. */
  users?: MappedUser[]
  mirroring: Mirroring | undefined
  /** A RESTORE, BACKUP or ALTER at work: the session that holds the database for itself. */
  heldBy: { spid: number; what: string } | undefined
}

export function newDatabase(id: number, name: string, at: number, values: Partial<Database> = {}): Database {
  return {
    id,
    name,
    status: 'ONLINE',
    userAccess: 'MULTI_USER',
    recoveryModel: 'FULL',
    readOnly: false,
    createdAt: at,
    familyId: newGuid(),
    forkId: newGuid(),
    redoLsn: 34_000_000_003_200_001n,
    logBackupLsn: undefined,
    checkpointLsn: 34_000_000_003_200_001n,
    fullBackupLsn: 0n,
    content: emptyContent(at),
    mirroring: undefined,
    heldBy: undefined,
    ...values,
  }
}

export function newGuid(): string {
  return randomUUID().toUpperCase()
}

function emptyContent(at: number): ChatContent {
  return { chats: 0, lastChat: at, rooms: 0, idSum: 0, nodes: 1, lastNode: at, revision: 1 }
}
