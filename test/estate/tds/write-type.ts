import type { Column, ColumnType } from '../result-sink.ts'
import { ByteBuilder } from './byte-builder.ts'
import { COLLATION } from './tokens.ts'

/** Nullable, and whether it may be updated is not known. */
const COLUMN_FLAGS = 0x0009
const MAX = 0xffff

/** COLMETADATA ([MS-TDS] 2.2.7.4). */
export function columnMetadata(columns: Column[]): Buffer {
  const token = new ByteBuilder().u8(0x81).u16(columns.length)
  for (const column of columns) {
    token.u32(0).u16(COLUMN_FLAGS).bytes(typeInfo(column.type)).shortText(column.name)
  }
  return token.done()
}

/** True when values of the type travel in pieces (PLP) because they have no bound. */
export function isUnbounded(type: ColumnType): boolean {
  switch (type.name) {
    case 'nvarchar':
      return type.length < 0 || type.length > 4000
    case 'varchar':
    case 'varbinary':
      return type.length < 0 || type.length > 8000
    case 'int':
    case 'bigint':
    case 'smallint':
    case 'tinyint':
    case 'bit':
    case 'float':
    case 'uniqueidentifier':
    case 'datetime':
    case 'numeric':
    case 'raw':
      return false
  }
}

function typeInfo(type: ColumnType): Buffer {
  const info = new ByteBuilder()
  switch (type.name) {
    case 'tinyint':
      return info.u8(0x26).u8(1).done()
    case 'smallint':
      return info.u8(0x26).u8(2).done()
    case 'int':
      return info.u8(0x26).u8(4).done()
    case 'bigint':
      return info.u8(0x26).u8(8).done()
    case 'bit':
      return info.u8(0x68).u8(1).done()
    case 'float':
      return info.u8(0x6d).u8(8).done()
    case 'uniqueidentifier':
      return info.u8(0x24).u8(16).done()
    case 'datetime':
      return info.u8(0x6f).u8(8).done()
    case 'raw':
      return Buffer.from(type.info)
    case 'numeric':
      return info.u8(0x6c).u8(numericBytes(type.precision)).u8(type.precision).u8(type.scale).done()
    case 'nvarchar':
      return info
        .u8(0xe7)
        .u16(isUnbounded(type) ? MAX : Math.max(1, type.length) * 2)
        .bytes(COLLATION)
        .done()
    case 'varchar':
      return info
        .u8(0xa7)
        .u16(isUnbounded(type) ? MAX : Math.max(1, type.length))
        .bytes(COLLATION)
        .done()
    case 'varbinary':
      return info
        .u8(0xa5)
        .u16(isUnbounded(type) ? MAX : Math.max(1, type.length))
        .done()
  }
}

/** Bytes of a numeric value of this precision, its sign included. */
export function numericBytes(precision: number): number {
  return precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17
}
