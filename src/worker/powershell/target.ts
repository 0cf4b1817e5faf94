import type { Readers } from '../../lint/readers.ts'
import type { ShellValue } from './outcome.ts'

/** What of the list of readers is about PowerShell. */
export type ShellReaders = Pick<Readers, 'cmdlets' | 'programs' | 'addresses'>

/** A PowerShell endpoint as the configuration gives it to the worker. */
export interface PowerShellTarget {
  name: string
  /** Program and first arguments; without it `pwsh`, then `powershell.exe` is looked for on `environment.PATH`. */
  command?: string[]
  /** Modules that are imported when the process starts: names, or full paths. */
  modules: string[]
  /** The whole environment of the process: nothing is inherited. */
  environment: Record<string, string>
  /** Script from the configuration that runs once in a new process, e.g. to import proxies of remote cmdlets; its `values` may hold credentials. */
  initialise?: { text: string; values: Record<string, ShellValue> }
  /** What a block that looks may call: the host is told at its start, and refuses everything else; without it, every block that looks. */
  readers?: ShellReaders
  /** The machine on which its blocks must run; any where absent, which is for practice and for cmdlets that go over to another machine. */
  runsOn?: RequiredMachine
  /** Command of the practice estate's stand-in, used when no PowerShell is found. Never set outside practice. */
  standIn?: string[]
}

export interface RequiredMachine {
  host: string
  /** What the machine may call itself, where that is not the host's name. */
  machineName?: string[]
}

/** Times in milliseconds, memory in bytes. */
export interface ShellLimits {
  /** From the start of the process until its modules are loaded. */
  startMs: number
  /** From a stop until the process is killed with its children. */
  graceMs: number
  /** A process that grew beyond this is replaced after the block. */
  memoryBytes: number
}

export const USUAL_LIMITS: ShellLimits = { startMs: 60_000, graceMs: 5_000, memoryBytes: 600 * 1024 * 1024 }
