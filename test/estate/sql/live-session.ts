import type { BoundParameter, ResultSink, SqlSession } from '../result-sink.ts'
import { denied } from '../rights/denied.ts'
import type { Principal } from '../rights/principal.ts'
import { mayInDatabase } from '../rights/rights.ts'
import type { EstateState } from '../state/estate-state.ts'
import { findDatabase } from '../state/instance-state.ts'
import type { InstanceState, SessionRow } from '../state/instance-state.ts'
import { requireOpen } from './catalog.ts'
import type { SessionView } from './environment.ts'
import { Frame } from './frame.ts'
import { readBatch } from './read-batch.ts'
import { report, runStatements } from './run-statements.ts'
import { freshSettings, ISOLATION_LEVEL, type SessionSettings } from './session-settings.ts'
import { Cancelled, SqlError } from './sql-error.ts'
import { BatchEnded } from './work.ts'

/** One logged-in session: its current database, its settings, the batch it runs. */
export class LiveSession implements SqlSession, SessionView {
  readonly state: EstateState
  readonly instance: InstanceState
  readonly row: SessionRow
  readonly principal: Principal
  readonly login: string
  database: string
  rowCount = 0
  lastError = 0
  readonly #first: string
  readonly #closed = new AbortController()
  #running: Promise<void> = Promise.resolve()

  constructor(state: EstateState, instance: InstanceState, row: SessionRow, opened: { database: string; principal: Principal }) {
    this.state = state
    this.instance = instance
    this.row = row
    this.principal = opened.principal
    this.login = row.login
    this.database = opened.database
    this.#first = opened.database
    instance.sessions.set(row.spid, row)
  }

  get spid(): number {
    return this.row.spid
  }

  get settings(): SessionSettings {
    return this.row.settings
  }

  get noCount(): boolean {
    return this.settings.options.get('NOCOUNT') === 'ON'
  }

  get transactions(): number {
    return this.row.transactions
  }

  set transactions(count: number) {
    this.row.transactions = count
  }

  /** A session runs one batch at a time; the next waits for the one before. */
  execute(...[text, parameters, sink, signal, scope]: Parameters<SqlSession['execute']>): Promise<void> {
    const inside = scope === 'procedure' || parameters.length > 0
    const run = this.#running.then(async () => {
      const aborts = AbortSignal.any([signal, this.#closed.signal])
      if (inside) await this.inProcedure(() => this.#execute(text, parameters, sink, aborts))
      else await this.#execute(text, parameters, sink, aborts)
    })
    this.#running = run.catch(() => undefined)
    return run
  }

  /** What is set inside a procedure, sp_executesql or EXEC (@s) ends with it, and so do its temporary tables; transactions and CONTEXT_INFO do not. */
  async inProcedure<T>(run: () => Promise<T>): Promise<T> {
    const { options, tables } = this.settings
    this.settings.options = new Map(options)
    this.settings.tables = new Map(tables)
    try {
      return await run()
    } finally {
      this.settings.options = options
      this.settings.tables = new Map([...tables].filter(([name]) => this.settings.tables.has(name)))
    }
  }

  /** sp_reset_connection: the same session, as it was after its log-in. The isolation level stays, as on servers before 2014. */
  reset(): void {
    const isolation = this.settings.options.get(ISOLATION_LEVEL)
    this.row.settings = freshSettings()
    if (isolation !== undefined) this.settings.options.set(ISOLATION_LEVEL, isolation)
    this.transactions = 0
    this.rowCount = 0
    this.lastError = 0
    this.instance.locks.releaseAll(this.row.spid)
    if (findDatabase(this.instance, this.#first)?.status === 'ONLINE') this.useDatabase(this.#first)
    else this.useDatabase('master')
  }

  close(): void {
    if (this.#closed.signal.aborted) return
    this.#closed.abort(new Cancelled())
    this.transactions = 0
    this.instance.sessions.delete(this.row.spid)
    this.instance.locks.releaseAll(this.row.spid)
  }

  /** Throws 911 for a database that is not there, 927 and its like for one that cannot be opened, 916 where the log-in is nobody. */
  useDatabase(name: string): void {
    const database = findDatabase(this.instance, name)
    if (database === undefined) throw new SqlError(911, `Database '${name}' does not exist. Make sure that the name is entered correctly.`)
    requireOpen(database, this)
    if (!mayInDatabase(this, database.name, 'CONNECT')) throw denied.toOpen(this.login, database.name)
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
      await runStatements(readBatch(text, frame), { session: this, frame, sink, signal })
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
