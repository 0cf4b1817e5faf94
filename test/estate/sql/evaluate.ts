import { DatabaseSync } from 'node:sqlite'
import type { Column, SqlValue } from '../result-sink.ts'
import { emitCondition } from './emit-condition.ts'
import { emitExpression } from './emit-expression.ts'
import { emitQuery } from './emit-query.ts'
import { Emission } from './emit.ts'
import type { Environment, TypedValue } from './environment.ts'
import { registerFunctions } from './register-functions.ts'
import { Scope } from './scope.ts'
import { SqlError } from './sql-error.ts'
import { columnType } from './sql-type.ts'
import type { SqlType } from './sql-type.ts'
import { fromStored, toStored } from './stored-value.ts'
import type { Stored } from './stored-value.ts'
import type { Condition, Expression, Query } from './syntax.ts'

export interface QueryResult {
  columns: Column[]
  rows: SqlValue[][]
  assigns: string[]
}

/** Runs a query over the state as it is now. */
export function evaluateQuery(query: Query, environment: Environment): QueryResult {
  const emission = new Emission(environment)
  const { sql, columns, assigns } = emitQuery(query, undefined, emission)
  const types = columns.map((column) => columnType(column.type))
  const rows = run(sql, columns.length, emission).map((row) => row.map((value, index) => fromStored(value, types[index]!)))
  return { columns: columns.map((column, index) => ({ name: column.name, type: types[index]! })), rows, assigns }
}

/** The value of one expression that stands alone. */
export function evaluateExpression(expression: Expression, environment: Environment): TypedValue {
  const emission = new Emission(environment)
  const { sql, type } = emitExpression(expression, new Scope(), emission)
  const known: SqlType = type.name === 'null' ? { name: 'int' } : type
  return { type: known, value: fromStored(run(`SELECT ${sql} AS c0`, 1, emission)[0]![0]!, known) }
}

/** IF and WHILE: only true is true. */
export function evaluateCondition(condition: Condition, environment: Environment): boolean {
  const emission = new Emission(environment)
  return run(`SELECT ${emitCondition(condition, new Scope(), emission)} AS c0`, 1, emission)[0]![0] === 1n
}

function run(sql: string, width: number, emission: Emission): Stored[][] {
  const database = new DatabaseSync(':memory:')
  try {
    registerFunctions(database, emission)
    for (const { name, data } of emission.tables.values()) {
      database.exec(`CREATE TABLE ${name} (${data.columns.map((_, index) => `c${index}`).join(', ')})`)
      const insert = database.prepare(`INSERT INTO ${name} VALUES (${data.columns.map(() => '?').join(', ')})`)
      for (const row of data.rows) insert.run(...row.map((value, index) => toStored(value, data.columns[index]!.type)))
    }
    const statement = database.prepare(sql)
    statement.setReadBigInts(true)
    const rows = statement.all(...emission.values) as Record<string, Stored>[]
    if (emission.failure !== undefined) throw emission.failure
    return rows.map((row) => Array.from({ length: width }, (_, index) => row[`c${index}`] ?? null))
  } catch (error) {
    // A limit of SQLite's own: the depth of an expression, a sum beyond 64 bits.
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR') {
      throw new SqlError(50_000, `The practice SQL Server does not understand this expression: ${error.message}.`)
    }
    throw error
  } finally {
    database.close()
  }
}
