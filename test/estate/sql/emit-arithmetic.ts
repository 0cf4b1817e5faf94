import type { Emission, Emitted } from './emit.ts'
import { SqlError, notUnderstood } from './sql-error.ts'
import { INT, commonType, isNumber, isString, typeName } from './sql-type.ts'
import type { SqlType } from './sql-type.ts'

type Operator = '+' | '-' | '*' | '/' | '%' | '&' | '|'

const NAMES: Record<Operator, string> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
  '&': "'&'",
  '|': "'|'",
}

/** `+` joins two texts; text beside a number is read as a number, and fails when it is none. */
export function emitArithmetic(op: Operator, left: Emitted, right: Emitted, emission: Emission): Emitted {
  if (op === '+' && isTextual(left.type, right.type)) return { sql: `(${left.sql} || ${right.sql})`, type: joined(left.type, right.type) }
  const type = numberType(op, left.type, right.type)
  const [a, b] = [emission.convert(left, type).sql, emission.convert(right, type).sql]
  if (op === '/') return { sql: `t_divide(${a}, ${b})`, type }
  if (op === '%') return { sql: `t_modulo(${a}, ${b})`, type }
  const sql = `(${a} ${op} ${b})`
  return type.name === 'int' ? emission.convert({ sql, type: { name: 'bigint' } }, type) : { sql, type }
}

function isTextual(left: SqlType, right: SqlType): boolean {
  return (isString(left) || left.name === 'null') && (isString(right) || right.name === 'null') && (isString(left) || isString(right))
}

function joined(left: SqlType, right: SqlType): SqlType {
  const lengths = [left, right].map((type) => ('length' in type ? type.length : 1))
  const name = left.name === 'nvarchar' || right.name === 'nvarchar' ? 'nvarchar' : 'varchar'
  const sum = lengths[0]! + lengths[1]!
  const limit = name === 'nvarchar' ? 4000 : 8000
  return { name, length: lengths.includes(-1) ? -1 : Math.min(sum, limit) }
}

function numberType(op: Operator, left: SqlType, right: SqlType): SqlType {
  const incompatible = (type: SqlType) => type.name === 'sql_variant' || type.name === 'uniqueidentifier' || type.name === 'varbinary'
  if (incompatible(left) || incompatible(right) || (isString(left) && isString(right))) {
    const operator = op === '&' || op === '|' ? NAMES[op] : NAMES[op]
    throw new SqlError(402, `The data types ${typeName(left)} and ${typeName(right)} are incompatible in the ${operator} operator.`)
  }
  if (left.name === 'datetime' || right.name === 'datetime') throw notUnderstood(`arithmetic with datetime (${op})`, 1)
  const type = commonType(left, right)
  if (!isNumber(type)) return INT
  return type.name === 'bit' || type.name === 'tinyint' || type.name === 'smallint' ? INT : type
}
