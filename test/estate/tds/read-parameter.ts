import type { ColumnType, SqlValue } from '../result-sink.ts'
import type { ByteCursor } from './byte-cursor.ts'
import { fromCodePage } from './code-page.ts'
import { decodeDateTime2, decodeDateTimeN, decodeGuid, decodeMoney, decodeNumeric } from './decode-value.ts'
import { TdsFault } from './tds-fault.ts'

export interface TypedValue {
  type: ColumnType
  value: SqlValue
}

/**
 * Reads TYPE_INFO and the value behind it ([MS-TDS] 2.2.5.4 to 2.2.5.6). Types beyond the contract become the nearest one that loses
 * nothing a document could see: date and datetime2 a datetime, decimal and money a numeric. The others are refused by name.
 */
export function readTypedValue(cursor: ByteCursor): TypedValue {
  const code = cursor.u8()
  const read = READERS.get(code)
  if (!read)
    throw new UnsupportedType(
      `a parameter of TDS type 0x${code.toString(16).padStart(2, '0')}${NAMES.get(code) ?? ''} is not understood by the stand-in`,
    )
  return read(cursor)
}

/** What comes after such a type in the message cannot be found: the request is answered with an error, the connection stays. */
export class UnsupportedType extends Error {}

const NAMES = new Map([
  [0x29, ' (time)'],
  [0x62, ' (sql_variant)'],
  [0xf0, ' (CLR type)'],
  [0xf1, ' (xml)'],
  [0xf3, ' (table)'],
])

type Reader = (cursor: ByteCursor) => TypedValue
const plain = (name: 'int' | 'bigint' | 'smallint' | 'tinyint' | 'bit' | 'float' | 'datetime'): ColumnType => ({ name })

const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [0x1f, () => ({ type: { name: 'nvarchar', length: 1 }, value: null })],
  [0x26, (cursor) => integerOf(cursor.u8(), cursor, cursor.u8())],
  [0x30, (cursor) => integerOf(1, cursor, 1)],
  [0x34, (cursor) => integerOf(2, cursor, 2)],
  [0x38, (cursor) => integerOf(4, cursor, 4)],
  [0x7f, (cursor) => integerOf(8, cursor, 8)],
  [0x32, (cursor) => ({ type: plain('bit'), value: cursor.u8() !== 0 })],
  [0x68, (cursor) => ({ type: plain('bit'), value: sized(cursor, 'bit', [1], (bytes) => bytes[0] !== 0) })],
  [0x3b, (cursor) => ({ type: plain('float'), value: cursor.take(4).readFloatLE() })],
  [0x3e, (cursor) => ({ type: plain('float'), value: cursor.take(8).readDoubleLE() })],
  [
    0x6d,
    (cursor) => ({
      type: plain('float'),
      value: sized(cursor, 'float', [4, 8], (bytes) => (bytes.length === 4 ? bytes.readFloatLE() : bytes.readDoubleLE())),
    }),
  ],
  [0x24, (cursor) => ({ type: { name: 'uniqueidentifier' }, value: sized(cursor, 'uniqueidentifier', [16], decodeGuid) })],
  [0x3a, (cursor) => ({ type: plain('datetime'), value: decodeDateTimeN(cursor.take(4)) })],
  [0x3d, (cursor) => ({ type: plain('datetime'), value: decodeDateTimeN(cursor.take(8)) })],
  [0x6f, (cursor) => ({ type: plain('datetime'), value: sized(cursor, 'datetime', [4, 8], decodeDateTimeN) })],
  [0x28, (cursor) => ({ type: plain('datetime'), value: unprefixed(cursor, (bytes) => decodeDateTime2(bytes, 0, 'date')) })],
  [0x2a, (cursor) => dateTime2(cursor, 'datetime2')],
  [0x2b, (cursor) => dateTime2(cursor, 'datetimeoffset')],
  [0x3c, (cursor) => ({ type: MONEY, value: decodeMoney(cursor.take(8)) })],
  [0x7a, (cursor) => ({ type: MONEY, value: decodeMoney(cursor.take(4)) })],
  [0x6e, (cursor) => ({ type: MONEY, value: sized(cursor, 'money', [4, 8], decodeMoney) })],
  [0x6a, readNumeric],
  [0x6c, readNumeric],
  [0xe7, (cursor) => readString(cursor, 'nvarchar')],
  [0xef, (cursor) => readString(cursor, 'nvarchar')],
  [0xa7, (cursor) => readString(cursor, 'varchar')],
  [0xaf, (cursor) => readString(cursor, 'varchar')],
  [0xa5, (cursor) => readString(cursor, 'varbinary')],
  [0xad, (cursor) => readString(cursor, 'varbinary')],
  [0x63, (cursor) => readLong(cursor, 'nvarchar')],
  [0x23, (cursor) => readLong(cursor, 'varchar')],
  [0x22, (cursor) => readLong(cursor, 'varbinary')],
])

const MONEY: ColumnType = { name: 'numeric', precision: 19, scale: 4 }

function integerOf(declared: number, cursor: ByteCursor, length: number): TypedValue {
  const name = INTEGER_NAMES.get(declared)
  if (!name) throw new TdsFault(`an integer parameter of ${declared} bytes`)
  if (length === 0) return { type: plain(name), value: null }
  if (length !== declared) throw new TdsFault(`an integer parameter of ${declared} bytes has a value of ${length} bytes`)
  if (length === 8) return { type: plain(name), value: cursor.i64() }
  return { type: plain(name), value: length === 1 ? cursor.u8() : length === 2 ? cursor.i16() : cursor.i32() }
}

const INTEGER_NAMES: ReadonlyMap<number, 'tinyint' | 'smallint' | 'int' | 'bigint'> = new Map([
  [1, 'tinyint'],
  [2, 'smallint'],
  [4, 'int'],
  [8, 'bigint'],
] as const)

/** A type whose declared size and whose value's size are one byte each. */
function sized(cursor: ByteCursor, name: string, sizes: readonly number[], decode: (bytes: Buffer) => SqlValue): SqlValue {
  const declared = cursor.u8()
  const length = cursor.u8()
  if (length !== 0 && (length !== declared || !sizes.includes(length)))
    throw new TdsFault(`a ${name} parameter of ${declared} bytes has a value of ${length} bytes`)
  return length === 0 ? null : decode(cursor.take(length))
}

function unprefixed(cursor: ByteCursor, decode: (bytes: Buffer) => SqlValue): SqlValue {
  const length = cursor.u8()
  return length === 0 ? null : decode(cursor.take(length))
}

function dateTime2(cursor: ByteCursor, kind: 'datetime2' | 'datetimeoffset'): TypedValue {
  const scale = cursor.u8()
  return { type: plain('datetime'), value: unprefixed(cursor, (bytes) => decodeDateTime2(bytes, scale, kind)) }
}

function readNumeric(cursor: ByteCursor): TypedValue {
  cursor.u8()
  const precision = cursor.u8()
  const scale = cursor.u8()
  return { type: { name: 'numeric', precision, scale }, value: unprefixed(cursor, (bytes) => decodeNumeric(bytes, scale)) }
}

type StringName = 'nvarchar' | 'varchar' | 'varbinary'

function readString(cursor: ByteCursor, name: StringName): TypedValue {
  const declared = cursor.u16()
  if (name !== 'varbinary') cursor.take(5)
  if (declared === 0xffff) return { type: { name, length: -1 }, value: decodeString(name, readPieces(cursor)) }
  const type: ColumnType = { name, length: name === 'nvarchar' ? declared / 2 : declared }
  const length = cursor.u16()
  return { type, value: length === 0xffff ? null : decodeString(name, cursor.take(length)) }
}

function readLong(cursor: ByteCursor, name: StringName): TypedValue {
  cursor.u32()
  if (name !== 'varbinary') cursor.take(5)
  const length = cursor.i32()
  return { type: { name, length: -1 }, value: length < 0 ? null : decodeString(name, cursor.take(length)) }
}

const PLP_NULL = 0xffff_ffff_ffff_ffffn

function readPieces(cursor: ByteCursor): Buffer | undefined {
  if (cursor.u64() === PLP_NULL) return undefined
  const pieces: Buffer[] = []
  for (let length = cursor.u32(); length > 0; length = cursor.u32()) pieces.push(cursor.take(length))
  return Buffer.concat(pieces)
}

function decodeString(name: StringName, bytes: Buffer | undefined): SqlValue {
  if (!bytes) return null
  switch (name) {
    case 'nvarchar':
      return bytes.toString('utf16le')
    case 'varchar':
      return fromCodePage(bytes)
    case 'varbinary':
      return Uint8Array.from(bytes)
  }
}
