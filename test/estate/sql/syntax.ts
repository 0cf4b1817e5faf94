import type { ColumnType } from '../result-sink.ts'
import type { SqlType } from './sql-type.ts'

/** The syntax tree of T-SQL expressions and queries, as far as the stand-in knows them. */
export type Expression =
  | { kind: 'literal'; type: SqlType; value: string | bigint | Uint8Array | null }
  | { kind: 'variable'; name: string }
  | { kind: 'global'; name: string }
  | { kind: 'column'; path: string[] }
  | { kind: 'negate'; of: Expression }
  | { kind: 'arithmetic'; op: '+' | '-' | '*' | '/' | '%' | '&' | '|'; left: Expression; right: Expression }
  | {
      kind: 'case'
      subject: Expression | undefined
      whens: { when: Expression | Condition; result: Expression }[]
      otherwise: Expression | undefined
    }
  | { kind: 'cast'; of: Expression; type: ColumnType; style: Expression | undefined; attempt: boolean }
  | { kind: 'call'; name: string; arguments: Expression[]; distinct: boolean; star: boolean; over?: Window }
  | { kind: 'subquery'; query: Query }
  | { kind: 'iif'; when: Condition; result: Expression; otherwise: Expression }
  | { kind: 'next-value'; sequence: string[] }

/** OVER (PARTITION BY … ORDER BY …); its frame is the usual one. */
export interface Window {
  partition: Expression[]
  order: OrderItem[]
}

export interface OrderItem {
  by: Expression
  descending: boolean
}

export type Condition =
  | { kind: 'compare'; op: '=' | '<>' | '<' | '>' | '<=' | '>='; left: Expression; right: Expression }
  | { kind: 'and' | 'or'; left: Condition; right: Condition }
  | { kind: 'not'; of: Condition }
  | { kind: 'is-null'; of: Expression }
  | { kind: 'in'; of: Expression; list: Expression[] | Query }
  | { kind: 'between'; of: Expression; low: Expression; high: Expression }
  | { kind: 'like'; of: Expression; pattern: Expression; escape: Expression | undefined }
  | { kind: 'exists'; query: Query }

export interface Query {
  kind: 'query'
  /** One SELECT, or several joined by UNION, UNION ALL, EXCEPT, INTERSECT. */
  first: Select
  rest: { op: 'UNION' | 'UNION ALL' | 'EXCEPT' | 'INTERSECT'; select: Select }[]
  orderBy: OrderItem[]
  ctes: { name: string; columns: string[]; query: Query }[]
}

export interface Select {
  distinct: boolean
  top: Expression | undefined
  items: SelectItem[]
  /** Of the first SELECT of a statement: the new table that takes its rows. */
  into?: string[] | undefined
  from: Source[]
  where: Condition | undefined
  groupBy: Expression[]
  having: Condition | undefined
}

export type SelectItem =
  | { kind: 'value'; value: Expression; alias: string | undefined }
  | { kind: 'assign'; variable: string; value: Expression }
  | { kind: 'star'; of: string | undefined }

export interface Source {
  join: 'FROM' | 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS' | 'CROSS APPLY' | 'OUTER APPLY'
  of:
    | { kind: 'object'; path: string[] }
    | { kind: 'function'; path: string[]; arguments: Expression[] }
    | { kind: 'elsewhere'; word: string; provider: string }
    | { kind: 'query'; query: Query; columns: string[] }
    | { kind: 'json'; value: Expression }
  alias: string | undefined
  on: Condition | undefined
}
