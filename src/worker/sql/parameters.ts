/** Binds values to a request with their declared types. Nothing is ever written into the text. */
import type { Request } from 'tedious'
import type { SqlFault } from '../../run/facts/sql-fault.ts'
import type { SqlType, SqlValue } from '../../procedure/bind-values.ts'
import { TYPES } from './tedious.ts'

/** A value as the driver sends it. `length`: in characters; beyond 4000 the type is nvarchar(max). */
export interface SqlParameter {
  name: string
  type: Parameters<Request['addParameter']>[1]
  length?: number
  value: unknown
}

export function bindParameters(values: SqlValue[]): SqlParameter[] {
  return values.map(({ name, sqlType, value }) => ({ name, value, ...driverType(sqlType) }))
}

/** What the driver takes for "without a bound", as TDS writes it. */
const MAX = 65_535

function driverType(type: SqlType): Pick<SqlParameter, 'type' | 'length'> {
  switch (type) {
    case 'nvarchar(45)':
      return { type: TYPES.NVarChar, length: 45 }
    case 'nvarchar(128)':
      return { type: TYPES.NVarChar, length: 128 }
    case 'nvarchar(255)':
      return { type: TYPES.NVarChar, length: 255 }
    case 'nvarchar(260)':
      return { type: TYPES.NVarChar, length: 260 }
    case 'nvarchar(4000)':
      return { type: TYPES.NVarChar, length: 4000 }
    case 'nvarchar(max)':
      return { type: TYPES.NVarChar, length: MAX }
    case 'int':
      return { type: TYPES.Int }
    case 'bigint':
      return { type: TYPES.BigInt }
    case 'bit':
      return { type: TYPES.Bit }
  }
}

/** A text longer than its declared type, which the server would cut without a word. */
export function overlong(values: SqlValue[]): SqlFault | undefined {
  for (const { name, sqlType, value } of values) {
    const most = Number(/\((\d+)\)/.exec(sqlType)?.[1] ?? Number.POSITIVE_INFINITY)
    if (typeof value === 'string' && value.length > most) {
      return { is: 'value-too-long', name, length: value.length, type: sqlType, most }
    }
  }
  return undefined
}
