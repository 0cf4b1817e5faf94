import type { ResultSink } from '../result-sink.ts'
import type { Frame } from './frame.ts'
import type { LiveSession } from './live-session.ts'

/** What a running statement needs: whose it is, where its answer goes, and when to give up. */
export interface Work {
  session: LiveSession
  frame: Frame
  sink: ResultSink
  signal: AbortSignal
}

/** How a statement leaves the list it stands in; undefined to go on with the next. */
export type Leave = { kind: 'break' | 'continue' } | { kind: 'return'; value: number } | undefined

/** Thrown after an error was reported that ends the whole batch. */
export class BatchEnded extends Error {}
