import type { BoundParameter, Column, ColumnType } from '../result-sink.ts'
import { Frame } from './frame.ts'
import { parseType } from './parse-type.ts'
import { needed, optional, textOf } from './procedure.ts'
import type { Procedure } from './procedure.ts'
import { runText } from './run-exec.ts'
import { SqlError } from './sql-error.ts'
import { nvarchar } from './sql-type.ts'
import { TokenCursor } from './token-cursor.ts'
import type { BoundCall } from './bind-arguments.ts'
import type { Work } from './work.ts'
import { converted } from './frame.ts'

/** Procedures about sessions and dynamic SQL. */
export const sessionProcedures: Record<string, Procedure> = {
  sp_executesql: {
    home: 'master',
    effect: false,
    parameters: [needed('@stmt', nvarchar(-1)), optional('@params', nvarchar(-1))],
    takesMore: true,
    run: executeSql,
  },
  sp_who2: { home: 'master', effect: false, parameters: [optional('@loginame', nvarchar(128))], run: who2 },
}

async function executeSql(call: BoundCall, work: Work): Promise<number> {
  const text = textOf(call, '@stmt')
  if (text === null) return 0
  const declared = parameterList(textOf(call, '@params') ?? '')
  const parameters: BoundParameter[] = declared.map(({ name, type }, index) => {
    const given =
      call.rest.find((argument) => argument.name?.toLowerCase() === name.toLowerCase()) ??
      (call.rest[index]?.name === undefined ? call.rest[index] : undefined)
    if (given === undefined) throw new SqlError(8178, `The parameterized query expects the parameter '${name}', which was not supplied.`)
    return { name, type, value: converted(given.value, type) }
  })
  const frame = new Frame(work.session, parameters, work.frame.tryDepth)
  await runText(text, frame, work)
  for (const [index, argument] of call.rest.entries()) {
    const name = argument.name ?? declared[index]?.name
    if (argument.output !== undefined && name !== undefined) work.frame.assign(argument.output, frame.variable(name)!)
  }
  return 0
}

function parameterList(text: string): { name: string; type: ColumnType }[] {
  const cursor = new TokenCursor(text)
  const list: { name: string; type: ColumnType }[] = []
  while (!cursor.atEnd()) {
    const name = cursor.expectVariable()
    list.push({ name, type: parseType(cursor) })
    if (!cursor.takeWord('OUTPUT')) cursor.takeWord('OUT')
    if (!cursor.takeOp(',')) break
  }
  if (!cursor.atEnd()) throw cursor.unexpected()
  return list
}

function who2(_: BoundCall, { session, sink }: Work): Promise<number> {
  sink.columns(WHO2)
  for (const row of session.instance.sessions.values()) {
    const database = session.instance.databases.find((each) => each.id === row.databaseId)?.name ?? null
    const spid = String(row.spid).padEnd(5)
    const last = new Date(row.lastRequestAt).toISOString().slice(5, 19).replace('-', '/').replace('T', ' ')
    const command = row.request?.command ?? 'AWAITING COMMAND'
    sink.row([
      spid,
      row.request === undefined ? 'sleeping' : 'RUNNABLE',
      row.login,
      row.host,
      '  .',
      database,
      command,
      '0',
      '0',
      last,
      row.program,
      spid,
      '0',
    ])
  }
  sink.statementDone(session.noCount ? undefined : session.instance.sessions.size)
  return Promise.resolve(0)
}

const WHO2: Column[] = [
  ['SPID', 5],
  ['Status', 30],
  ['Login', 128],
  ['HostName', 128],
  ['BlkBy', 5],
  ['DBName', 128],
  ['Command', 26],
  ['CPUTime', 30],
  ['DiskIO', 30],
  ['LastBatch', 14],
  ['ProgramName', 128],
  ['SPID', 5],
  ['REQUESTID', 5],
].map(([name, length]) => ({ name: name as string, type: { name: 'nvarchar', length: length as number } }))
