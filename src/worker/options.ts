/** What a worker is started with: plain data, secrets resolved. Nothing here is read from the environment. */
import type { Readers } from '../lint/readers.ts'
import type { PublicKeys } from '../audit/entry.ts'
import type { SecretFault } from '../run/facts/worker-fault.ts'
import { USUAL_SQL_LIMITS, type SqlLimits } from './sql/limits.ts'

/** A secret, or which reference led to nothing. */
export type Secret = { secret: string } | { fault: SecretFault }

/** As whom a session is opened. */
export interface LogIn {
  user: string
  password: Secret
}

export interface SqlTarget {
  kind: 'sql-server'
  name: string
  host: string
  instance?: string
  port: number
  /** What the server may call itself, where that is not the host's name: a listener's replicas, an alias. */
  serverName?: string[]
  /** Where to dial when `host` does not lead there. The certificate must still be the host's. */
  address?: string
  user: string
  password: Secret
  /** The second log-in, for what only looks. */
  reader?: LogIn
  /** PEM of the authority that signed the server's certificate; the system's own where absent. */
  ca?: string
}

export interface ShellTarget {
  kind: 'powershell'
  name: string
  host: string
  /** What the machine may call itself on which the blocks run, where that is not the host's name. */
  machineName?: string[]
  /** Where names lead that `http` blocks ask on it, where they do not lead there by themselves: a farm's name to this node of it. The certificate must still be the name's. */
  names?: Record<string, string>
  /** Blocks of a practice target run on whatever machine the worker stands. */
  practice?: boolean
  /** Program and first arguments; `pwsh`, then `powershell.exe` where absent. */
  command?: string[]
  /** The practice estate's stand-in, used where no PowerShell is found. */
  standIn?: string[]
  modules: string[]
  /** The whole environment of its process: nothing is inherited. */
  environment: Record<string, string | Secret>
  /** Script that runs once in a new process; it sees `$user`, `$password` and both as `$credential`. */
  initialise?: string
  user?: string
  password?: Secret
  /** What blocks that look have instead: a script, a log-in, or both. */
  reader?: { initialise?: string; user?: string; password?: Secret }
}

export type WorkerTarget = SqlTarget | ShellTarget

/** The part of a pino logger that the worker uses. */
export interface Logger {
  info(fields: object, text: string): void
  warn(fields: object, text: string): void
  error(fields: object, text: string): void
}

export interface Pauses {
  /** Between two heartbeats. */
  heartbeatMs: number
  /** How long another session's lock is waited for: an accepted result may still be on its way back to the process that holds it. */
  lockWaitMs: number
  /** Between asking for the claim and sending; more means that the process was stopped or starved, and the run is asked again. */
  staleMs: number
  /** Silence after which a bot is given up, and dialled anew. */
  silenceMs: number
  /** How long a SQL Server may be silent. */
  sql: SqlLimits
}

export const USUAL_PAUSES: Pauses = { heartbeatMs: 1_000, lockWaitMs: 5_000, staleMs: 3_000, silenceMs: 8_000, sql: USUAL_SQL_LIMITS }

/** A bot on this machine by its unix socket, or one elsewhere by its address (`wss://`). `ca`: PEM of the authority that signed its certificate; the system's own where absent. */
export type BotAddress = { socket: string } | { url: string; ca?: string }

export interface WorkerOptions {
  name: string
  site: string
  installation: string
  /** The bots that it dials. */
  bots: BotAddress[]
  /** Ed25519, PEM (PKCS 8). */
  privateKey: string
  publicKeys: PublicKeys
  /** What blocks that look may call; what comes with the program where nothing is said. */
  readers?: Readers
  /** Folder with the procedure documents that this worker may run. */
  documents: string
  /** Folder for old versions of documents. */
  state: string
  /** Folder for results that are too big for an entry. */
  files: string
  targets: Record<string, WorkerTarget>
  /** Secrets that documents name by their parameters. */
  secrets?: Record<string, Secret>
  logger: Logger
  /** Other pauses than the usual ones, for tests. */
  pauses?: Partial<Pauses>
}
