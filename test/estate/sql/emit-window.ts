import type { Emission, Emitted } from './emit.ts'
import { emitAggregate } from './emit-aggregate.ts'
import { emitExpression } from './emit-expression.ts'
import type { Scope } from './scope.ts'
import { SqlError, notUnderstood } from './sql-error.ts'
import { BIGINT, INT } from './sql-type.ts'
import type { Expression, Window } from './syntax.ts'

type Call = Extract<Expression, { kind: 'call' }>

const RANKS: ReadonlySet<string> = new Set(['ROW_NUMBER', 'RANK', 'DENSE_RANK', 'NTILE'])
const VALUES: ReadonlySet<string> = new Set(['LAG', 'LEAD', 'FIRST_VALUE', 'LAST_VALUE'])
/** Of these one call of SQLite's is the whole value, so that OVER can stand behind it. */
const AGGREGATES: ReadonlySet<string> = new Set(['COUNT', 'COUNT_BIG', 'MIN', 'MAX'])

const WHOLE: ReadonlySet<string> = new Set(['tinyint', 'smallint', 'int', 'bigint'])

/** What is nothing without OVER. */
export const windowNames: ReadonlySet<string> = new Set([...RANKS, ...VALUES])

/** A function over the rows of a window. Throws 4112, 10753, 10759. */
export function emitWindow(call: Call, scope: Scope, emission: Emission): Emitted {
  const { name, over } = call
  if (over === undefined) throw new SqlError(10_753, `The function '${name}' must have an OVER clause.`, 15)
  if (windowNames.has(name) && over.order.length === 0)
    throw new SqlError(4112, `The function '${name}' must have an OVER clause with ORDER BY.`)
  if (call.distinct) throw new SqlError(10_759, 'Use of DISTINCT is not allowed with the OVER clause.', 15)
  const { sql, type } = emitCalled(call, scope, emission)
  return { sql: `${sql} OVER (${clauses(over, scope, emission)})`, type }
}

function emitCalled(call: Call, scope: Scope, emission: Emission): Emitted {
  const { name } = call
  const given = call.arguments.map((argument) => emitExpression(argument, scope, emission))
  const [first, offset, otherwise] = given
  if (RANKS.has(name)) {
    if (given.length !== (name === 'NTILE' ? 1 : 0)) throw wrongCount(name, name === 'NTILE' ? 1 : 0)
    return { sql: `${name.toLowerCase()}(${given.map(({ sql }) => sql).join(', ')})`, type: BIGINT }
  }
  if (VALUES.has(name)) {
    const most = name === 'LAG' || name === 'LEAD' ? 3 : 1
    if (first === undefined || given.length > most) throw wrongCount(name, most)
    const rest = [offset && emission.convert(offset, INT), otherwise && emission.convert(otherwise, first.type)]
    const parts = [first, ...rest].flatMap((part) => (part === undefined ? [] : [part.sql]))
    return { sql: `${name.toLowerCase()}(${parts.join(', ')})`, type: first.type }
  }
  if (name === 'SUM' && first !== undefined && WHOLE.has(first.type.name))
    return { sql: `sum(${first.sql})`, type: first.type.name === 'bigint' ? BIGINT : INT }
  const { sql, type } = emitAggregate(call, scope, emission)
  // Text is compared by a function of the stand-in's own, which knows no window.
  if (!AGGREGATES.has(name) || sql.startsWith('t_')) throw notUnderstood(`${name} of this value with OVER`, 1)
  return { sql, type }
}

function clauses({ partition, order }: Window, scope: Scope, emission: Emission): string {
  const folded = (expression: Expression) => emission.folded(emitExpression(expression, scope, emission))
  const sorted = order.map(({ by, descending }) => folded(by) + (descending ? ' DESC' : ''))
  return [
    ...(partition.length > 0 ? [`PARTITION BY ${partition.map(folded).join(', ')}`] : []),
    ...(sorted.length > 0 ? [`ORDER BY ${sorted.join(', ')}`] : []),
  ].join(' ')
}

function wrongCount(name: string, most: number): SqlError {
  return new SqlError(174, `The ${name} function requires ${most} argument(s).`, 15)
}
