import type { Environment } from './environment.ts'
import { SqlError } from './sql-error.ts'
import { DATETIME, INT } from './sql-type.ts'
import type { ScalarFunction } from './scalar-functions.ts'
import { dateText, parseDate } from './stored-value.ts'
import type { Stored } from './stored-value.ts'

const now = (_: Stored[], { session }: Environment): Stored => dateText(new Date(session.state.clock.now()))
const clock: ScalarFunction = { parameters: [], result: DATETIME, run: now }

const UNITS: Record<string, number> = {
  day: 86_400_000,
  dd: 86_400_000,
  d: 86_400_000,
  hour: 3_600_000,
  hh: 3_600_000,
  minute: 60_000,
  mi: 60_000,
  n: 60_000,
  second: 1000,
  ss: 1000,
  s: 1000,
  millisecond: 1,
  ms: 1,
}

/** The servers of the estate keep UTC, so local time and UTC are one. */
export const dateFunctions: Record<string, ScalarFunction> = {
  GETDATE: clock,
  GETUTCDATE: clock,
  SYSDATETIME: clock,
  SYSUTCDATETIME: clock,
  DATEDIFF: {
    parameters: ['word', DATETIME, DATETIME],
    result: INT,
    run: ([part, from, to]) => {
      const unit = unitOf(part, 'datediff')
      return BigInt(Math.floor(parseDate(to as string).getTime() / unit) - Math.floor(parseDate(from as string).getTime() / unit))
    },
  },
  DATEADD: {
    parameters: ['word', INT, DATETIME],
    result: DATETIME,
    run: ([part, amount, date]) => dateText(new Date(parseDate(date as string).getTime() + Number(amount) * unitOf(part, 'dateadd'))),
  },
}

function unitOf(part: Stored | undefined, name: string): number {
  const unit = UNITS[part as string]
  if (unit === undefined) throw new SqlError(155, `'${String(part)}' is not a recognized ${name} option.`, 15)
  return unit
}
