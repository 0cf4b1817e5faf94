import { emitExpression } from './emit-expression.ts'
import type { Emission, Emitted } from './emit.ts'
import type { Scope } from './scope.ts'
import { scalarFunctions } from './scalar-functions.ts'
import { SqlError } from './sql-error.ts'
import { NULL_TYPE, commonType, isString, nvarchar } from './sql-type.ts'
import type { SqlType } from './sql-type.ts'
import type { Expression } from './syntax.ts'

/** A scalar function. Those that SQLite has with the same meaning are used; the others are ours. Throws 195 and 174. */
export function emitCall(call: Extract<Expression, { kind: 'call' }>, scope: Scope, emission: Emission): Emitted {
  if (call.star || call.distinct) throw new SqlError(102, `Incorrect syntax near '${call.star ? '*' : 'DISTINCT'}'.`, 15)
  switch (call.name) {
    case 'ISNULL':
      return emitIsNull(call, scope, emission)
    case 'COALESCE':
      return emitCoalesce(call, scope, emission)
    case 'NULLIF':
      return emitNullIf(call, scope, emission)
    case 'CONCAT':
      return emitConcat(call, scope, emission)
    default:
      return emitRegistered(call, scope, emission)
  }
}

function emitRegistered(call: Extract<Expression, { kind: 'call' }>, scope: Scope, emission: Emission): Emitted {
  const rule = scalarFunctions[call.name]
  if (rule === undefined) throw new SqlError(195, `'${call.name}' is not a recognized built-in function name.`, 15, 10)
  const most = rule.parameters.length
  const least = most - (rule.optional ?? 0)
  if (call.arguments.length < least || call.arguments.length > most) {
    throw new SqlError(174, `The ${call.name} function requires ${least === most ? least : `${least} to ${most}`} argument(s).`, 15)
  }
  const parts = call.arguments.map((argument, index) => emitArgument(argument, rule.parameters[index]!, scope, emission))
  const type = typeof rule.result === 'function' ? rule.result(parts.map((part) => part.type)) : rule.result
  return { sql: `f_${call.name.toLowerCase()}(${parts.map((part) => part.sql).join(', ')})`, type }
}

function emitArgument(argument: Expression, parameter: SqlType | 'any' | 'word', scope: Scope, emission: Emission): Emitted {
  if (parameter === 'word') {
    if (argument.kind !== 'column' || argument.path.length !== 1)
      throw new SqlError(1023, 'Invalid parameter 1 specified for the date function.', 15)
    return { sql: emission.bind(argument.path[0]!.toLowerCase()), type: nvarchar(30) }
  }
  const value = emitExpression(argument, scope, emission)
  if (parameter === 'any') return value
  return { sql: emission.convert(value, parameter).sql, type: isString(parameter) && isString(value.type) ? value.type : parameter }
}

/** The result has the type of the first argument, and its length. */
function emitIsNull(call: Extract<Expression, { kind: 'call' }>, scope: Scope, emission: Emission): Emitted {
  if (call.arguments.length !== 2) throw new SqlError(174, 'The isnull function requires 2 argument(s).', 15)
  const [value, otherwise] = call.arguments.map((argument) => emitExpression(argument, scope, emission))
  const type = value!.type.name === 'null' ? otherwise!.type : value!.type
  return { sql: `coalesce(${value!.sql}, ${emission.convert(otherwise!, type).sql})`, type }
}

function emitCoalesce(call: Extract<Expression, { kind: 'call' }>, scope: Scope, emission: Emission): Emitted {
  if (call.arguments.length < 2) throw new SqlError(102, "Incorrect syntax near ')'.", 15)
  const values = call.arguments.map((argument) => emitExpression(argument, scope, emission))
  const type = values.map((value) => value.type).reduce<SqlType>(commonType, NULL_TYPE)
  return { sql: `coalesce(${values.map((value) => emission.convert(value, type).sql).join(', ')})`, type }
}

function emitNullIf(call: Extract<Expression, { kind: 'call' }>, scope: Scope, emission: Emission): Emitted {
  if (call.arguments.length !== 2) throw new SqlError(174, 'The nullif function requires 2 argument(s).', 15)
  const [left, right] = call.arguments.map((argument) => emitExpression(argument, scope, emission))
  const type = commonType(left!.type, right!.type)
  const [a, b] = [left!, right!].map((side) => emission.folded(emission.convert(side, isString(type) ? nvarchar(-1) : type)))
  return { sql: `(CASE WHEN ${a} = ${b} THEN NULL ELSE ${left!.sql} END)`, type: left!.type }
}

/** CONCAT takes NULL as nothing. */
function emitConcat(call: Extract<Expression, { kind: 'call' }>, scope: Scope, emission: Emission): Emitted {
  if (call.arguments.length < 2) throw new SqlError(189, 'The concat function requires 2 to 254 arguments.', 15)
  const values = call.arguments.map((argument) => emission.convert(emitExpression(argument, scope, emission), nvarchar(-1)).sql)
  return { sql: `(${values.map((value) => `coalesce(${value}, '')`).join(' || ')})`, type: nvarchar(4000) }
}
