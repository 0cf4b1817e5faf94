import type { Emission, Emitted } from './emit.ts'
import { emitExpression } from './emit-expression.ts'
import type { Scope } from './scope.ts'
import { SqlError } from './sql-error.ts'
import { BIGINT, INT, isNumber, isString, nvarchar } from './sql-type.ts'
import type { SqlType } from './sql-type.ts'
import type { Expression } from './syntax.ts'

export const aggregateNames: ReadonlySet<string> = new Set(['COUNT', 'COUNT_BIG', 'MIN', 'MAX', 'SUM', 'AVG', 'STRING_AGG'])

/** An aggregate over the rows of the SELECT around it. */
export function emitAggregate(call: Extract<Expression, { kind: 'call' }>, scope: Scope, emission: Emission): Emitted {
  const counted = call.name === 'COUNT' || call.name === 'COUNT_BIG'
  if (counted && call.star) return { sql: 'count(*)', type: call.name === 'COUNT' ? INT : BIGINT }
  const wanted = call.name === 'STRING_AGG' ? 2 : 1
  if (call.arguments.length !== wanted)
    throw new SqlError(174, `The ${call.name.toLowerCase()} function requires ${wanted} argument(s).`, 15)
  scope.insideAggregate++
  const [of, separator] = call.arguments.map((argument) => emitExpression(argument, scope, emission))
  scope.insideAggregate--
  const distinct = call.distinct ? 'DISTINCT ' : ''
  switch (call.name) {
    case 'COUNT':
    case 'COUNT_BIG':
      return { sql: `count(${distinct}${emission.folded(of!)})`, type: call.name === 'COUNT' ? INT : BIGINT }
    case 'MIN':
    case 'MAX':
      return extreme(call.name, of!)
    case 'SUM':
      return { ...emission.convert({ sql: `sum(${distinct}${number(of!, 'sum').sql})`, type: BIGINT }, sumType(of!.type)) }
    case 'AVG':
      number(of!, 'avg')
      return { sql: `t_divide(sum(${distinct}${of!.sql}), nullif(count(${distinct}${of!.sql}), 0))`, type: sumType(of!.type) }
    default:
      return { sql: `group_concat(${emission.convert(of!, nvarchar(-1)).sql}, ${separator!.sql})`, type: nvarchar(-1) }
  }
}

function extreme(name: 'MIN' | 'MAX', of: Emitted): Emitted {
  if (of.type.name === 'bit') throw new SqlError(8117, `Operand data type bit is invalid for ${name.toLowerCase()} operator.`)
  return {
    sql: isString(of.type) || of.type.name === 'sql_variant' ? `t_${name.toLowerCase()}(${of.sql})` : `${name.toLowerCase()}(${of.sql})`,
    type: of.type,
  }
}

function number(of: Emitted, name: string): Emitted {
  if (!isNumber(of.type) || of.type.name === 'bit')
    throw new SqlError(8117, `Operand data type ${of.type.name} is invalid for ${name} operator.`)
  return of
}

function sumType(type: SqlType): SqlType {
  if (type.name === 'numeric') return { name: 'numeric', precision: 38, scale: type.scale }
  return type.name === 'bigint' || type.name === 'float' ? type : INT
}
