/** What a state calls for. Keys are stable, so sending an effect twice is harmless. */
import type { Order } from './order.ts'

export type Effect =
  | { kind: 'order'; key: string; order: Order; notBefore?: string }
  /** Tell the worker of this attempt to stop what it does. */
  | { kind: 'stop'; key: string; site: string; order: string }
  /** At this instant the run is asked `{ type: 'timer', key }`. */
  | { kind: 'timer'; key: string; at: string }
  | { kind: 'lock'; key: string; lock: string; act: 'take' | 'release' }
  /** The chain's head as it stands after this entry is signed and posted: when a gate has passed (`head:gate-3`) and at the end (`head:final`). Once per key. */
  | { kind: 'head'; key: string; final: boolean }
  /** These people (ids) are told that a gate waits; `escalated`: because nobody came. */
  | { kind: 'notify'; key: string; gate: number; people: string[]; escalated: boolean }
  /** These people (ids) are told what the document says at this step. */
  | { kind: 'tell'; key: string; step: number; people: string[] }
