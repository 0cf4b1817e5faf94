import type { ColumnType } from '../result-sink.ts'

/** What an expression can be beside the types that travel: an untyped NULL, and the result of SERVERPROPERTY and its like. */
export type SqlType = ColumnType | { name: 'null' } | { name: 'sql_variant' }

export const INT: SqlType = { name: 'int' }
export const BIGINT: SqlType = { name: 'bigint' }
export const DATETIME: SqlType = { name: 'datetime' }
export const GUID: SqlType = { name: 'uniqueidentifier' }
export const NULL_TYPE: SqlType = { name: 'null' }
export const VARIANT: SqlType = { name: 'sql_variant' }
/** LSNs. */
export const LSN: ColumnType = { name: 'numeric', precision: 25, scale: 0 }
export const SYSNAME: ColumnType = { name: 'nvarchar', length: 128 }

export function nvarchar(length: number): ColumnType {
  return { name: 'nvarchar', length: length > 4000 ? -1 : length }
}

export function isString(type: SqlType): boolean {
  return type.name === 'nvarchar' || type.name === 'varchar'
}

export function isNumber(type: SqlType): boolean {
  return PRECEDENCE.indexOf(type.name) >= PRECEDENCE.indexOf('bit') && PRECEDENCE.indexOf(type.name) <= PRECEDENCE.indexOf('float')
}

/** How T-SQL writes the type. */
export function typeName(type: SqlType): string {
  switch (type.name) {
    case 'nvarchar':
    case 'varchar':
    case 'varbinary':
      return `${type.name}(${type.length === -1 ? 'max' : type.length})`
    case 'numeric':
      return `numeric(${type.precision},${type.scale})`
    case 'int':
    case 'bigint':
    case 'smallint':
    case 'tinyint':
    case 'bit':
    case 'float':
    case 'uniqueidentifier':
    case 'datetime':
    case 'raw':
    case 'null':
    case 'sql_variant':
      return type.name
  }
}

/** The type in which two branches of a CASE, two arguments or two sides of a comparison meet (data type precedence). */
export function commonType(left: SqlType, right: SqlType): SqlType {
  const [low, high] = PRECEDENCE.indexOf(left.name) <= PRECEDENCE.indexOf(right.name) ? [left, right] : [right, left]
  if (isString(high) && isString(low)) return { ...high, length: longer(high, low) } as SqlType
  if (high.name === 'numeric') return widerNumeric(high, low)
  return high
}

/** What leaves the server: NULL columns are int, variants are text. */
export function columnType(type: SqlType): ColumnType {
  if (type.name === 'null') return { name: 'int' }
  return type.name === 'sql_variant' ? { name: 'nvarchar', length: 4000 } : type
}

const PRECEDENCE: SqlType['name'][] = [
  'null',
  'varbinary',
  'varchar',
  'nvarchar',
  'uniqueidentifier',
  'bit',
  'tinyint',
  'smallint',
  'int',
  'bigint',
  'numeric',
  'float',
  'datetime',
  'sql_variant',
]

function longer(left: SqlType, right: SqlType): number {
  const lengths = [left, right].map((type) => ('length' in type ? type.length : 0))
  return lengths.includes(-1) ? -1 : Math.max(...lengths)
}

function widerNumeric(high: SqlType, low: SqlType): SqlType {
  const wide = (type: SqlType) => {
    if (type.name === 'numeric') return { whole: type.precision - type.scale, scale: type.scale }
    return { whole: type.name === 'bigint' ? 19 : 10, scale: 0 }
  }
  const [left, right] = [wide(high), wide(low)]
  const scale = Math.max(left.scale, right.scale)
  return { name: 'numeric', precision: Math.min(38, Math.max(left.whole, right.whole) + scale), scale }
}
