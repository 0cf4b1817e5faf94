import type { Environment } from './environment.ts'
import { dateFunctions } from './date-functions.ts'
import { errorFunctions } from './error-functions.ts'
import { serverFunctions } from './server-functions.ts'
import type { SqlType } from './sql-type.ts'
import { stringFunctions } from './string-functions.ts'
import type { Stored } from './stored-value.ts'

/** One scalar function of T-SQL. */
export interface ScalarFunction {
  /** Types that the arguments are converted to; `word` is a bare word such as `minute`. */
  parameters: (SqlType | 'any' | 'word')[]
  /** How many of the last parameters may be left out. */
  optional?: number
  result: SqlType | ((types: SqlType[]) => SqlType)
  /** Called even when an argument is NULL; otherwise any NULL gives NULL. */
  takesNull?: boolean
  run(values: Stored[], environment: Environment): Stored
}

export const scalarFunctions: Record<string, ScalarFunction> = {
  ...stringFunctions,
  ...dateFunctions,
  ...serverFunctions,
  ...errorFunctions,
}
