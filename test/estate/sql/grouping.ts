import { aggregateNames } from './emit-aggregate.ts'
import type { Emitted } from './emit.ts'
import type { Condition, Expression, Select } from './syntax.ts'

/** The columns that may stand outside an aggregate in a grouped SELECT; undefined when every column may. */
export function groups(select: Select, keys: Emitted[]): Set<string> | undefined {
  // A key that is an expression cannot be recognised in the select list: result nothing is forbidden.
  if (select.groupBy.some((key) => key.kind !== 'column')) return undefined
  const grouped =
    keys.length > 0 || select.having !== undefined || select.items.some((item) => item.kind !== 'star' && aggregates(item.value))
  return grouped ? new Set(keys.map((key) => key.sql)) : undefined
}

function aggregates(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
    case 'variable':
    case 'global':
    case 'column':
    case 'subquery':
    case 'next-value':
      return false
    case 'negate':
    case 'cast':
      return aggregates(expression.of)
    case 'arithmetic':
      return aggregates(expression.left) || aggregates(expression.right)
    case 'call':
      return (aggregateNames.has(expression.name) && expression.over === undefined) || expression.arguments.some(aggregates)
    case 'iif':
      return tests(expression.when) || aggregates(expression.result) || aggregates(expression.otherwise)
    case 'case':
      return (
        expression.whens.some(
          ({ when, result }) =>
            aggregates(result) || (expression.subject === undefined ? tests(when as Condition) : aggregates(when as Expression)),
        ) ||
        (expression.otherwise !== undefined && aggregates(expression.otherwise)) ||
        (expression.subject !== undefined && aggregates(expression.subject))
      )
  }
}

function tests(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return tests(condition.left) || tests(condition.right)
    case 'not':
      return tests(condition.of)
    case 'compare':
      return aggregates(condition.left) || aggregates(condition.right)
    case 'is-null':
      return aggregates(condition.of)
    case 'in':
      return aggregates(condition.of) || (Array.isArray(condition.list) && condition.list.some(aggregates))
    case 'between':
      return aggregates(condition.of) || aggregates(condition.low) || aggregates(condition.high)
    case 'like':
      return aggregates(condition.of) || aggregates(condition.pattern)
    case 'exists':
      return false
  }
}
