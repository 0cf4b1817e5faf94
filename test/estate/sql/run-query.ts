import { evaluateQuery } from './evaluate.ts'
import type { Query } from './syntax.ts'
import type { Work } from './work.ts'

/** SELECT: rows to the client, or the last row into variables. */
export function runQuery(query: Query, work: Work): Promise<void> {
  const { frame, sink, session } = work
  const result = evaluateQuery(query, frame)
  session.rowCount = result.rows.length
  const last = result.rows.at(-1)
  if (result.assigns.length > 0) {
    if (last !== undefined)
      result.assigns.forEach((name, index) => frame.assign(name, { type: result.columns[index]!.type, value: last[index]! }))
    return Promise.resolve()
  }
  sink.columns(result.columns)
  for (const row of result.rows) sink.row(row)
  sink.statementDone(session.noCount ? undefined : result.rows.length)
  return Promise.resolve()
}
