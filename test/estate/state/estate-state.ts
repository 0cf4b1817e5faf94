import { randomBytes } from 'node:crypto'
import type { BackupService } from './backup-service.ts'
import type { AvailabilityGroup } from './availability-group.ts'
import { startClock } from './clock.ts'
import type { Clock } from './clock.ts'
import type { Applications } from './applications.ts'
import type { ChatPool } from './chat-pool.ts'
import { keptAt, stateFrom } from './kept-state.ts'
import type { ManagementStore } from './management-store.ts'
import type { InstanceState } from './instance-state.ts'
import type { Topology } from './topology.ts'
import type { MailServers } from '../trades/mail-servers.ts'
import type { WebFarm } from '../trades/web-farm-state.ts'
import { realPath } from './windows-path.ts'
import { seedHealthy } from './seed-healthy.ts'
import { seedEstate } from './seed.ts'
import type { SqlStore } from './sql-store.ts'

/** How long things take, in milliseconds of estate time. */
export interface EstateTimes {
  restoreLog: number
  recover: number
  restoreFull: number
  backup: number
  replicate: number
  synchronize: number
  /** A pool's users going to the partner, or coming back. */
  failOver: number
  /** The Backup Service sending all that it has. */
  backUp: number
  /** A job of the Agent, from its start to its end. */
  job: number
  /** How often a working chat server notes that it is there. */
  ping: number
}

export interface EstateOptions {
  /** A directory of the estate's own: shares and disks are made below it. */
  dir: string
  /** Estate milliseconds per real millisecond; 1 unless a test is in a hurry. */
  speed?: number
  times?: Partial<EstateTimes>
  login?: LogIn
  /** The second log-in, which may only look. */
  reader?: LogIn
  /** The estate to begin with: `healthy` has both sites up, with everything in it; today's is found after the disaster. */
  seed?: 'healthy'
  /** What `keptState` gave of an estate in the same directory: it goes on from there. */
  kept?: Uint8Array
}

export interface LogIn {
  user: string
  password: string
}

/** One change: a statement or a cmdlet that took effect. */
export interface Effect {
  at: number
  /** `SEC`, or the PowerShell endpoint. */
  where: string
  /** Session and program of a statement. */
  spid?: number
  program?: string
  what: string
}

/** The one state behind SQL and cmdlets. Nothing of it but files outlives the process, unless somebody keeps it (`keptState`). */
export interface EstateState {
  readonly dir: string
  readonly clock: Clock
  readonly times: EstateTimes
  readonly login: LogIn
  readonly reader: LogIn
  readonly instances: InstanceState[]
  readonly pool: ChatPool
  readonly store: ManagementStore
  topology: Topology
  backupService: BackupService
  /** The SQL stores of the topology. */
  readonly stores: SqlStore[]
  readonly groups: AvailabilityGroup[]
  applications: Applications
  /** Servers of other trades, where a test asked for them. */
  webFarm?: WebFarm
  mailServers?: MailServers
  /** Everything that changed the estate, in order. */
  readonly effects: Effect[]
}

export const TIMES: EstateTimes = {
  restoreLog: 1500,
  recover: 2500,
  restoreFull: 4000,
  backup: 1500,
  replicate: 3000,
  synchronize: 4000,
  failOver: 5000,
  backUp: 3000,
  job: 2000,
  ping: 1000,
}

/** The estate some minutes after the primary data centre was lost, or as it was kept. */
export function createEstateState(options: EstateOptions): EstateState {
  const { kept } = options
  const base = {
    dir: options.dir,
    clock: startClock(options.speed ?? 1, kept && keptAt(kept)),
    times: { ...TIMES, ...options.times },
    login: options.login ?? { user: 'countersign', password: newPassword() },
    reader: options.reader ?? { user: 'countersign_reader', password: newPassword() },
  }
  if (kept !== undefined) return stateFrom(kept, base)
  return options.seed === 'healthy' ? seedHealthy(base) : seedEstate(base)
}

function newPassword(): string {
  return randomBytes(12).toString('base64url')
}

export function instanceNamed(state: EstateState, name: string): InstanceState {
  const found = state.instances.find((instance) => instance.name === name)
  if (found === undefined)
    throw new Error(`The practice estate has no instance ${name}; it has ${state.instances.map((each) => each.name).join(', ')}.`)
  return found
}

/** Where a Windows path lives for a host; undefined for what is no absolute Windows path. */
export function placeOnDisk(state: EstateState, host: string, path: string): string | undefined {
  return realPath(state.dir, host, path)
}
