import type { Environment } from './environment.ts'
import { INT, SYSNAME, nvarchar } from './sql-type.ts'
import type { SqlType } from './sql-type.ts'
import type { ScalarFunction } from './scalar-functions.ts'
import type { Stored } from './stored-value.ts'

type Caught = NonNullable<ReturnType<Environment['caught']>>

function about(result: SqlType, read: (caught: Caught) => Stored): ScalarFunction {
  return {
    parameters: [],
    result,
    run: (_, environment) => {
      const caught = environment.caught()
      return caught === undefined ? null : read(caught)
    },
  }
}

/** NULL outside a CATCH block. */
export const errorFunctions: Record<string, ScalarFunction> = {
  ERROR_NUMBER: about(INT, (caught) => BigInt(caught.number)),
  ERROR_MESSAGE: about(nvarchar(4000), (caught) => caught.message),
  ERROR_SEVERITY: about(INT, (caught) => BigInt(caught.severity)),
  ERROR_STATE: about(INT, (caught) => BigInt(caught.state)),
  ERROR_LINE: about(INT, (caught) => BigInt(caught.line)),
  ERROR_PROCEDURE: about(SYSNAME, (caught) => caught.procedure),
}
