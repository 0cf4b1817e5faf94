import type { SqlValue } from '../result-sink.ts'
import type { SqlType } from './sql-type.ts'

/** How a value lies in SQLite: whole numbers exact, times as text that sorts, GUIDs in capitals. */
export type Stored = string | bigint | number | Uint8Array | null

export function toStored(value: SqlValue | undefined, type: SqlType): Stored {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return dateText(value)
  if (typeof value === 'boolean') return value ? 1n : 0n
  switch (type.name) {
    case 'int':
    case 'bigint':
    case 'smallint':
    case 'tinyint':
    case 'bit':
      return BigInt(value as string | number | bigint)
    case 'numeric':
      return type.scale === 0 ? BigInt(value as string | number | bigint) : Number(value)
    case 'float':
      return Number(value)
    case 'uniqueidentifier':
      return String(value).toUpperCase()
    case 'nvarchar':
    case 'varchar':
    case 'datetime':
      return typeof value === 'string' ? value : String(value)
    case 'varbinary':
    case 'raw':
    case 'null':
    case 'sql_variant':
      return value
  }
}

export function fromStored(value: Stored, type: SqlType): SqlValue {
  if (value === null) return null
  switch (type.name) {
    case 'int':
    case 'smallint':
    case 'tinyint':
    case 'float':
      return Number(value)
    case 'bit':
      return Number(value) !== 0
    case 'bigint':
      return BigInt(value as bigint)
    case 'numeric':
      return type.scale === 0 ? String(value) : Number(value).toFixed(type.scale)
    case 'datetime':
      return parseDate(value as string)
    case 'nvarchar':
    case 'varchar':
    case 'uniqueidentifier':
    case 'sql_variant':
      return String(value)
    case 'varbinary':
    case 'raw':
      return value
    case 'null':
      return null
  }
}

/** `2026-11-21T06:35:11.123`: the servers of the estate keep UTC. */
export function dateText(date: Date): string {
  return date.toISOString().slice(0, 23)
}

export function parseDate(text: string): Date {
  return new Date(text + 'Z')
}
