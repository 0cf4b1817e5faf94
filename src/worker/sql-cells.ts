/** What of a SQL value may stand in an entry. */
import type { Cell, Row } from '../run/order.ts'
import type { SqlColumn } from './sql-statement.ts'

/** The driver turns these into JavaScript numbers; beyond 15 digits they are other numbers then. */
const LOSSY = new Set(['Numeric', 'Decimal', 'Money', 'SmallMoney'])
const SAFE_DIGITS = 15

/** Why this column's values cannot be trusted, if they cannot. `captures` are the names that the step keeps. */
export function columnFault(columns: SqlColumn[], captures: string[]): string | undefined {
  for (const [at, column] of columns.entries()) {
    if (columns.findIndex((other) => other.name === column.name) !== at && column.name !== '') {
      return `Two columns are named "${column.name}": give each its own name.`
    }
    if (captures.includes(column.name) && LOSSY.has(column.type)) {
      return `The column "${column.name}" is ${column.type.toLowerCase()}, which loses digits on its way: CAST it to nvarchar in the document.`
    }
  }
  return undefined
}

/** A row as it is kept: unnamed columns are called by their position. */
export function rowOf(columns: SqlColumn[], values: unknown[]): Row {
  return Object.fromEntries(columns.map((column, at) => [column.name || `column ${at + 1}`, cellOf(column, values[at])]))
}

function cellOf(column: SqlColumn, value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (LOSSY.has(column.type)) return isExact(column, value) ? Number(value) : '(digits lost: CAST it to nvarchar)'
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex').toUpperCase()}`
  return JSON.stringify(value) ?? null
}

function isExact(column: SqlColumn, value: unknown): boolean {
  if (typeof value !== 'number') return false
  return column.precision !== undefined ? column.precision <= SAFE_DIGITS : Math.abs(value) < 1e11
}
