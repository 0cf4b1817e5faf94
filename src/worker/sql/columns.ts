/** What the driver says of a column, in the names of SQL Server's types. */

export interface SqlColumn {
  name: string
  /** e.g. `Int`, `NVarChar`, `Numeric`; of a type of the CLR its own name. */
  type: string
  precision?: number
  scale?: number
}

/** The part of the driver's description that counts. */
interface Described {
  colName: string
  type: { name: string }
  /** Bytes. */
  dataLength?: number | undefined
  precision?: number | undefined
  scale?: number | undefined
  udtInfo?: { typeName: string } | undefined
}

/** A column that may be NULL has the type of its family on the wire: which one of it, its length says. */
const BY_LENGTH: Record<string, Record<number, string>> = {
  IntN: { 1: 'TinyInt', 2: 'SmallInt', 4: 'Int', 8: 'BigInt' },
  FloatN: { 4: 'Real', 8: 'Float' },
  MoneyN: { 4: 'SmallMoney', 8: 'Money' },
  DateTimeN: { 4: 'SmallDateTime', 8: 'DateTime' },
  BitN: { 1: 'Bit' },
}
const EXACT_NUMBERS: Record<string, string> = { DecimalN: 'Decimal', NumericN: 'Numeric' }

export function columnOf({ colName: name, type, dataLength = 0, precision, scale, udtInfo }: Described): SqlColumn {
  return {
    name,
    type: udtInfo?.typeName ?? BY_LENGTH[type.name]?.[dataLength] ?? EXACT_NUMBERS[type.name] ?? type.name,
    ...(precision === undefined ? {} : { precision }),
    ...(scale === undefined ? {} : { scale }),
  }
}

/** SQL Server's own names for the one column in which FOR JSON and FOR XML answer, some 2,000 characters a row. */
const IN_PIECES: ReadonlySet<string> = new Set(['JSON_F52E2B61-18A1-11d1-B105-00805F49916B', 'XML_F52E2B61-18A1-11d1-B105-00805F49916B'])

export function isInPieces(columns: SqlColumn[]): boolean {
  return columns.length === 1 && columns.every(({ name }) => IN_PIECES.has(name))
}
