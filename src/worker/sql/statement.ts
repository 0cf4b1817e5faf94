/** Sends one block to a session and tells how it ended. A lost connection is never called a failure. */
import { addAbortListener } from 'node:events'
import type sql from 'mssql'
import type { SqlValue } from '../../procedure/bind-values.ts'
import { bindParameters } from './parameters.ts'
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

export interface SqlColumn {
  name: string
  /** The driver's type, e.g. `Int`, `NVarChar`, `Numeric`. */
  type: string
  precision?: number
  scale?: number
}

export interface SqlInfo {
  number: number
  text: string
}

/** `line` counts from 1 in the batch, and stands in `procedure` where that is named. */
export interface SqlError {
  number?: number
  severity?: number
  line?: number
  procedure?: string
  text: string
}

export interface SqlEnding {
  /**
   * `error`: the server said so and the session still stands. `stopped`: it confirmed the stop. `lost`: nobody knows what the statement did.
   * `not-sent`: it was told to stop before the first byte.
   */
  how: 'done' | 'error' | 'stopped' | 'lost' | 'not-sent'
  /** Why it was stopped, if it was asked to be. */
  stop?: 'timeout' | 'asked'
  errors: SqlError[]
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
  const request = session.request()
  bindParameters(request, statement.parameters)
  const errors: SqlError[] = []
  let canceled = false
  request.on('recordset', (columns: sql.IColumnMetadata[string][]) => statement.onColumns(columns.map(columnOf)))
  request.on('row', (row: unknown[]) => statement.onRow(row))
  request.on('info', (info: { number: number; message: string }) => statement.onMessage({ number: info.number, text: info.message }))
  request.on('error', (error: DriverError) => {
    if (error.code === 'ECANCEL') canceled = true
    else errors.push(errorOf(error))
  })
  const stop = stopper(request, statement)
  try {
    const query = request.query(statement.text)
    await Promise.race([query, stop.given])
    const ended = await within(query, { ms: session.limits.stopMs + DRIVER_MS })
    if ('ended' in ended) {
      session.end()
      errors.push({ text: `The driver did not end what it was told to stop for ${(session.limits.stopMs + DRIVER_MS) / 1000} s.` })
    }
  } catch (error) {
    errors.push(errorOf(error as DriverError))
  } finally {
    stop.clear()
  }
  const ending = { errors, tookMs: Math.round(performance.now() - began), ...(stop.why === undefined ? {} : { stop: stop.why }) }
  if (errors.length === 0 && !canceled) return { how: 'done', ...ending }
  // Which of the driver's errors mean a lost connection is its own affair; that this very session still answers is the proof that nothing acts any more.
  if (!(await session.isSame())) return { how: 'lost', ...ending }
  return { how: canceled ? 'stopped' : 'error', ...ending }
}

interface Stopper {
  /** Fulfilled when the statement was told to stop. */
  given: Promise<void>
  readonly why: 'timeout' | 'asked' | undefined
  clear(): void
}

function stopper(request: sql.Request, { timeoutMs, signal }: SqlStatement): Stopper {
  let why: 'timeout' | 'asked' | undefined
  const { promise: given, resolve: give } = Promise.withResolvers<void>()
  const stop = (because: 'timeout' | 'asked') => {
    why ??= because
    request.cancel()
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

type DriverError = Error & { code?: string; number?: number; class?: number; lineNumber?: number; procName?: string }

function errorOf(error: DriverError): SqlError {
  return {
    text: error.message,
    ...(typeof error.number === 'number' ? { number: error.number } : {}),
    ...(typeof error.class === 'number' ? { severity: error.class } : {}),
    ...(typeof error.lineNumber === 'number' ? { line: error.lineNumber } : {}),
    ...(error.procName ? { procedure: error.procName } : {}),
  }
}

/** The driver's types are functions that carry their name. */
function columnOf(column: { name: string; type: unknown; precision?: number | undefined; scale?: number | undefined }): SqlColumn {
  const type = typeof column.type === 'function' ? column.type.name : 'unknown'
  const { precision, scale } = column
  return {
    name: column.name,
    type,
    ...(typeof precision === 'number' ? { precision } : {}),
    ...(typeof scale === 'number' ? { scale } : {}),
  }
}
