/** One text on one connection, and everything that comes back for it. */
import type { Connection } from 'tedious'
import { columnOf, isInPieces, type SqlColumn } from './columns.ts'
import type { SqlParameter } from './parameters.ts'
import { Request } from './tedious.ts'

export interface SqlQuery {
  text: string
  parameters: SqlParameter[]
  onColumns?: (columns: SqlColumn[]) => void
  /** Values in the order of the columns. */
  onRow?: (values: unknown[]) => void
  onMessage?: (message: SqlInfo) => void
}

export interface SqlInfo {
  number: number
  text: string
}

/** `line` counts from 1 in the batch, and stands in `procedure` where that is named. One without a number is the driver's own. */
export interface SqlError {
  number?: number
  severity?: number
  line?: number
  procedure?: string
  text: string
}

/** `canceled`: the server has confirmed that it stopped. */
export interface QueryEnd {
  errors: SqlError[]
  canceled: boolean
}

export interface SentQuery {
  /** Fulfilled in every case in which the driver calls back; never rejected. */
  ended: Promise<QueryEnd>
  /** Sends an ATTENTION; the server's answer to it ends the query. */
  cancel(): void
}

/** Sends it at once: nothing else may be under way on the connection. As a `batch` what it sets stays with the session, and it takes no parameters. */
export function sendQuery(connection: Connection, query: SqlQuery, as: 'procedure' | 'batch' = 'procedure'): SentQuery {
  const { promise: ended, resolve } = Promise.withResolvers<QueryEnd>()
  const errors: SqlError[] = []
  const rows = rowsOf(query)
  // What the driver gives to the request is the last error, or none after a stop: all that the server said is on the connection.
  const onError = (error: ServerMessage) => void errors.push(errorOf(error))
  const onInfo = ({ number, message }: ServerMessage) => query.onMessage?.({ number, text: message })
  const request = new Request(query.text, (error) => {
    connection.off('errorMessage', onError)
    connection.off('infoMessage', onInfo)
    rows.end()
    const own = ownErrors(error)
    resolve({
      errors: [...errors, ...own.filter((each) => !isCancel(each)).map(({ message: text }) => ({ text }))],
      canceled: own.some(isCancel),
    })
  })
  for (const { name, type, value, length } of query.parameters)
    request.addParameter(name, type, value, length === undefined ? {} : { length })
  request.on('columnMetadata', (columns) => rows.begin(Object.values(columns).map(columnOf)))
  request.on('row', (cells: { value: unknown }[]) => rows.add(cells.map(({ value }) => value)))
  connection.on('errorMessage', onError)
  connection.on('infoMessage', onInfo)
  if (as === 'batch') connection.execSqlBatch(request)
  else connection.execSql(request)
  return { ended, cancel: () => request.cancel() }
}

/** The answer of FOR JSON and FOR XML comes in pieces, a row each: it is one text. */
function rowsOf({ onColumns, onRow }: SqlQuery): { begin(columns: SqlColumn[]): void; add(values: unknown[]): void; end(): void } {
  let pieces: unknown[] | undefined
  const end = () => {
    if (pieces !== undefined) onRow?.([pieces.join('')])
    pieces = undefined
  }
  return {
    begin: (columns) => {
      end()
      if (isInPieces(columns)) pieces = []
      onColumns?.(columns)
    },
    add: (values) => (pieces === undefined ? onRow?.(values) : void pieces.push(values[0])),
    end,
  }
}

/** As the tokens INFO and ERROR carry it. */
interface ServerMessage {
  number: number
  class: number
  message: string
  procName: string
  lineNumber: number
}

function errorOf({ message: text, number, class: severity, lineNumber: line, procName: procedure }: ServerMessage): SqlError {
  return { text, number, severity, line, ...(procedure === '' ? {} : { procedure }) }
}

type DriverError = Error & { code?: string; number?: number }

/** Without those that the server has said itself. */
function ownErrors(error: Error | null | undefined): DriverError[] {
  const all: DriverError[] = error instanceof AggregateError ? (error.errors as DriverError[]) : error ? [error] : []
  return all.filter(({ number }) => number === undefined)
}

function isCancel({ code }: DriverError): boolean {
  return code === 'ECANCEL'
}
