/** What of a SQL value may stand in an entry. */
import { INEXACT_TYPES } from '../../lint/sql/answers/inexact.ts'
import type { Inexact } from '../../procedure/say/inexact.ts'
import type { SqlFault } from '../../run/facts/sql-fault.ts'
import type { Cell, Row } from '../../run/order.ts'
import type { SqlColumn } from './columns.ts'

/** Types whose values the driver gives as the server means them: numbers that are exact, texts, bytes. By the driver's names. */
const EXACT: ReadonlySet<string> = new Set(
  'Bit TinyInt SmallInt Int BigInt UniqueIdentifier Binary VarBinary Image Char VarChar Text NChar NVarChar NText Xml'.split(' '),
)

/** The driver makes points in time of these, in UTC, which no one has said they are: their text is made anew, digit for digit. */
const TIMES: ReadonlySet<string> = new Set(['Date', 'Time', 'SmallDateTime', 'DateTime', 'DateTime2'])

/** Numbers that the driver makes inexact; within so many digits they are not. */
const ROUNDED: ReadonlySet<string> = new Set(['Numeric', 'Decimal', 'Money', 'SmallMoney'])
const SAFE_DIGITS = 15

/** Why this column's values cannot be trusted, if they cannot. `captures` are the names that the step keeps. */
export function columnFault(columns: SqlColumn[], captures: string[]): SqlFault | undefined {
  for (const [at, column] of columns.entries()) {
    if (columns.findIndex((other) => other.name === column.name) !== at && column.name !== '') {
      return { is: 'same-columns', column: column.name }
    }
    const inexact = inexactOf(column)
    if (captures.includes(column.name) && inexact !== undefined)
      return { is: 'inexact-column', column: column.name, kind: inexact.kind, type: column.type }
  }
  return undefined
}

/** A type that is not known to be exact is not. */
function inexactOf({ type }: SqlColumn): Inexact | (Omit<Inexact, 'kind'> & { kind: 'unknown' }) | undefined {
  if (EXACT.has(type) || TIMES.has(type)) return undefined
  const word = type === 'Variant' ? 'SQL_VARIANT' : type.toUpperCase()
  return (
    INEXACT_TYPES.get(word) ?? {
      kind: 'unknown',
      is: `of a type (${type}) that this program does not keep exactly`,
      write: 'CAST it to nvarchar',
    }
  )
}

/** A row as it is kept: unnamed columns are called by their position. */
export function rowOf(columns: SqlColumn[], values: unknown[]): Row {
  return Object.fromEntries(columns.map((column, at) => [column.name || `column ${at + 1}`, cellOf(column, values[at])]))
}

function cellOf(column: SqlColumn, value: unknown): Cell {
  if (value === null || value === undefined) return null
  const inexact = inexactOf(column)
  if (inexact !== undefined) return readable(column, value) ?? `(${inexact.is}: ${inexact.write})`
  if (TIMES.has(column.type)) return value instanceof Date ? timeText(column, value) : `(no ${column.type})`
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex').toUpperCase()}`
  return `(${typeof value} as ${column.type})`
}

/** For people's eyes what is true of it is shown: a number where it is exact, a point in time as such. Nothing of a type that nobody knows. */
function readable(column: SqlColumn, value: unknown): Cell | undefined {
  if (ROUNDED.has(column.type)) return isExact(column, value) ? Number(value) : undefined
  if (column.type === 'Float' || column.type === 'Real') return typeof value === 'number' ? value : undefined
  if (column.type === 'DateTimeOffset' && value instanceof Date) return `${timeText({ ...column, type: 'DateTime2' }, value)}Z`
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined
}

function isExact(column: SqlColumn, value: unknown): boolean {
  if (typeof value !== 'number') return false
  return column.precision !== undefined ? column.precision <= SAFE_DIGITS : Math.abs(value) < 1e11
}

/** As the server writes it in ISO 8601, without a zone, which it does not have. */
function timeText({ type, scale = 7 }: SqlColumn, value: Date & { nanosecondsDelta?: number }): string {
  const iso = value.toISOString()
  const begin = type === 'Time' ? 'T'.length + iso.indexOf('T') : 0
  const seconds = iso.slice(begin, iso.indexOf('.'))
  if (type === 'Date') return iso.slice(0, iso.indexOf('T'))
  if (type === 'SmallDateTime') return seconds
  if (type === 'DateTime') return iso.slice(0, -1)
  // What is finer than a millisecond comes beside the date, in seconds.
  const ticks = value.getUTCMilliseconds() * 10_000 + Math.round((value.nanosecondsDelta ?? 0) * 10_000_000)
  return scale === 0 ? seconds : `${seconds}.${String(ticks).padStart(7, '0').slice(0, scale)}`
}
