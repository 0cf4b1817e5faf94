/** What a SQL session of the practice estate answers, before the TDS layer turns it into tokens. */

/** A column type that the stand-in can send; `length` counts characters for nvarchar, bytes for varbinary; -1 is (max). */
export type ColumnType =
  | { name: 'int' | 'bigint' | 'smallint' | 'tinyint' | 'bit' | 'float' | 'uniqueidentifier' | 'datetime' }
  | { name: 'nvarchar' | 'varchar' | 'varbinary'; length: number }
  | { name: 'numeric'; precision: number; scale: number }
  /** A type that the stand-in's SQL does not have, for tests of what a driver makes of it: its TYPE_INFO ([MS-TDS] 2.2.5.6); a value is its bytes, length and all. */
  | { name: 'raw'; info: Uint8Array }

export interface Column {
  name: string
  type: ColumnType
}

/** bigint and numeric travel as strings of digits or bigint; datetime as Date (UTC); NULL as null. */
export type SqlValue = string | number | bigint | boolean | Date | Uint8Array | null

/** One INFO (severity 10 and below) or ERROR (11 and above) message. */
export interface SqlMessage {
  number: number
  severity: number
  state: number
  text: string
  /** Line of the batch, counted from 1. */
  line: number
  procedure?: string
}

/** Where a session writes its answer, in the order in which SQL Server would send it. */
export interface ResultSink {
  columns(columns: Column[]): void
  row(values: SqlValue[]): void
  /** Ends one statement; `rows` when it counted any. */
  statementDone(rows?: number): void
  /** Sent at once (its packet does not wait for the end of the answer). */
  message(message: SqlMessage): void
}

/** A bound parameter of an RPC (sp_executesql), name without `@`. */
export interface BoundParameter {
  name: string
  type: ColumnType
  value: SqlValue
}

/** One logged-in session. */
export interface SqlSession {
  readonly spid: number
  /** Runs one batch, or the text of an sp_executesql, to its end; rejects only when the stand-in itself is broken. `signal` aborts on ATTENTION or a lost connection. */
  execute(text: string, parameters: BoundParameter[], sink: ResultSink, signal: AbortSignal, scope?: 'batch' | 'procedure'): Promise<void>
  /** A transaction is open. */
  readonly transactions: number
  /** Back to what it was after its log-in. */
  reset(): void
  /** Ends the session: its locks are released, its transaction rolled back. */
  close(): void
}

export interface SqlLogin {
  user: string
  password: string
  database: string
  appName: string
  hostName: string
  /** The connection is under TLS. */
  encrypted?: boolean
}

/** One instance as the TDS layer sees it. */
export interface SqlInstance {
  /** e.g. `SEC` */
  readonly name: string
  /** Where it sends whoever has logged in, as routing does. */
  readonly routesTo?: { server: string; port: number }
  /** A session, or the login errors to send, the cause first (4060, then 18456). */
  login(login: SqlLogin): SqlSession | SqlMessage[]
  /** Faults asked for from outside; the TDS layer obeys `drop`, the session obeys the rest. */
  onDrop(spid: number, drop: () => void): void
}
