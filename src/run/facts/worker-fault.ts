/** What workers and their gateway say of themselves: a code and its facts, which are made a sentence where it is shown. Durations are milliseconds. */
import type { BindFault } from '../../procedure/bind-values.ts'
import type { SecretSource } from '../../text/no-secret.ts'
import type { SqlFault } from './sql-fault.ts'

/** Others' own words as they came, or what the worker has to say itself. */
export type Told = string | WorkerFault

export type WorkerFault = BindFault | BlockFault | SqlFault | ShellFault | OrderFault | GatewayFault | SecretFault | NeededSecret

/** Why an order is not carried out. */
export interface WorkerRefusal {
  code: string
  why: WorkerFault
}

/** A reference that leads to no secret. */
export interface SecretFault extends LackingSecret {
  is: 'no-secret'
}

/** The same, where the plan of a run needs it. */
interface NeededSecret extends LackingSecret {
  is: 'secret-needed'
}

/** `name`: of a variable in the environment of a PowerShell. */
interface LackingSecret {
  of:
    | { what: 'password' | 'reader-password'; target: string }
    | { what: 'variable'; target: string; name: string }
    /** One that a parameter names. */
    | { what: 'named'; name: string }
  from: SecretSource
}

/** Of a block, whatever its language. */
type BlockFault =
  | { is: 'stopped-before-sent' }
  | { is: 'wrong-language'; target: string; language: 'sql' | 'powershell' }
  /** `url`: as the document has it, for a value leads astray. */
  | { is: 'http-no-address'; url: string }
  /** `address`: what its name leads to. */
  | { is: 'http-closed'; url: string; address: string }
  | { is: 'http-silent'; url: string; ms: number }
  | { is: 'http-unreachable'; url: string; code: string }
  | { is: 'no-target'; worker: string; target: string }
  /** A parameter names it, and the worker's configuration does not. */
  | { is: 'unknown-secret'; worker: string; name: string }
  /** `there`: in the plan. */
  | { is: 'other-target'; worker: string; target: string; here: TargetPlace; there?: TargetPlace }
  | { is: 'half-character'; column: string }
  | { is: 'secret-in-capture'; column: string }
  /** `code`: of the file system. */
  | { is: 'whole-not-kept'; what: KeptWhat; folder: string; code: string }
  | { is: 'more-messages'; count: number }
  | { is: 'more-errors'; count: number }
  | { is: 'too-long-for-log' }

export type KeptWhat = 'rows' | 'words' | 'lines'

/** `names`: what it may call itself. */
export type TargetPlace =
  | { kind: 'sql-server'; host: string; instance?: string; port: number; names?: string[]; reader?: string }
  | { kind: 'powershell'; host: string; practice: boolean; names?: string[] }

/** How a process came to its end. `as`: the signal that its exit code tells of. */
export type ShellEnding =
  | { how: 'not-started'; message: string }
  | { how: 'exit'; code: number; as?: string }
  | { how: 'signal'; signal: string }
  | { how: 'unkilled'; ms: number }

/** What a new process is told before its first block. */
export type ShellPart = { what: 'module'; name: string } | { what: 'initialise' } | { what: 'readers' }

/** Of PowerShell and its process. */
export type ShellFault =
  | { is: 'no-program'; target: string; program: string }
  | { is: 'no-powershell'; target: string }
  | { is: 'other-machine'; target: string; machine: string; dnsName: string; host: string; names?: string[] }
  | { is: 'shell-not-started'; target: string; why: Told }
  | { is: 'shell-silent'; ms: number }
  /** `stderr`: its last lines. */
  | { is: 'shell-ended'; end: ShellEnding; stderr: string[] }
  | { is: 'shell-part-failed'; target: string; part: ShellPart; why: Told }
  | { is: 'shell-part-ended'; how: 'completed' | 'failed' | 'stopped' | 'lost' | 'not-started' }
  | { is: 'shell-closed'; target: string }
  | { is: 'shell-busy'; target: string; ms: number }
  | { is: 'cancelled-before-sent' }
  | { is: 'no-variable'; name: string }
  | { is: 'one-variable'; names: [string, string] }
  | { is: 'inexact-number'; name: string }
  /** `more`: so many characters follow. */
  | { is: 'no-json-line'; text: string; more: number }
  | { is: 'no-message-line'; at: string; text: string; more: number }
  | { is: 'objects-left'; dropped: number; outputs: number }
  | { is: 'block-stopped'; by: 'timeout' | 'asked'; allowedMs: number }
  | { is: 'block-killed'; allowedMs: number; stderr: string[] }
  | { is: 'block-unstopped'; graceMs: number; by: 'timeout' | 'asked'; stderr: string[] }
  | { is: 'shell-lost'; end: ShellEnding; stderr: string[] }

/** Of a worker that has an order, as its bot sees it. */
export type GatewayFault =
  | { is: 'worker-restarted'; worker: string }
  | { is: 'worker-unheard'; worker: string; ms: number }
  | { is: 'order-unspoken'; worker: string; ms: number }

/** Of an order, and of the attempt that it is for. */
export type OrderFault =
  | { is: 'document-not-held'; worker: string; document: string; folder: string }
  | { is: 'performed-before'; worker: string }
  | { is: 'not-called-for'; run: string }
  | { is: 'no-such-step'; run: string; step: number }
  | { is: 'nothing-to-run'; run: string; step: number }
  | { is: 'stopped-while-looking' }
  | { is: 'stopped-before-claim' }
  | { is: 'session-lost'; target: string }
  | { is: 'given-up-meanwhile'; run: string }
  | { is: 'history-unread'; run: string }
  | { is: 'history-refused'; run: string; why: string }
  | { is: 'not-for-this-worker'; installation: string; site: string; worker: string; ours: { installation: string; site: string } }
  | { is: 'entry-lost'; run: string; seq: number; worker: string }
  | { is: 'other-rules'; run: string; seq: number; rules: number; worker: string; ours: number }
  /** `why`: as `countersign audit verify` says it. */
  | { is: 'history-altered'; run: string; seq: number; why: string }
  | { is: 'other-history'; run: string; installation: string; of: { run: string; installation: string } }
  | { is: 'history-not-proven'; run: string; seq: number }
  | { is: 'document-differs'; run: string; document: string }
  | { is: 'claim-not-proven'; run: string }
  | { is: 'claim-unanswered'; why: Told }
  | { is: 'not-called-for-now'; run: string }
  | { is: 'answer-late'; ms: number }
  | { is: 'stopped-meanwhile' }
  /** By the worker's clock, which is so far ahead of the bot's (`aheadMs`) where that is known. */
  | { is: 'approvals-lapsed'; worker: string; now: string; gate: number; until?: string; aheadMs?: number }
  | { is: 'not-written-down'; file: string; code: string }
  | { is: 'run-breaks'; why: string }
  | { is: 'lock-not-held'; lock: string; target: string; why: Told }
  | { is: 'block-was-stopped'; target: string }
  /** `said`: what came last. */
  | { is: 'contact-lost'; target: string; ms: number; said: Told[] }
  | { is: 'nothing-sent'; target: string }
