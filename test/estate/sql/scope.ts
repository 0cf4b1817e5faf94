import { SqlError } from './sql-error.ts'
import type { Query } from './syntax.ts'
import type { SqlType } from './sql-type.ts'

export interface ScopeSource {
  /** The names by which columns may be prefixed: alias, or the object's own name. */
  names: string[]
  columns: { name: string; sql: string; type: SqlType }[]
}

/** The names that are visible inside one SELECT. */
export class Scope {
  readonly parent: Scope | undefined
  readonly sources: ScopeSource[] = []
  readonly ctes = new Map<string, Query['ctes'][number]>()
  /** Set while the select list of a grouped SELECT is walked: the columns that may stand there bare. */
  bare: Set<string> | undefined
  insideAggregate = 0

  constructor(parent?: Scope) {
    this.parent = parent
  }

  /** The column that a path names, here or further out. Throws 207, 209, 4104, 8120. */
  column(path: string[]): { sql: string; type: SqlType } {
    const found = this.find(path.at(-1)!, path.slice(0, -1).join('.').toLowerCase(), path)
    if (found !== undefined) return found
    if (path.length > 1) throw new SqlError(4104, `The multi-part identifier "${path.join('.')}" could not be bound.`)
    throw new SqlError(207, `Invalid column name '${path.at(-1)!}'.`)
  }

  cte(name: string): Query['ctes'][number] | undefined {
    return this.ctes.get(name.toLowerCase()) ?? this.parent?.cte(name)
  }

  private find(name: string, prefix: string, path: string[]): { sql: string; type: SqlType } | undefined {
    const sources = prefix === '' ? this.sources : this.sources.filter((source) => source.names.includes(prefix))
    const found = sources.flatMap((source) => source.columns.filter((column) => column.name.toLowerCase() === name.toLowerCase()))
    if (found.length > 1) throw new SqlError(209, `Ambiguous column name '${name}'.`)
    if (found[0] !== undefined) return this.allowed(found[0], path)
    if (prefix !== '' && sources.length > 0) throw new SqlError(207, `Invalid column name '${name}'.`)
    return this.parent?.find(name, prefix, path)
  }

  private allowed(column: { sql: string; type: SqlType }, path: string[]): { sql: string; type: SqlType } {
    if (this.bare === undefined || this.insideAggregate > 0 || this.bare.has(column.sql)) return column
    throw new SqlError(
      8120,
      `Column '${path.join('.')}' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.`,
    )
  }
}
