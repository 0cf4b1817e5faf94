import { denied } from '../rights/denied.ts'
import { mayInDatabase } from '../rights/rights.ts'
import { evaluateQuery } from './evaluate.ts'
import { rowLimit } from './session-settings.ts'
import { notUnderstood } from './sql-error.ts'
import type { DataStatement, Statement } from './statement.ts'
import { keepTemporary } from './temporary-tables.ts'
import type { Work } from './work.ts'

/** SELECT: rows to the client, into variables (the last one), or into a new temporary table. */
export function runQuery(statement: Extract<DataStatement, { kind: 'query' }> & Pick<Statement, 'line'>, work: Work): Promise<void> {
  const { frame, sink, session } = work
  const { into, ...first } = statement.query.first
  if (into !== undefined) refuseLasting(into, statement.line, work)
  const { columns, rows: found, assigns } = evaluateQuery({ ...statement.query, first }, frame)
  const rows = found.slice(0, rowLimit(session.settings))
  session.rowCount = rows.length
  const last = rows.at(-1)
  if (into !== undefined) {
    keepTemporary(into.at(-1) ?? '', { columns, rows }, work)
    sink.statementDone(session.noCount ? undefined : rows.length)
    return Promise.resolve()
  }
  if (assigns.length > 0) {
    if (last !== undefined) assigns.forEach((name, index) => frame.assign(name, { type: columns[index]!.type, value: last[index]! }))
    return Promise.resolve()
  }
  sink.columns(columns)
  for (const row of rows) sink.row(row)
  sink.statementDone(session.noCount ? undefined : rows.length)
  return Promise.resolve()
}

/** A table that stays needs a right, and is beyond the stand-in. */
function refuseLasting(into: string[], line: number, { session }: Work): void {
  if (into.length === 1 && /^#[^#]/.test(into[0] ?? '')) return
  const database = into.at(-3) || session.database
  if (!mayInDatabase(session, database, 'CREATE TABLE')) throw denied.inDatabase('CREATE TABLE', database)
  throw notUnderstood(`SELECT … INTO ${into.join('.')}`, line)
}
