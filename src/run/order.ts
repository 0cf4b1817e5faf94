/** What the engine sends a worker, and what a block gave. Everything else the worker finds by replaying the run. */
import type { Told } from './facts/worker-fault.ts'

export interface AttemptId {
  step: number
  /** Position in the `each` list, from 1; 0 where the step has no list. */
  item: number
  /** Counted from 1. */
  number: number
}

/** As people count: `item` of the list, and which sub-step of it. */
export type AttemptTurn = AttemptId & { substep?: number }

interface OrderBase {
  /** Stable: run, step, item, and a running number. Never reused for another purpose. */
  key: string
  installation: string
  run: string
  site: string
  /** SHA-256 of the procedure's document. */
  document: string
  step: number
  item: number
}

/** Roles whose blocks only look. */
export type Look = 'check' | 'read' | 'wait-until' | 'before'

/** Reads only; may be sent and carried out any number of times. */
export interface ObserveOrder extends OrderBase {
  kind: 'observe'
  /** Asked in turn; the first answer that decides ends it. */
  looks: Look[]
  /** After an attempt whose fate is unknown: hold that attempt's lock before believing *not done*. */
  attempt?: AttemptId
  /** So long the checks are asked again and again until they say done, or a `wait-until` until it holds. Absent: once. */
  settleMs?: number
}

/** Gate and claim stand before it. */
export interface PerformOrder extends OrderBase {
  kind: 'perform'
  attempt: AttemptId
  /** The gate that lets it pass, and the fingerprint that was approved there. */
  gate: number
  fingerprint: string
  /** Its `undo` block is sent, not its `run`. */
  undo?: true
}

export type Order = ObserveOrder | PerformOrder

export interface ErrorRecord {
  /** The server's or the block's own words, or the worker's. */
  message: Told
  /** SQL error number, or PowerShell's FullyQualifiedErrorId. */
  code?: string
  severity?: number
  /** `commands/failover-persistent-chat.md:212` */
  place?: string
}

/** A cell: big integers and LSNs are strings. */
export type Cell = string | number | boolean | null
export type Row = Record<string, Cell>

/** What one block gave. `block` is its index in the step. Rows are cut to fit an entry; `file` names the whole. */
export interface BlockResult {
  block: number
  target: string
  ok: boolean
  /** Nothing of it reached the target: what it says is the worker's word, and no answer of the target. */
  notSent?: true
  rows: Row[]
  rowCount: number
  /** So many at the end of `rows` are the last ones, where those between did not fit. */
  last?: number
  file?: { sha256: string; bytes: number }
  messages: Told[]
  /** How many messages and errors there were, where not all of them stand here whole; `file` names the whole. */
  said?: { messages: number; errors: number; file?: { sha256: string; bytes: number } }
  /** PowerShell blocks: which PowerShell ran it, e.g. `PowerShell 7.6.5`, or that it was a stand-in. */
  ranIn?: string
  errors: ErrorRecord[]
  tookMs: number
}
