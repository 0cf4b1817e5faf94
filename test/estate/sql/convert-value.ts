import { formatDate, readDate } from './date-format.ts'
import { SqlError } from './sql-error.ts'
import { isString, typeName } from './sql-type.ts'
import type { SqlType } from './sql-type.ts'
import type { Stored } from './stored-value.ts'

/** CAST and CONVERT, and every implicit conversion. Throws SQL Server's error for a value that does not fit. */
export function convertValue(value: Stored, from: SqlType, to: SqlType, style = 0): Stored {
  if (value === null) return null
  switch (to.name) {
    case 'nvarchar':
    case 'varchar':
      return toText(value, from, to, style)
    case 'int':
    case 'bigint':
    case 'smallint':
    case 'tinyint':
      return toWhole(value, from, { name: to.name })
    case 'bit':
      return toBit(value, from)
    case 'numeric':
      return toNumeric(value, from, to)
    case 'float':
      return toFloat(value, from)
    case 'datetime':
      return toDate(value, from)
    case 'uniqueidentifier':
      return toGuid(value, from)
    case 'varbinary':
    case 'raw':
    case 'null':
    case 'sql_variant':
      return value
  }
}

function toText(value: Stored, from: SqlType, to: Extract<SqlType, { length: number }>, style: number): string {
  if (value instanceof Uint8Array) throw conversionRefused(from, to)
  const text =
    from.name === 'datetime'
      ? formatDate(value as string, style)
      : from.name === 'numeric' && from.scale > 0
        ? Number(value).toFixed(from.scale)
        : String(value)
  if (to.length === -1 || text.length <= to.length) return text
  if (isString(from) || from.name === 'sql_variant' || from.name === 'datetime') return text.slice(0, to.length)
  if (to.name === 'varchar' && from.name !== 'numeric' && from.name !== 'uniqueidentifier') return '*'
  throw overflow(to)
}

type WholeName = 'int' | 'bigint' | 'smallint' | 'tinyint'

const RANGES: Record<WholeName, [bigint, bigint]> = {
  tinyint: [0n, 255n],
  smallint: [-32_768n, 32_767n],
  int: [-2_147_483_648n, 2_147_483_647n],
  bigint: [-(2n ** 63n), 2n ** 63n - 1n],
}

function toWhole(value: Stored, from: SqlType, to: { name: WholeName }): bigint {
  if (value instanceof Uint8Array || from.name === 'datetime' || from.name === 'uniqueidentifier') throw conversionRefused(from, to)
  const [low, high] = RANGES[to.name]
  if (typeof value === 'string') {
    const digits = value.trim()
    if (!/^[+-]?\d*$/.test(digits) || /^[+-]$/.test(digits)) {
      if (to.name === 'bigint') throw new SqlError(8114, `Error converting data type ${from.name} to bigint.`)
      throw new SqlError(245, `Conversion failed when converting the ${from.name} value '${value}' to data type ${to.name}.`)
    }
    const whole = BigInt(digits.replace('+', '') || '0')
    if (whole < low || whole > high)
      throw new SqlError(248, `The conversion of the ${from.name} value '${value}' overflowed an ${to.name} column.`)
    return whole
  }
  const whole = typeof value === 'number' ? BigInt(Math.trunc(value)) : value!
  if (whole < low || whole > high) throw overflow(to)
  return whole
}

function toBit(value: Stored, from: SqlType): bigint {
  if (typeof value !== 'string') return Number(value) === 0 ? 0n : 1n
  if (/^(true|false)$/i.test(value.trim())) return value.trim().toLowerCase() === 'true' ? 1n : 0n
  if (!/^[+-]?\d+$/.test(value.trim()))
    throw new SqlError(245, `Conversion failed when converting the ${from.name} value '${value}' to data type bit.`)
  return BigInt(value.trim()) === 0n ? 0n : 1n
}

function toNumeric(value: Stored, from: SqlType, to: Extract<SqlType, { name: 'numeric' }>): Stored {
  if (typeof value === 'string' && !/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(value)) {
    throw new SqlError(8114, `Error converting data type ${from.name} to numeric.`)
  }
  const exact = typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? BigInt(value.trim()) : value
  const limit = 10n ** BigInt(to.precision - to.scale)
  const whole = typeof exact === 'bigint' ? exact : BigInt(Math.round(Number(exact)))
  if (whole >= limit || whole <= -limit || (to.scale === 0 && (whole > RANGES.bigint[1] || whole < RANGES.bigint[0])))
    throw overflow({ ...to })
  return to.scale === 0 ? whole : Number(exact)
}

function toFloat(value: Stored, from: SqlType): number {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value)
  if (Number.isNaN(number)) throw new SqlError(8114, `Error converting data type ${from.name} to float.`)
  return number
}

function toDate(value: Stored, from: SqlType): string {
  if (from.name === 'datetime') return value as string
  const text = typeof value === 'string' ? readDate(value) : undefined
  if (text === undefined) throw new SqlError(241, 'Conversion failed when converting date and/or time from character string.')
  return text
}

function toGuid(value: Stored, from: SqlType): string {
  const text = String(value).replace(/^\{|\}$/g, '')
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.test(text)) {
    if (!isString(from)) throw conversionRefused(from, { name: 'uniqueidentifier' })
    throw new SqlError(8169, 'Conversion failed when converting from a character string to uniqueidentifier.')
  }
  return text.slice(0, 36).toUpperCase()
}

function overflow(to: SqlType): SqlError {
  return new SqlError(8115, `Arithmetic overflow error converting expression to data type ${to.name}.`, 16, 2)
}

function conversionRefused(from: SqlType, to: SqlType): SqlError {
  return new SqlError(529, `Explicit conversion from data type ${from.name} to ${typeName(to)} is not allowed.`)
}
