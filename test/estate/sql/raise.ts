import { denied } from '../rights/denied.ts'
import { mayOnServer } from '../rights/rights.ts'
import { evaluateExpression } from './evaluate.ts'
import { converted } from './frame.ts'
import type { Frame } from './frame.ts'
import { SqlError } from './sql-error.ts'
import { nvarchar } from './sql-type.ts'
import type { ControlStatement } from './statement.ts'
import type { Expression } from './syntax.ts'
import type { Work } from './work.ts'

/** THROW with three arguments, or without any inside CATCH. */
export function runThrow(statement: Extract<ControlStatement, { kind: 'throw' }>, frame: Frame): never {
  if (statement.error === undefined) {
    const caught = frame.lastCaught()
    if (caught === undefined) {
      throw new SqlError(
        10_704,
        'To rethrow an error, a THROW statement must be used inside a CATCH block. Insert the THROW statement inside a CATCH block, or add error parameters to the THROW statement.',
        15,
      )
    }
    throw caught
  }
  const number = whole(statement.error.number, frame)
  if (number < 50_000) {
    throw new SqlError(
      35_100,
      `Error number ${number} in the THROW statement is outside the valid range. Specify an error number in the valid range of 50000 to 2147483647.`,
      16,
      10,
    )
  }
  throw new SqlError(number, text(statement.error.message, frame), 16, whole(statement.error.state, frame))
}

/** RAISERROR: a message up to severity 10, an error above. */
export function runRaiserror(statement: Extract<ControlStatement, { kind: 'raiserror' }> & { line: number }, work: Work): undefined {
  const { frame, sink } = work
  if (statement.log && !mayOnServer(work.session, 'ALTER TRACE')) throw denied.toLog()
  const severity = whole(statement.severity, frame)
  const values = statement.values.map((value) => converted(evaluateExpression(value, frame), nvarchar(-1)) as string | null)
  const message = fill(text(statement.message, frame), values)
  const state = whole(statement.state, frame)
  if (severity > 10) throw new SqlError(50_000, message, severity, state)
  sink.message({ number: 50_000, severity, state, text: message, line: statement.line })
  return undefined
}

function fill(message: string, values: (string | null)[]): string {
  let next = 0
  return message.replaceAll(/%(?:[sdiu]|%)/g, (mark) => (mark === '%%' ? '%' : (values[next++] ?? '(null)')))
}

function whole(expression: Expression, frame: Frame): number {
  return Number(converted(evaluateExpression(expression, frame), { name: 'int' }) ?? 0)
}

function text(expression: Expression, frame: Frame): string {
  return (converted(evaluateExpression(expression, frame), nvarchar(2048)) as string | null) ?? ''
}
