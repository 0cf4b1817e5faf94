import { asMessage, Cancelled, endsBatch, SqlError } from './sql-error.ts'
import { isControl, runControl } from './run-control.ts'
import { runLeaf } from './run-leaf.ts'
import type { Statement } from './statement.ts'
import { BatchEnded } from './work.ts'
import type { Leave, Work } from './work.ts'

/** Runs statements in order until one leaves. Throws Cancelled, BatchEnded, and SqlError inside TRY. */
export async function runStatements(statements: Statement[], work: Work): Promise<Leave> {
  for (const statement of statements) {
    const leave = await runStatement(statement, work)
    if (leave !== undefined) return leave
  }
  return undefined
}

export async function runStatement(statement: Statement, work: Work): Promise<Leave> {
  if (work.signal.aborted) throw new Cancelled()
  try {
    if (isControl(statement)) return await runControl(statement, work)
    await runLeaf(statement, work)
    work.session.lastError = 0
    return undefined
  } catch (error) {
    if (work.signal.aborted) throw new Cancelled()
    if (!(error instanceof SqlError)) throw error
    error.at(statement.line)
    if (work.frame.tryDepth > 0) throw error
    report(error, work)
    if (statement.kind === 'throw' || endsBatch(error)) throw new BatchEnded()
    work.sink.statementDone()
    return undefined
  }
}

/** Sends an error nobody catches, with what came before it. */
export function report(error: SqlError, work: Pick<Work, 'session' | 'sink'>): void {
  for (const each of error.preceding) work.sink.message(asMessage(each))
  work.sink.message(asMessage(error))
  work.session.lastError = error.number
}
