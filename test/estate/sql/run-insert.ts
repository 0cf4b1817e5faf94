import type { Column, ResultSink, SqlValue } from '../result-sink.ts'
import { evaluateExpression, evaluateQuery } from './evaluate.ts'
import type { TableData } from './environment.ts'
import { converted } from './frame.ts'
import { runExec, runExecString } from './run-exec.ts'
import { rowLimit } from './session-settings.ts'
import { SqlError } from './sql-error.ts'
import { isString } from './sql-type.ts'
import { tableNamed } from './temporary-tables.ts'
import type { DataStatement } from './statement.ts'
import type { Work } from './work.ts'

type Insert = Extract<DataStatement, { kind: 'insert' }>
type Rows = { columns: Column[]; rows: SqlValue[][] }[]

/** INSERT into a table variable or a temporary table: from VALUES, a query, or all the result sets of a procedure. Nothing is inserted when a row does not fit. */
export async function runInsert(statement: Insert, work: Work): Promise<void> {
  const table = tableNamed(statement.into, work)
  const places =
    statement.columns.length === 0 ? table.columns.map((_, index) => index) : statement.columns.map((name) => placeOf(name, table))
  const fresh: SqlValue[][] = []
  for (const { columns, rows } of await source(statement, work)) {
    if (columns.length !== places.length)
      throw new SqlError(213, 'Column name or number of supplied values does not match table definition.', 16, 7)
    for (const row of rows) fresh.push(fitted(row, columns, places, table))
  }
  const kept = fresh.slice(0, rowLimit(work.session.settings))
  table.rows.push(...kept)
  work.session.rowCount = kept.length
  work.sink.statementDone(work.session.noCount ? undefined : kept.length)
}

async function source(statement: Insert, work: Work): Promise<Rows> {
  const { from } = statement
  if (Array.isArray(from)) {
    return from.map((row) => {
      const values = row.map((value) => evaluateExpression(value, work.frame))
      return { columns: values.map(({ type }) => ({ name: '', type: type as Column['type'] })), rows: [values.map(({ value }) => value)] }
    })
  }
  if (from.kind === 'query') return [evaluateQuery(from, work.frame)]
  const sets: Rows = []
  const inner = { ...work, sink: collector(sets, work.sink) }
  await (from.kind === 'exec' ? runExec(from, inner) : runExecString(from, inner))
  return sets
}

/** Keeps the rows; messages go on to the client. */
function collector(sets: Rows, outer: ResultSink): ResultSink {
  return {
    columns: (columns) => void sets.push({ columns, rows: [] }),
    row: (values) => void sets.at(-1)!.rows.push(values),
    statementDone: () => undefined,
    message: (message) => outer.message(message),
  }
}

function fitted(row: SqlValue[], columns: Column[], places: number[], table: TableData): SqlValue[] {
  const values: SqlValue[] = table.columns.map(() => null)
  places.forEach((place, index) => {
    const { type } = table.columns[place]!
    const value = row[index] ?? null
    if (
      isString(type) &&
      'length' in type &&
      type.length >= 0 &&
      typeof value === 'string' &&
      value.replace(/ +$/, '').length > type.length
    ) {
      throw new SqlError(8152, 'String or binary data would be truncated.', 16, 4)
    }
    values[place] = converted({ type: columns[index]!.type, value }, type)
  })
  return values
}

function placeOf(name: string, table: TableData): number {
  const place = table.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase())
  if (place < 0) throw new SqlError(207, `Invalid column name '${name}'.`)
  return place
}
