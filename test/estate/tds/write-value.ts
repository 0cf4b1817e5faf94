import type { Column, ColumnType, SqlValue } from '../result-sink.ts'
import { ByteBuilder } from './byte-builder.ts'
import { toCodePage } from './code-page.ts'
import { isUnbounded, numericBytes } from './write-type.ts'

/** ROW. Throws when a value does not fit the column that was announced: a client would read the rest of the answer wrongly. */
export function rowToken(columns: Column[], values: SqlValue[]): Buffer {
  if (columns.length !== values.length) throw new Error(`a row of ${values.length} values for ${columns.length} columns`)
  const token = new ByteBuilder().u8(0xd1)
  for (const [index, column] of columns.entries()) token.bytes(writeValue(column, values[index] ?? null))
  return token.done()
}

function writeValue(column: Column, value: SqlValue): Buffer {
  const { type } = column
  if (value === null) return writeNull(type)
  const bytes = encode(type, value)
  if (type.name === 'raw') return bytes
  if (isUnbounded(type)) return plp(bytes)
  if (type.name !== 'nvarchar' && type.name !== 'varchar' && type.name !== 'varbinary')
    return Buffer.concat([Buffer.of(bytes.length), bytes])
  const room = type.name === 'nvarchar' ? Math.max(1, type.length) * 2 : Math.max(1, type.length)
  if (bytes.length > room) throw new Error(`column "${column.name}" has room for ${room} bytes, the value has ${bytes.length}`)
  return new ByteBuilder().u16(bytes.length).bytes(bytes).done()
}

function writeNull(type: ColumnType): Buffer {
  if (isUnbounded(type)) return Buffer.alloc(8, 0xff)
  return type.name === 'nvarchar' || type.name === 'varchar' || type.name === 'varbinary' ? Buffer.of(0xff, 0xff) : Buffer.of(0)
}

/** Partially length-prefixed: the whole length, one piece, the end mark. */
function plp(bytes: Buffer): Buffer {
  const parts = new ByteBuilder().u64(BigInt(bytes.length))
  if (bytes.length > 0) parts.u32(bytes.length).bytes(bytes)
  return parts.u32(0).done()
}

function encode(type: ColumnType, value: Exclude<SqlValue, null>): Buffer {
  const bytes = new ByteBuilder()
  switch (type.name) {
    case 'tinyint':
      return bytes.u8(Number(value)).done()
    case 'smallint':
      return bytes.i16(Number(value)).done()
    case 'int':
      return bytes.i32(Number(value)).done()
    case 'bigint':
      return bytes.i64(integer(value)).done()
    case 'bit':
      return bytes.u8(value === true || Number(value) !== 0 ? 1 : 0).done()
    case 'float':
      return bytes.f64(Number(value)).done()
    case 'uniqueidentifier':
      return guid(String(value))
    case 'datetime':
      return datetime(value)
    case 'numeric':
      return numeric(type, value)
    case 'nvarchar':
      return Buffer.from(String(value), 'utf16le')
    case 'varchar':
      return toCodePage(String(value))
    case 'raw':
    case 'varbinary':
      if (!(value instanceof Uint8Array)) throw new Error(`a ${type.name} value is a ${typeof value}`)
      return Buffer.from(value)
  }
}

function integer(value: Exclude<SqlValue, null>): bigint {
  if (typeof value === 'object') throw new Error('an integer value is an object')
  return BigInt(value)
}

function guid(text: string): Buffer {
  const raw = Buffer.from(text.replace(/[{}-]/g, ''), 'hex')
  if (raw.length !== 16) throw new Error(`"${text}" is no uniqueidentifier`)
  return Buffer.concat([raw.subarray(0, 4).toReversed(), raw.subarray(4, 6).toReversed(), raw.subarray(6, 8).toReversed(), raw.subarray(8)])
}

const DAY_MS = 86_400_000

/** Days since 1900 and 1/300 seconds since midnight. */
function datetime(value: Exclude<SqlValue, null>): Buffer {
  if (!(value instanceof Date)) throw new Error(`a datetime value is a ${typeof value}`)
  const since = value.getTime() - Date.UTC(1900, 0, 1)
  const days = Math.floor(since / DAY_MS)
  const ticks = Math.round(((since - days * DAY_MS) * 3) / 10)
  return ticks === 25_920_000
    ? new ByteBuilder()
        .i32(days + 1)
        .u32(0)
        .done()
    : new ByteBuilder().i32(days).u32(ticks).done()
}

function numeric(type: { precision: number; scale: number }, value: Exclude<SqlValue, null>): Buffer {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(String(value))
  const fraction = match?.[3] ?? ''
  if (!match || fraction.slice(type.scale).replace(/0/g, '') !== '')
    throw new Error(`"${String(value)}" is no numeric(${type.precision}, ${type.scale})`)
  let rest = BigInt(`${match[2]}${fraction.slice(0, type.scale).padEnd(type.scale, '0')}`)
  const bytes = Buffer.alloc(numericBytes(type.precision))
  bytes[0] = match[1] === '-' ? 0 : 1
  for (let at = 1; at < bytes.length; at += 1, rest >>= 8n) bytes[at] = Number(rest & 0xffn)
  if (rest > 0n) throw new Error(`"${String(value)}" does not fit numeric(${type.precision}, ${type.scale})`)
  return bytes
}
