import { emitExpression } from './emit-expression.ts'
import { emitQuery } from './emit-query.ts'
import type { Emission, Emitted } from './emit.ts'
import type { Scope } from './scope.ts'
import { SqlError } from './sql-error.ts'
import { VARIANT, commonType, isString, nvarchar } from './sql-type.ts'
import type { SqlType } from './sql-type.ts'
import type { Condition } from './syntax.ts'

/** Turns a search condition into SQLite's; NULL stays "unknown" in both. */
export function emitCondition(condition: Condition, scope: Scope, emission: Emission): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${emitCondition(condition.left, scope, emission)} ${condition.kind.toUpperCase()} ${emitCondition(condition.right, scope, emission)})`
    case 'not':
      return `(NOT ${emitCondition(condition.of, scope, emission)})`
    case 'compare': {
      const [left, right] = [emitExpression(condition.left, scope, emission), emitExpression(condition.right, scope, emission)]
      const [a, b] = comparable(left, right, emission)
      return `(${a} ${condition.op} ${b})`
    }
    case 'is-null':
      return `(${emitExpression(condition.of, scope, emission).sql} IS NULL)`
    case 'between': {
      const of = emitExpression(condition.of, scope, emission)
      const [a, low] = comparable(of, emitExpression(condition.low, scope, emission), emission)
      const [b, high] = comparable(of, emitExpression(condition.high, scope, emission), emission)
      return `(${a} >= ${low} AND ${b} <= ${high})`
    }
    case 'in':
      return emitIn(condition, scope, emission)
    case 'like': {
      const parts = [condition.of, condition.pattern, ...(condition.escape === undefined ? [] : [condition.escape])]
      return `t_like(${parts.map((part) => emission.convert(emitExpression(part, scope, emission), nvarchar(-1)).sql).join(', ')})`
    }
    case 'exists':
      return `EXISTS (${emitQuery(condition.query, scope, emission).sql})`
  }
}

export function emitEquality(left: Emitted, right: Emitted, emission: Emission): string {
  const [a, b] = comparable(left, right, emission)
  return `(${a} = ${b})`
}

function emitIn(condition: Extract<Condition, { kind: 'in' }>, scope: Scope, emission: Emission): string {
  const of = emitExpression(condition.of, scope, emission)
  if (Array.isArray(condition.list)) {
    const tests = condition.list.map((item) => emitEquality(of, emitExpression(item, scope, emission), emission))
    return `(${tests.join(' OR ')})`
  }
  const { sql, columns } = emitQuery(condition.list, scope, emission)
  if (columns.length !== 1)
    throw new SqlError(116, 'Only one expression can be specified in the select list when the subquery is not introduced with EXISTS.')
  const [a, b] = comparable(of, { sql: 'c0', type: columns[0]!.type }, emission)
  return `(${a} IN (SELECT ${b} FROM (${sql})))`
}

/** Both sides in the type where they meet. */
function comparable(left: Emitted, right: Emitted, emission: Emission): [string, string] {
  const type = meeting(left.type, right.type)
  return [left, right].map((side) => emission.folded(emission.convert(side, type))) as [string, string]
}

function meeting(left: SqlType, right: SqlType): SqlType {
  const common = commonType(left, right)
  if (common.name === 'sql_variant')
    return isString(left) || isString(right) || left.name === right.name ? VARIANT : left.name === 'sql_variant' ? right : left
  return isString(common) ? ({ ...common, length: -1 } as SqlType) : common
}
