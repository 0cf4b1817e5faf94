/** Sends one block to a session and tells how it ended. A lost connection is never called a failure. */
import { addAbortListener } from 'node:events'
import type { SqlValue } from '../../procedure/bind-values.ts'
import type { Told } from '../../run/facts/worker-fault.ts'
import type { SqlColumn } from './columns.ts'
import { bindParameters } from './parameters.ts'
import { sendQuery, type SqlError, type SqlInfo } from './query.ts'
import type { SqlSession } from './session.ts'
import { within } from '../within.ts'

export interface SqlStatement {
  text: string
  parameters: SqlValue[]
  timeoutMs: number
  signal: AbortSignal
  onColumns: (columns: SqlColumn[]) => void
  onRow: (row: unknown[]) => void
  onMessage: (message: SqlInfo) => void
}

/** The server's, the driver's, or what the worker says of the driver. */
export type StatementError = Omit<SqlError, 'text'> & { text: Told }

export interface SqlEnding {
  /**
   * `error`: the server said so and the session still stands. `stopped`: it confirmed the stop. `lost`: nobody knows what the statement did.
   * `not-sent`: it was told to stop before the first byte.
   */
  how: 'done' | 'error' | 'stopped' | 'lost' | 'not-sent'
  /** Why it was stopped, if it was asked to be. */
  stop?: 'timeout' | 'asked'
  errors: StatementError[]
  tookMs: number
}

/** The connection broke by itself: nobody had asked for a stop. */
export function isCut({ how, stop }: SqlEnding): boolean {
  return how === 'lost' && stop === undefined
}

/** The driver confirms a stop or gives up by itself; where even that does not come, the session is ended. */
const DRIVER_MS = 5_000

/** Resolves in every case and in the end; the driver's own time-out is off, because it ends at the first packet of the answer. */
export async function sendStatement(session: SqlSession, statement: SqlStatement): Promise<SqlEnding> {
  // The driver forgets a stop that came before its request.
  if (statement.signal.aborted) return { how: 'not-sent', stop: 'asked', errors: [], tookMs: 0 }
  const began = performance.now()
  const { text, parameters, onColumns, onRow, onMessage } = statement
  const query = sendQuery(session.connection, { text, parameters: bindParameters(parameters), onColumns, onRow, onMessage })
  const stop = stopper(() => query.cancel(), statement)
  await Promise.race([query.ended, stop.given])
  const found = await within(query.ended, { ms: session.limits.stopMs + DRIVER_MS })
  stop.clear()
  if ('ended' in found) session.end()
  const { errors, canceled } = 'value' in found ? found.value : { errors: [unended(session)], canceled: false }
  const ending = { errors, tookMs: Math.round(performance.now() - began), ...(stop.why === undefined ? {} : { stop: stop.why }) }
  if (errors.length === 0 && !canceled) return { how: 'done', ...ending }
  // Which of the driver's errors mean a lost connection is its own affair; that this very session still answers is the proof that nothing acts any more.
  if (!(await session.isSame())) return { how: 'lost', ...ending }
  return { how: canceled ? 'stopped' : 'error', ...ending }
}

function unended({ limits }: SqlSession): StatementError {
  return { text: { is: 'driver-hangs', ms: limits.stopMs + DRIVER_MS } }
}

interface Stopper {
  /** Fulfilled when the statement was told to stop. */
  given: Promise<void>
  readonly why: 'timeout' | 'asked' | undefined
  clear(): void
}

function stopper(cancel: () => void, { timeoutMs, signal }: SqlStatement): Stopper {
  let why: 'timeout' | 'asked' | undefined
  const { promise: given, resolve: give } = Promise.withResolvers<void>()
  const stop = (because: 'timeout' | 'asked') => {
    why ??= because
    cancel()
    give()
  }
  const timer = setTimeout(() => stop('timeout'), timeoutMs)
  const listening = addAbortListener(signal, () => stop('asked'))
  return {
    given,
    get why() {
      return why
    },
    clear: () => {
      clearTimeout(timer)
      listening[Symbol.dispose]()
    },
  }
}
