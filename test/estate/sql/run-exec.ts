import { bindArguments } from './bind-arguments.ts'
import { evaluateExpression } from './evaluate.ts'
import { Frame, converted } from './frame.ts'
import { readBatch } from './read-batch.ts'
import { requireExecute } from './procedure-rights.ts'
import { procedureNamed } from './procedures.ts'
import { runStatements } from './run-statements.ts'
import { noServer } from './catalog.ts'
import { SqlError } from './sql-error.ts'
import { INT, nvarchar } from './sql-type.ts'
import type { ExecStatement } from './statement.ts'
import type { Work } from './work.ts'

/** EXEC of a procedure: arguments in, result code and OUTPUT arguments back. */
export async function runExec(statement: Extract<ExecStatement, { kind: 'exec' }>, work: Work): Promise<void> {
  const { frame } = work
  const written = statement.procedure.join('.')
  if (statement.procedure.length > 3) throw noServer(statement.procedure[0] ?? '')
  requireExecute(statement.procedure, work.session)
  const procedure = procedureNamed(statement.procedure, work.session)
  if (procedure === undefined) throw new SqlError(2812, `Could not find stored procedure '${written}'.`, 16, 62)
  const given = statement.arguments.map(({ name, value, output }) => ({
    name,
    output: output && value?.kind === 'variable' ? value.name : undefined,
    value: value === undefined ? undefined : evaluateExpression(value, frame),
  }))
  const call = bindArguments(statement.procedure.at(-1)!, procedure, given)
  const code = await inDatabase(statement.procedure.at(-3), work, () => procedure.run(call, work))
  if (statement.result !== undefined) frame.assign(statement.result, { type: INT, value: code })
  for (const { name, output } of call.outputs) frame.assign(output, call.values.get(name)!)
}

/** `EXEC master.sys.sp_x` runs in master, wherever the session is. */
async function inDatabase<T>(name: string | undefined, { session }: Work, run: () => Promise<T>): Promise<T> {
  if (name === undefined || name === '') return run()
  const before = session.database
  session.useDatabase(name)
  try {
    return await run()
  } finally {
    session.useDatabase(before)
  }
}

/** EXEC (@s): a batch of its own, without the variables of the caller. NULL runs nothing, as on the real server. */
export async function runExecString(statement: Extract<ExecStatement, { kind: 'exec-string' }>, work: Work): Promise<void> {
  if (statement.at !== undefined) throw noServer(statement.at)
  const parts = statement.parts.map((part) => converted(evaluateExpression(part, work.frame), nvarchar(-1)) as string | null)
  if (parts.includes(null)) return
  await runText(parts.join(''), new Frame(work.session, [], work.frame.tryDepth), work)
}

/** Runs a text inside a running batch; `USE` in it ends with it. */
export async function runText(text: string, frame: Frame, work: Work): Promise<void> {
  const before = work.session.database
  try {
    await work.session.inProcedure(() => runStatements(readBatch(text, frame), { ...work, frame }))
  } finally {
    work.session.useDatabase(before)
  }
}
