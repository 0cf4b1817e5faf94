import type { Column, ResultSink, SqlMessage, SqlValue } from '../result-sink.ts'
import { STATUS_COLUMN } from './rpc-statement.ts'

/** Passes an answer on, but keeps the row that carries a procedure's return status for itself. */
export class StatusSink implements ResultSink {
  /** SQL Server's answer of a procedure that failed, until the row says otherwise. */
  status = -6
  readonly #to: ResultSink
  #mine = false

  constructor(to: ResultSink) {
    this.#to = to
  }

  columns(columns: Column[]): void {
    this.#mine = columns.length === 1 && columns[0]?.name === STATUS_COLUMN
    if (!this.#mine) this.#to.columns(columns)
  }

  row(values: SqlValue[]): void {
    if (!this.#mine) this.#to.row(values)
    else if (values[0] !== null) this.status = Number(values[0])
  }

  statementDone(rows?: number): void {
    if (!this.#mine) this.#to.statementDone(rows)
    this.#mine = false
  }

  message(message: SqlMessage): void {
    this.#to.message(message)
  }
}
