import { aggregateNames, emitAggregate } from './emit-aggregate.ts'
import { emitArithmetic } from './emit-arithmetic.ts'
import { emitCondition, emitEquality } from './emit-condition.ts'
import { emitCall } from './emit-call.ts'
import { requireObject } from './catalog.ts'
import { emitQuery } from './emit-query.ts'
import type { Emission, Emitted } from './emit.ts'
import { globalValue } from './global-variables.ts'
import type { Scope } from './scope.ts'
import { SqlError, notUnderstood } from './sql-error.ts'
import { BIGINT, INT, NULL_TYPE, commonType } from './sql-type.ts'
import type { SqlType } from './sql-type.ts'
import { toStored } from './stored-value.ts'
import type { Condition, Expression } from './syntax.ts'
import { emitWindow, windowNames } from './emit-window.ts'

/** Turns a T-SQL expression into SQLite's, and says of which T-SQL type its value is. */
export function emitExpression(expression: Expression, scope: Scope, emission: Emission): Emitted {
  switch (expression.kind) {
    case 'literal':
      return {
        sql: typeof expression.value === 'bigint' ? String(expression.value) : emission.bind(toStored(expression.value, expression.type)),
        type: expression.type,
      }
    case 'variable':
      return emitVariable(expression.name, emission)
    case 'global': {
      const { type, value } = globalValue(expression.name, emission.environment)
      return { sql: emission.bind(toStored(value, type)), type }
    }
    case 'column':
      return scope.column(expression.path)
    case 'negate': {
      const of = emitExpression(expression.of, scope, emission)
      return { sql: `(-${of.sql})`, type: of.type.name === 'null' ? INT : of.type }
    }
    case 'arithmetic':
      return emitArithmetic(
        expression.op,
        emitExpression(expression.left, scope, emission),
        emitExpression(expression.right, scope, emission),
        emission,
      )
    case 'case':
      return emitCase(expression, scope, emission)
    case 'iif':
      return emitBranches(
        [{ when: emitCondition(expression.when, scope, emission), result: expression.result }],
        expression.otherwise,
        scope,
        emission,
      )
    case 'cast': {
      const style = expression.style === undefined ? undefined : emitExpression(expression.style, scope, emission).sql
      return emission.convert(emitExpression(expression.of, scope, emission), expression.type, style, expression.attempt)
    }
    case 'next-value':
      throw (
        requireObject(expression.sequence, emission.environment.session, 'UPDATE') ??
        notUnderstood(`NEXT VALUE FOR ${expression.sequence.join('.')}`, 1)
      )
    case 'call':
      if (expression.over !== undefined || windowNames.has(expression.name)) return emitWindow(expression, scope, emission)
      return aggregateNames.has(expression.name) ? emitAggregate(expression, scope, emission) : emitCall(expression, scope, emission)
    case 'subquery':
      return emitScalarQuery(expression, scope, emission)
  }
}

function emitVariable(name: string, emission: Emission): Emitted {
  const variable = emission.environment.variable(name)
  if (variable === undefined) throw new SqlError(137, `Must declare the scalar variable "${name}".`, 15, 2)
  return { sql: emission.bind(toStored(variable.value, variable.type)), type: variable.type }
}

function emitCase(expression: Extract<Expression, { kind: 'case' }>, scope: Scope, emission: Emission): Emitted {
  const subject = expression.subject === undefined ? undefined : emitExpression(expression.subject, scope, emission)
  const branches = expression.whens.map(({ when, result }) => ({
    when:
      subject === undefined
        ? emitCondition(when as Condition, scope, emission)
        : emitEquality(subject, emitExpression(when as Expression, scope, emission), emission),
    result,
  }))
  return emitBranches(branches, expression.otherwise, scope, emission)
}

function emitBranches(
  branches: { when: string; result: Expression }[],
  otherwise: Expression | undefined,
  scope: Scope,
  emission: Emission,
): Emitted {
  const results = branches.map(({ result }) => emitExpression(result, scope, emission))
  const last: Emitted = otherwise === undefined ? { sql: 'NULL', type: NULL_TYPE } : emitExpression(otherwise, scope, emission)
  const type = [...results, last].map((each) => each.type).reduce<SqlType>(commonType, NULL_TYPE)
  if (type.name === 'null')
    throw new SqlError(
      8133,
      'At least one of the result expressions in a CASE specification must be an expression other than the NULL constant.',
    )
  const sql = branches.map(({ when }, index) => `WHEN ${when} THEN ${emission.convert(results[index]!, type).sql}`).join(' ')
  return { sql: `(CASE ${sql} ELSE ${emission.convert(last, type).sql} END)`, type }
}

/** A query as a value: NULL for no row, error 512 for more than one. */
function emitScalarQuery(expression: Extract<Expression, { kind: 'subquery' }>, scope: Scope, emission: Emission): Emitted {
  const { sql, columns } = emitQuery(expression.query, scope, emission)
  if (columns.length !== 1)
    throw new SqlError(116, 'Only one expression can be specified in the select list when the subquery is not introduced with EXISTS.')
  return { sql: `(SELECT t_single(c0) FROM (${sql}))`, type: columns[0]!.type.name === 'null' ? BIGINT : columns[0]!.type }
}
