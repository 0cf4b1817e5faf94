/** What a state calls for. Keys are stable, so sending an effect twice is harmless. */
import type { Order } from './order.ts'

export type Effect =
  | { kind: 'order'; key: string; order: Order; notBefore?: string }
  /** Tell the worker of this attempt to stop what it does. */
  | { kind: 'stop'; key: string; site: string; order: string }
  /** At this instant the run is asked `{ type: 'timer', key }`. */
  | { kind: 'timer'; key: string; at: string }
  | { kind: 'lock'; key: string; lock: string; act: 'take' | 'release' }
  /** The chain's head is signed and posted: at every gate and at the end. `at` is the entry after which it stands. */
  | { kind: 'head'; key: string }
  /** These people are told that a gate waits. */
  | { kind: 'notify'; key: string; gate: number; people: string[] }
