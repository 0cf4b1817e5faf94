import type { DatabaseSync } from 'node:sqlite'
import { convertValue } from './convert-value.ts'
import type { Emission } from './emit.ts'
import { likePattern } from './like-pattern.ts'
import { scalarFunctions } from './scalar-functions.ts'
import { SqlError } from './sql-error.ts'
import type { Stored } from './stored-value.ts'

/** Gives SQLite the functions that the emitted SQL calls: `f_…` are T-SQL's own, `t_…` what its operators mean. */
export function registerFunctions(database: DatabaseSync, emission: Emission): void {
  for (const [name, rule] of Object.entries(scalarFunctions)) {
    define(database, `f_${name.toLowerCase()}`, (...values) => {
      if (rule.takesNull !== true && values.includes(null)) return null
      return rule.run(values, emission.environment)
    })
  }
  define(database, 't_fold', (value) => (typeof value === 'string' ? fold(value) : value!))
  define(database, 't_convert', (value, from, to, style, attempt) => {
    try {
      return convertValue(value, emission.types[Number(from)]!, emission.types[Number(to)]!, Number(style))
    } catch (error) {
      if (attempt === 1n && error instanceof SqlError) return null
      throw error
    }
  })
  define(database, 't_like', (value, pattern, escape) => {
    if (value === null || pattern === null || escape === null) return null
    return likePattern(pattern as string, escape as string | undefined).test(value as string) ? 1n : 0n
  })
  define(database, 't_divide', (a, b) => divide(a, b, false))
  define(database, 't_modulo', (a, b) => divide(a, b, true))
  define(database, 't_top', (count) => {
    if (count === null || Number(count) < 0) throw new SqlError(1014, 'A TOP or FETCH clause contains an invalid value.', 15)
    return count
  })
  define(database, 't_json', (value) => json(value))
  defineAggregates(database, emission)
}

function define(database: DatabaseSync, name: string, run: (...values: Stored[]) => Stored): void {
  database.function(name, { varargs: true, useBigIntArguments: true }, (...values) => run(...(values as Stored[])))
}

function defineAggregates(database: DatabaseSync, emission: Emission): void {
  const extreme = (sign: 1 | -1) => ({
    start: (): Stored => null,
    step: (best: Stored, given: unknown): Stored => {
      const value = given as Stored
      if (value === null) return best
      if (best === null) return value
      const [a, b] = [fold(String(value)), fold(String(best))]
      return (a < b ? -1 : a > b ? 1 : 0) * sign > 0 ? value : best
    },
  })
  database.aggregate('t_min', extreme(-1))
  database.aggregate('t_max', extreme(1))
  database.aggregate('t_single', single(emission) as unknown as Parameters<DatabaseSync['aggregate']>[1])
}

/** The one value of a query that stands for a value. An error thrown in an aggregate is lost on its way through SQLite: it is left with the emission. */
function single(emission: Emission) {
  return {
    start: (): Stored[] => [],
    step: (seen: Stored[], value: Stored): Stored[] => {
      if (seen.length > 0) {
        emission.failure ??= new SqlError(
          512,
          'Subquery returned more than 1 value. This is not permitted when the subquery follows =, !=, <, <= , >, >= or when the subquery is used as an expression.',
        )
      }
      return [value]
    },
    result: (seen: Stored[]): Stored => seen[0] ?? null,
    useBigIntArguments: true,
  }
}

function fold(text: string): string {
  return text.replace(/ +$/, '').toLowerCase()
}

function divide(a: Stored, b: Stored, modulo: boolean): Stored {
  if (a === null || b === null) return null
  if (Number(b) === 0) throw new SqlError(8134, 'Divide by zero error encountered.')
  if (typeof a === 'bigint' && typeof b === 'bigint') return modulo ? a % b : a / b
  return modulo ? Number(a) % Number(b) : Number(a) / Number(b)
}

function json(value: Stored): Stored {
  if (value === null) return '[]'
  try {
    JSON.parse(value as string)
    return value
  } catch {
    throw new SqlError(13_609, 'JSON text is not properly formatted. Unexpected character is found at position 0.', 16, 4)
  }
}
