import type { Column } from '../result-sink.ts'
import { parseExpression } from './parse-expression.ts'
import type { BatchCursor } from './parse-batch.ts'
import { parseType } from './parse-type.ts'
import type { ControlStatement } from './statement.ts'

/** What follows DECLARE: scalar variables with their first values, or one table variable. */
export function parseDeclare(cursor: BatchCursor): ControlStatement {
  const start = cursor.peek()
  const items: Extract<ControlStatement, { kind: 'declare' }>['items'] = []
  do {
    const token = cursor.peek()
    const name = cursor.expectVariable()
    cursor.takeWord('AS')
    const table = cursor.takeWord('TABLE')
    cursor.declared.push({ name, at: token.start, table })
    if (table) {
      if (items.length > 0) throw cursor.beyond(start)
      return { kind: 'declare-table', name, columns: parseColumns(cursor) }
    }
    if (cursor.atWord('CURSOR')) throw cursor.beyond(start)
    const type = parseType(cursor)
    items.push({ name, type, value: cursor.takeOp('=') ? parseExpression(cursor) : undefined })
  } while (cursor.takeOp(','))
  return { kind: 'declare', items }
}

/** Column definitions; keys and defaults are not understood, NULL and NOT NULL are taken. */
export function parseColumns(cursor: BatchCursor): Column[] {
  const columns: Column[] = []
  cursor.expectOp('(')
  do {
    const start = cursor.peek()
    columns.push({ name: cursor.expectName(), type: parseType(cursor) })
    if (!cursor.takeWord('NOT', 'NULL')) cursor.takeWord('NULL')
    if (!cursor.atOp(',') && !cursor.atOp(')')) throw cursor.beyond(start)
  } while (cursor.takeOp(','))
  cursor.expectOp(')')
  return columns
}
