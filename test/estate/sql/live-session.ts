import type { BoundParameter, ResultSink, SqlSession } from '../result-sink.ts'
import type { EstateState } from '../state/estate-state.ts'
import { findDatabase } from '../state/instance-state.ts'
import type { InstanceState, SessionRow } from '../state/instance-state.ts'
import { requireOpen } from './catalog.ts'
import type { SessionView } from './environment.ts'
import { Frame } from './frame.ts'
import { parseBatch } from './parse-batch.ts'
import { report, runStatements } from './run-statements.ts'
import { Cancelled, SqlError } from './sql-error.ts'
import { BatchEnded } from './work.ts'

/** One logged-in session: its current database, its settings, the batch it runs. */
export class LiveSession implements SqlSession, SessionView {
  readonly state: EstateState
  readonly instance: InstanceState
  readonly row: SessionRow
  readonly login: string
  readonly isSysadmin = true
  database: string
  transactions = 0
  rowCount = 0
  lastError = 0
  noCount = false
  readonly #closed = new AbortController()
  #running: Promise<void> = Promise.resolve()

  constructor(state: EstateState, instance: InstanceState, row: SessionRow, database: string) {
    this.state = state
    this.instance = instance
    this.row = row
    this.login = row.login
    this.database = database
    instance.sessions.set(row.spid, row)
  }

  get spid(): number {
    return this.row.spid
  }

  /** A session runs one batch at a time; the next waits for the one before. */
  execute(text: string, parameters: BoundParameter[], sink: ResultSink, signal: AbortSignal): Promise<void> {
    const run = this.#running.then(() => this.#execute(text, parameters, sink, AbortSignal.any([signal, this.#closed.signal])))
    this.#running = run.catch(() => undefined)
    return run
  }

  close(): void {
    if (this.#closed.signal.aborted) return
    this.#closed.abort(new Cancelled())
    this.transactions = 0
    this.instance.sessions.delete(this.row.spid)
    this.instance.locks.releaseAll(this.row.spid)
  }

  /** Throws 911 for a database that is not there, 927 and its like for one that cannot be opened. */
  useDatabase(name: string): void {
    const database = findDatabase(this.instance, name)
    if (database === undefined) throw new SqlError(911, `Database '${name}' does not exist. Make sure that the name is entered correctly.`)
    requireOpen(database)
    this.database = database.name
    this.row.databaseId = database.id
  }

  async #execute(text: string, parameters: BoundParameter[], sink: ResultSink, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const now = this.state.clock.now()
    this.row.lastRequestAt = now
    this.row.request = { command: 'SELECT', percentComplete: 0, startedAt: now, waitType: null }
    const before = this.database
    const frame = new Frame(this, parameters)
    try {
      await runStatements(parseBatch(text, frame.names()), { session: this, frame, sink, signal })
    } catch (error) {
      if (error instanceof SqlError) report(error.at(1), { session: this, sink })
      else if (error instanceof RangeError) report(nestedTooDeeply(), { session: this, sink })
      else if (!(error instanceof BatchEnded) && !(error instanceof Cancelled)) throw error
    } finally {
      this.row.request = undefined
      // The context of a parameterised batch ends with it (it runs inside sp_executesql).
      if (parameters.length > 0 && findDatabase(this.instance, before)?.status === 'ONLINE') this.useDatabase(before)
    }
  }
}

/** What ran out was the stack. */
function nestedTooDeeply(): SqlError {
  const text = 'Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller queries.'
  return new SqlError(191, text, 15).at(1)
}
