import type { Environment, TableData } from './environment.ts'
import type { SqlError } from './sql-error.ts'
import type { SqlType } from './sql-type.ts'
import type { Stored } from './stored-value.ts'
import type { Query } from './syntax.ts'

/** A piece of SQLite's SQL with the T-SQL type of its value. */
export interface Emitted {
  sql: string
  type: SqlType
}

/** What one evaluation collects while its tree is walked: bound values, types, tables to fill. */
export class Emission {
  readonly environment: Environment
  readonly values: Stored[] = []
  readonly types: SqlType[] = []
  readonly tables = new Map<string, { name: string; data: TableData }>()
  /** Common table expressions that are being expanded. */
  readonly openCtes = new Set<Query['ctes'][number]>()
  /** An error that came up while SQLite was at work and could not be thrown through it. */
  failure: SqlError | undefined
  #aliases = 0

  constructor(environment: Environment) {
    this.environment = environment
  }

  bind(value: Stored): string {
    return `?${this.values.push(value)}`
  }

  alias(): string {
    return `s${this.#aliases++}`
  }

  /** The SQLite table for an object of T-SQL: one for each object, however often it is named. */
  table(key: string, load: () => TableData): { name: string; data: TableData } {
    const known = this.tables.get(key)
    if (known !== undefined) return known
    const entry = { name: `o${this.tables.size}`, data: load() }
    this.tables.set(key, entry)
    return entry
  }

  /** The value as another type; what is stored alike needs no conversion. */
  convert(from: Emitted, to: SqlType, style?: string, attempt = false): Emitted {
    if (from.type.name === 'null') return { sql: from.sql, type: to }
    if (style === undefined && !attempt && storedAlike(from.type, to)) return { sql: from.sql, type: to }
    const [source, target] = [this.types.push(from.type) - 1, this.types.push(to) - 1]
    return { sql: `t_convert(${from.sql}, ${source}, ${target}, ${style ?? 0}, ${attempt ? 1 : 0})`, type: to }
  }

  /** For comparing, sorting, grouping: without case and trailing blanks when it is text. */
  folded(value: Emitted): string {
    return value.type.name === 'nvarchar' || value.type.name === 'varchar' || value.type.name === 'sql_variant'
      ? `t_fold(${value.sql})`
      : value.sql
  }
}

function storedAlike(from: SqlType, to: SqlType): boolean {
  if (to.name === 'sql_variant' || to.name === 'null') return true
  if (from.name === 'nvarchar' || from.name === 'varchar') {
    return (to.name === 'nvarchar' || to.name === 'varchar') && (to.length === -1 || (from.length !== -1 && from.length <= to.length))
  }
  if (from.name === 'numeric' && to.name === 'numeric') return from.scale === to.scale && from.precision <= to.precision
  const [low, high] = [WHOLE.indexOf(from.name), WHOLE.indexOf(to.name)]
  if (low >= 0 && high >= 0) return low <= high
  return from.name === to.name && from.name !== 'varbinary'
}

const WHOLE = ['bit', 'tinyint', 'smallint', 'int', 'bigint']
