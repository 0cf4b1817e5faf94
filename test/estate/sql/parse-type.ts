import type { ColumnType } from '../result-sink.ts'
import { SqlError } from './sql-error.ts'
import { SYSNAME } from './sql-type.ts'
import type { TokenCursor } from './token-cursor.ts'

/** A data type as DECLARE, CAST and CONVERT write it. */
export function parseType(cursor: TokenCursor, defaultLength = 1): ColumnType {
  const token = cursor.peek()
  const name = cursor.expectName().toLowerCase()
  switch (name) {
    case 'int':
    case 'bigint':
    case 'smallint':
    case 'tinyint':
    case 'bit':
    case 'float':
    case 'uniqueidentifier':
    case 'datetime':
      return { name }
    case 'integer':
      return { name: 'int' }
    case 'sysname':
      return SYSNAME
    case 'nvarchar':
    case 'nchar':
      return { name: 'nvarchar', length: length(cursor, defaultLength) }
    case 'varchar':
    case 'char':
      return { name: 'varchar', length: length(cursor, defaultLength) }
    case 'varbinary':
    case 'binary':
      return { name: 'varbinary', length: length(cursor, defaultLength) }
    case 'datetime2':
      length(cursor, 7)
      return { name: 'datetime' }
    case 'decimal':
    case 'numeric':
      return numeric(cursor)
    default:
      throw new SqlError(243, `Type ${name} is not a defined system type.`).at(token.line)
  }
}

function length(cursor: TokenCursor, otherwise: number): number {
  if (!cursor.takeOp('(')) return otherwise
  const value = cursor.takeWord('MAX') ? -1 : whole(cursor)
  cursor.expectOp(')')
  return value
}

function numeric(cursor: TokenCursor): ColumnType {
  if (!cursor.takeOp('(')) return { name: 'numeric', precision: 18, scale: 0 }
  const precision = whole(cursor)
  const scale = cursor.takeOp(',') ? whole(cursor) : 0
  cursor.expectOp(')')
  return { name: 'numeric', precision, scale }
}

function whole(cursor: TokenCursor): number {
  if (!/^\d+$/.test(cursor.peek().text)) throw cursor.unexpected()
  return Number(cursor.next().text)
}
