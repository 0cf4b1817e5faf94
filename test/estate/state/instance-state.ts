import type { Principal } from '../rights/principal.ts'
import type { SessionSettings } from '../sql/session-settings.ts'
import { newDatabase, newGuid } from './database.ts'
import type { Database } from './database.ts'
import type { Clock } from './clock.ts'
import { emptyMsdb } from './msdb.ts'
import type { Msdb } from './msdb.ts'
import { LockTable } from './lock-table.ts'

/** What the server knows of one session; the SQL engine keeps it current. */
export interface SessionRow {
  spid: number
  login: string
  host: string
  program: string
  databaseId: number
  loginTime: number
  lastRequestAt: number
  encrypted: boolean
  request: RequestRow | undefined
  /** What it has set, and its open transactions. */
  settings: SessionSettings
  transactions: number
  /** Ends the connection (KILL). */
  end(): void
}

export interface RequestRow {
  command: string
  percentComplete: number
  startedAt: number
  waitType: string | null
}

/** One SQL Server of the estate. */
export interface InstanceState {
  /** The short name of the configuration: `SEC`. */
  readonly name: string
  readonly host: string
  readonly instanceName: string
  readonly site: 1 | 2
  /** A lost server answers nothing. */
  up: boolean
  databases: Database[]
  msdb: Msdb
  sessions: Map<number, SessionRow>
  locks: LockTable
  /** Who may log in, by name in small letters, and what each may. */
  principals: Map<string, Principal>
  nextSpid: number
  readonly startedAt: number
  readonly guid: string
}

/** `sqlb1.contoso.com\RTC` */
export function serverName(instance: InstanceState): string {
  return `${instance.host}\\${instance.instanceName}`
}

export function findDatabase(instance: InstanceState, name: string): Database | undefined {
  const wanted = name.trimEnd().toLowerCase()
  return instance.databases.find((database) => database.name.toLowerCase() === wanted)
}

export function nextDatabaseId(instance: InstanceState): number {
  return Math.max(...instance.databases.map((database) => database.id)) + 1
}

export function newInstance(clock: Clock, name: string, host: string, site: 1 | 2): InstanceState {
  const startedAt = clock.now() - 40 * 86_400_000
  const system = ['master', 'tempdb', 'model', 'msdb'].map((database, index) =>
    newDatabase(index + 1, database, startedAt, { recoveryModel: database === 'model' ? 'FULL' : 'SIMPLE' }),
  )
  return {
    name,
    host,
    instanceName: 'RTC',
    site,
    up: site === 2,
    databases: system,
    msdb: emptyMsdb(startedAt),
    sessions: new Map(),
    locks: new LockTable(clock),
    principals: new Map(),
    nextSpid: 51,
    startedAt,
    guid: newGuid(),
  }
}
