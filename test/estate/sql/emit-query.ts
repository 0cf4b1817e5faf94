import { emitCondition } from './emit-condition.ts'
import { emitExpression } from './emit-expression.ts'
import { emitSources } from './emit-source.ts'
import { groups } from './grouping.ts'
import type { Emission, Emitted } from './emit.ts'
import { Scope } from './scope.ts'
import { SqlError } from './sql-error.ts'
import { commonType } from './sql-type.ts'
import type { SqlType } from './sql-type.ts'
import type { Expression, Query, Select } from './syntax.ts'

export interface EmittedQuery {
  /** SQL whose result columns are named c0, c1, … */
  sql: string
  columns: { name: string; type: SqlType }[]
  /** For `SELECT @x = …`: the variable of each column. */
  assigns: string[]
}

interface SelectParts {
  items: (Emitted & { name: string })[]
  assigns: string[]
  distinct: boolean
  tail: string
  limit: string
  scope: Scope
}

/** Turns a whole query into one of SQLite's. */
export function emitQuery(query: Query, outer: Scope | undefined, emission: Emission): EmittedQuery {
  const names = new Scope(outer)
  for (const cte of query.ctes) names.ctes.set(cte.name.toLowerCase(), cte)
  const first = emitSelect(query.first, names, emission)
  if (query.rest.length === 0) {
    const order = query.orderBy.map(({ by, descending }) => orderKey(by, first, emission) + (descending ? ' DESC' : ''))
    const sql = assemble(first) + (order.length > 0 ? ` ORDER BY ${order.join(', ')}` : '') + first.limit
    return { sql, columns: first.items, assigns: first.assigns }
  }
  return emitSetOperation(query, first, names, emission)
}

function emitSetOperation(query: Query, first: SelectParts, names: Scope, emission: Emission): EmittedQuery {
  const parts = [first, ...query.rest.map(({ select }) => emitSelect(select, names, emission))]
  if (parts.some((part) => part.items.length !== first.items.length)) {
    throw new SqlError(
      205,
      'All queries combined using a UNION, INTERSECT or EXCEPT operator must have an equal number of expressions in their target lists.',
    )
  }
  const types = first.items.map((_, index) => parts.map((part) => part.items[index]!.type).reduce(commonType))
  const selects = parts.map((part) => {
    part.items = part.items.map((item, index) => ({ ...item, ...emission.convert(item, types[index]!) }))
    return `SELECT * FROM (${assemble(part)}${part.limit})`
  })
  const body = selects.map((select, index) => (index === 0 ? select : `${query.rest[index - 1]!.op} ${select}`)).join(' ')
  const columns = first.items.map((item, index) => ({ name: item.name, type: types[index]! }))
  const order = query.orderBy.map(({ by, descending }) => {
    const position = outputPosition(by, columns)
    if (position === undefined)
      throw new SqlError(
        104,
        'ORDER BY items must appear in the select list if the statement contains a UNION, INTERSECT or EXCEPT operator.',
      )
    return emission.folded({ sql: `c${position}`, type: types[position]! }) + (descending ? ' DESC' : '')
  })
  const sql = `SELECT * FROM (${body})` + (order.length > 0 ? ` ORDER BY ${order.join(', ')}` : '')
  return { sql, columns, assigns: [] }
}

function emitSelect(select: Select, outer: Scope, emission: Emission): SelectParts {
  const scope = new Scope(outer)
  const from = emitSources(select.from, scope, emission)
  const where = select.where === undefined ? '' : ` WHERE ${emitCondition(select.where, scope, emission)}`
  const keys = select.groupBy.map((key) => emitExpression(key, scope, emission))
  scope.bare = groups(select, keys)
  const items: SelectParts['items'] = []
  const assigns: string[] = []
  for (const item of select.items) {
    if (item.kind === 'star') items.push(...starColumns(item.of, scope))
    else {
      if (item.kind === 'assign') assigns.push(item.variable)
      items.push({
        ...emitExpression(item.value, scope, emission),
        name: item.kind === 'assign' ? '' : (item.alias ?? ownName(item.value)),
      })
    }
  }
  if (assigns.length > 0 && assigns.length < items.length) {
    throw new SqlError(
      141,
      'A SELECT statement that assigns a value to a variable must not be combined with data-retrieval operations.',
      15,
    )
  }
  const having = select.having === undefined ? '' : ` HAVING ${emitCondition(select.having, scope, emission)}`
  const group = keys.length === 0 ? '' : ` GROUP BY ${keys.map((key) => emission.folded(key)).join(', ')}`
  const limit = select.top === undefined ? '' : ` LIMIT t_top(${emitExpression(select.top, new Scope(), emission).sql})`
  return { items, assigns, distinct: select.distinct, tail: from + where + group + having, limit, scope }
}

function assemble(part: SelectParts): string {
  return `SELECT ${part.distinct ? 'DISTINCT ' : ''}${part.items.map((item, index) => `${item.sql} AS c${index}`).join(', ')}${part.tail}`
}

function starColumns(of: string | undefined, scope: Scope): SelectParts['items'] {
  const sources = of === undefined ? scope.sources : scope.sources.filter((source) => source.names.includes(of.toLowerCase()))
  if (sources.length === 0) {
    if (of === undefined) throw new SqlError(263, 'Must specify table to select from.')
    throw new SqlError(4104, `The multi-part identifier "${of}.*" could not be bound.`)
  }
  return sources.flatMap((source) =>
    source.columns.map((column) => ({ ...scope.column([...source.names.slice(0, 1), column.name]), name: column.name })),
  )
}

function ownName(value: Expression): string {
  return value.kind === 'column' ? value.path.at(-1)! : ''
}

/** An ORDER BY item: the number or the name of an output column, or an expression of its own. */
function orderKey(by: Expression, part: SelectParts, emission: Emission): string {
  const position = outputPosition(by, part.items)
  return emission.folded(position === undefined ? emitExpression(by, part.scope, emission) : part.items[position]!)
}

function outputPosition(by: Expression, columns: { name: string }[]): number | undefined {
  if (by.kind === 'literal' && typeof by.value === 'bigint') {
    const position = Number(by.value) - 1
    if (columns[position] === undefined)
      throw new SqlError(108, `The ORDER BY position number ${by.value} is out of range of the number of items in the select list.`)
    return position
  }
  if (by.kind !== 'column' || by.path.length !== 1) return undefined
  const index = columns.findIndex((column) => column.name.toLowerCase() === by.path[0]!.toLowerCase())
  return index < 0 ? undefined : index
}
