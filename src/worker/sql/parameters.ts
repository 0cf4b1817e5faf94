/** Binds values to a request with their declared types. Nothing is ever written into the text. */
import sql from 'mssql'
import type { SqlType, SqlValue } from '../../procedure/bind-values.ts'

export function bindParameters(request: sql.Request, values: SqlValue[]): void {
  for (const { name, sqlType, value } of values) request.input(name, driverType(sqlType), value)
}

function driverType(type: SqlType): sql.ISqlType {
  switch (type) {
    case 'nvarchar(128)':
      return sql.NVarChar(128)
    case 'nvarchar(255)':
      return sql.NVarChar(255)
    case 'nvarchar(260)':
      return sql.NVarChar(260)
    case 'nvarchar(4000)':
      return sql.NVarChar(4000)
    case 'nvarchar(max)':
      return sql.NVarChar(sql.MAX)
    case 'int':
      return sql.Int()
    case 'bigint':
      return sql.BigInt()
    case 'bit':
      return sql.Bit()
  }
}

/** A text longer than its declared type, which the server would cut without a word. */
export function overlong(values: SqlValue[]): string | undefined {
  for (const { name, sqlType, value } of values) {
    const most = Number(/\((\d+)\)/.exec(sqlType)?.[1] ?? Number.POSITIVE_INFINITY)
    if (typeof value === 'string' && value.length > most) {
      return `The value of @${name} has ${value.length} characters, ${sqlType} takes ${most}: it was not sent. Correct the value.`
    }
  }
  return undefined
}
