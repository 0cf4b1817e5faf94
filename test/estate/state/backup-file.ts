import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { createHash } from 'node:crypto'
import type { MappedUser } from './database.ts'

/** What a chat database holds, as far as the procedures' checks count it. */
export interface ChatContent {
  chats: number
  lastChat: number
  rooms: number
  idSum: number
  nodes: number
  lastNode: number
  revision: number
  /** Records for compliance that the adapter has not exported. */
  unexported?: number
}

/** The header of one backup file. Times are milliseconds UTC, LSNs numeric(25,0) within 64 bits. */
export interface BackupHeader {
  database: string
  type: 'D' | 'L'
  name: string | null
  server: string
  firstLsn: bigint
  lastLsn: bigint
  checkpointLsn: bigint
  databaseBackupLsn: bigint
  firstForkId: string
  forkId: string
  familyId: string
  copyOnly: boolean
  startedAt: number
  finishedAt: number
  databaseCreatedAt: number
  content: ChatContent
  /** The users of the database: they go where it goes, and their log-ins do not. */
  users?: MappedUser[]
}

export type BackupRead =
  | { kind: 'backup'; header: BackupHeader; size: number }
  | { kind: 'missing'; osError: 2 | 3 }
  | { kind: 'not-a-backup' }
  | { kind: 'cut-off'; header: BackupHeader }
  | { kind: 'damaged'; header: BackupHeader }

const MAGIC = 'PRACTICE BACKUP 1'

/** Writes a backup: a line with magic, payload size and payload hash, a line of JSON, then `payloadBytes` of payload. */
export function writeBackup(file: string, header: BackupHeader, payloadBytes = 65_536): void {
  const payload = payloadFor(header, payloadBytes)
  const hash = createHash('sha256').update(payload).digest('hex')
  const descriptor = openSync(file, 'w')
  try {
    writeSync(descriptor, `${MAGIC} ${payloadBytes} ${hash}\n${JSON.stringify(header, bigintAsText)}\n`)
    writeSync(descriptor, payload)
  } finally {
    closeSync(descriptor)
  }
}

/** Reads and verifies one. Never throws for what stands in the file. */
export function readBackup(file: string | undefined): BackupRead {
  if (file === undefined) return { kind: 'missing', osError: 3 }
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat === undefined) return { kind: 'missing', osError: statSync(parentOf(file), { throwIfNoEntry: false }) === undefined ? 3 : 2 }
  if (!stat.isFile()) return { kind: 'missing', osError: 3 }
  const bytes = readFileSync(file)
  const first = bytes.indexOf(10)
  const second = first < 0 ? -1 : bytes.indexOf(10, first + 1)
  const match = /^PRACTICE BACKUP 1 (\d+) ([0-9a-f]{64})$/.exec(bytes.subarray(0, Math.max(first, 0)).toString('latin1'))
  if (match === null || second < 0) return { kind: 'not-a-backup' }
  const header = parseHeader(bytes.subarray(first + 1, second).toString('utf8'))
  if (header === undefined) return { kind: 'not-a-backup' }
  const payload = bytes.subarray(second + 1)
  if (payload.length < Number(match[1])) return { kind: 'cut-off', header }
  if (createHash('sha256').update(payload).digest('hex') !== match[2]) return { kind: 'damaged', header }
  return { kind: 'backup', header, size: stat.size }
}

function payloadFor(header: BackupHeader, bytes: number): Buffer {
  const seed = createHash('sha256').update(`${header.database} ${header.type} ${header.lastLsn}`).digest()
  return Buffer.alloc(bytes, seed)
}

function parseHeader(text: string): BackupHeader | undefined {
  try {
    const raw = JSON.parse(text) as Record<string, unknown>
    const lsn = (key: string) => BigInt(raw[key] as string)
    return {
      ...(raw as unknown as BackupHeader),
      firstLsn: lsn('firstLsn'),
      lastLsn: lsn('lastLsn'),
      checkpointLsn: lsn('checkpointLsn'),
      databaseBackupLsn: lsn('databaseBackupLsn'),
    }
  } catch {
    return undefined
  }
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}

function parentOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')))
}
