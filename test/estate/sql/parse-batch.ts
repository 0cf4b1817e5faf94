import { parseAdmin } from './parse-admin.ts'
import { parseControl } from './parse-control.ts'
import { parseData } from './parse-data.ts'
import { parseGuarded } from './parse-guarded.ts'
import { SqlError } from './sql-error.ts'
import type { Statement } from './statement.ts'
import { TokenCursor } from './token-cursor.ts'

/** A cursor that also remembers where variables are declared, so that a use without declaration is found before anything runs. */
export class BatchCursor extends TokenCursor {
  readonly declared: { name: string; at: number; table: boolean }[] = []
  /** Where `@name =` names the parameter of a procedure and not a variable. */
  readonly parameterNames = new Set<number>()
}

/** Reads a whole batch before any of it runs; `known` are the names of the bound parameters. Throws 102, 137, 1087 and "does not understand". */
export function parseBatch(text: string, known: string[]): Statement[] {
  const cursor = new BatchCursor(text)
  const end = (): boolean => cursor.atEnd()
  const statements = parseStatements(cursor, end)
  checkVariables(cursor, known)
  return statements
}

/** Statements up to where `done` holds. */
export function parseStatements(cursor: BatchCursor, done: () => boolean): Statement[] {
  const statements: Statement[] = []
  for (;;) {
    while (cursor.takeOp(';')) continue
    if (done()) return statements
    if (cursor.atEnd()) throw cursor.unexpected()
    statements.push(parseStatement(cursor))
  }
}

export function parseStatement(cursor: BatchCursor): Statement {
  const start = cursor.peek()
  const body = parseControl(cursor) ?? parseAdmin(cursor) ?? parseData(cursor) ?? parseGuarded(cursor)
  if (body === undefined)
    throw start.kind === 'word' && STATEMENTS.has(start.text.toUpperCase()) ? cursor.beyond(start) : cursor.unexpected()
  const end = cursor.peek().start
  cursor.takeOp(';')
  return { ...body, line: start.line, text: cursor.text.slice(start.start, end).trim() }
}

function checkVariables(cursor: BatchCursor, known: string[]): void {
  const names = new Set(known.map((name) => name.toLowerCase()))
  const declared = [...cursor.declared]
  cursor.reset(0)
  for (let token = cursor.next(); token.kind !== 'end'; token = cursor.next()) {
    while (declared[0] !== undefined && declared[0].at <= token.start) names.add(declared.shift()!.name.toLowerCase())
    if (token.kind !== 'variable' || cursor.parameterNames.has(token.start) || names.has(token.text.toLowerCase())) continue
    if (isTablePlace(cursor)) throw new SqlError(1087, `Must declare the table variable "${token.text}".`, 15, 2).at(token.line)
    throw new SqlError(137, `Must declare the scalar variable "${token.text}".`, 15, 2).at(token.line)
  }
}

/** The token just taken follows FROM, JOIN or INTO. */
function isTablePlace(cursor: BatchCursor): boolean {
  const before = cursor.peek(-2)
  return before?.kind === 'word' && /^(FROM|JOIN|INTO|INSERT)$/i.test(before.text)
}

/** T-SQL statements that the stand-in knows by name only: they get its own error instead of 102. */
const STATEMENTS = new Set(
  (
    'ALTER BACKUP BULK CHECKPOINT CLOSE CREATE DBCC DEALLOCATE DELETE DENY DISABLE DROP ENABLE FETCH GOTO GRANT INSERT KILL MERGE OPEN RECONFIGURE RESTORE REVERT REVOKE ' +
    'SAVE SHUTDOWN TRUNCATE UPDATE USE WAITFOR WITH'
  ).split(' '),
)
