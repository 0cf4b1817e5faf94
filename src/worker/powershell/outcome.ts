/** What a PowerShell block gave, and how it ended. */
import type { ShellFault, Told, WorkerFault } from '../../run/facts/worker-fault.ts'

/** What survives the host's projection: two levels deep, cut; big integers, dates, time spans and versions as strings. */
export type PlainValue = string | number | boolean | null | PlainValue[] | { [name: string]: PlainValue }

export interface Credential {
  user: string
  password: string
}

/** Arrives as SecureString. */
export interface SecureText {
  secure: string
}

/** A value that becomes a variable of the block; a credential arrives as PSCredential. */
export type ShellValue = string | number | boolean | null | ShellValue[] | Credential | SecureText

export interface BlockError {
  message: Told
  /** PowerShell's FullyQualifiedErrorId. */
  code: string
  /** PowerShell's error category, e.g. `ObjectNotFound`. */
  category: string
  /** Line and column of the document (the block's first line is `firstLine`). */
  line?: number
  column?: number
}

export interface BlockMessage {
  kind: 'warning' | 'verbose' | 'information'
  text: string
}

export interface BlockProgress {
  activity: string
  status: string
  /** 0 to 100, or -1 where the block does not say. */
  percent: number
}

/** Which PowerShell ran the block. */
export interface ShellIdentity {
  version: string
  edition: string
  /** True when no PowerShell ran, but the practice estate's stand-in of it. */
  standIn: boolean
  pid: number
  /** What the machine that it stands on calls itself, and its name in DNS, short or whole as that system keeps it. */
  machine: string
  dnsName: string
}

export interface BlockReport {
  /** In the order of arrival; at most 1,000, the rest is counted in `dropped`. */
  objects: PlainValue[]
  /** How many objects the block put out. */
  outputs: number
  dropped: number
  messages: BlockMessage[]
  errors: BlockError[]
  /** Of the last program that the block started. */
  exitCode?: number
  tookMs: number
  shell?: ShellIdentity
}

/**
 * `completed`: no error. `failed`: at least one error, and nothing of the block is running any more. `stopped`: ended because it was asked to; what it
 * had done until then stays. `lost`: the process ended mid-block, by itself or because the block did not stop: what it did is unknown.
 * `not-started`: nothing of the block ran.
 */
export type BlockOutcome = BlockReport &
  (
    | { type: 'completed' }
    | { type: 'failed' }
    | { type: 'stopped'; cause: StopCause }
    | { type: 'lost'; why: ShellFault; exitCode?: number; cause?: StopCause }
    | { type: 'not-started'; why: WorkerFault }
  )

export type StopCause = 'cancelled' | 'timed-out'
