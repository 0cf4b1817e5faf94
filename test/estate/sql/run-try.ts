import { runStatements } from './run-statements.ts'
import { SqlError } from './sql-error.ts'
import type { ControlStatement } from './statement.ts'
import type { Leave, Work } from './work.ts'

/** TRY with its CATCH: an error above 10 goes to the handler, which may look at it and THROW it again. */
export async function runTry(statement: Extract<ControlStatement, { kind: 'try' }>, work: Work): Promise<Leave> {
  const { frame } = work
  frame.tryDepth++
  let inside = true
  try {
    const leave = await runStatements(statement.body, work)
    return leave
  } catch (error) {
    if (!(error instanceof SqlError) || error.severity >= 20) throw error
    frame.tryDepth--
    inside = false
    work.session.lastError = error.number
    frame.enterCatch(error)
    try {
      return await runStatements(statement.handler, work)
    } finally {
      frame.leaveCatch()
    }
  } finally {
    if (inside) frame.tryDepth--
  }
}
