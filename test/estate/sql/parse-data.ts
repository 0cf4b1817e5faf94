import { denied } from '../rights/denied.ts'
import { mayOnServer } from '../rights/rights.ts'
import { parseExpression } from './parse-expression.ts'
import { parseQuery } from './parse-query.ts'
import type { BatchCursor } from './parse-batch.ts'
import { nvarchar } from './sql-type.ts'
import { parseColumns } from './parse-declare.ts'
import { changes, guarded, skipTop, unless } from './parse-guarded.ts'
import { parsePath } from './parse-path.ts'
import type { DataStatement, ExecArgument, ExecStatement, GuardedStatement } from './statement.ts'
import type { Expression } from './syntax.ts'

/** SELECT, INSERT, DELETE, EXEC, and temporary tables; a batch may begin with a procedure's bare name. */
export function parseData(cursor: BatchCursor): DataStatement | GuardedStatement | undefined {
  if (cursor.atWord('SELECT') || cursor.atWord('WITH')) return { kind: 'query', query: parseQuery(cursor) }
  if (cursor.atWord('INSERT')) return parseInsert(cursor)
  if (cursor.atWord('DELETE')) return parseDelete(cursor)
  if (cursor.atWord('CREATE', 'TABLE') || cursor.atWord('DROP', 'TABLE')) return parseTemporary(cursor)
  if (cursor.atWord('EXEC', 'AS') || cursor.atWord('EXECUTE', 'AS')) return parseImpersonation(cursor)
  if (cursor.takeWord('EXEC') || cursor.takeWord('EXECUTE')) return parseExec(cursor)
  if (cursor.mark === 0 && /^(sp_|xp_)/i.test(cursor.peek().text)) return parseExec(cursor)
  return undefined
}

function parseInsert(cursor: BatchCursor): DataStatement | GuardedStatement {
  const start = cursor.next()
  if (skipTop(cursor) && atOwnTable(cursor, 1)) throw cursor.beyond(start)
  cursor.takeWord('INTO')
  if (!atOwnTable(cursor)) return guarded(cursor, start, changes('INSERT', parsePath(cursor)))
  const into = cursor.next().text
  const columns: string[] = []
  if (cursor.takeOp('(')) {
    do columns.push(cursor.expectName())
    while (cursor.takeOp(','))
    cursor.expectOp(')')
  }
  if (cursor.takeWord('VALUES')) return { kind: 'insert', into, columns, from: parseValues(cursor) }
  if (cursor.takeWord('EXEC') || cursor.takeWord('EXECUTE')) return { kind: 'insert', into, columns, from: parseExec(cursor) }
  return { kind: 'insert', into, columns, from: parseQuery(cursor) }
}

function parseValues(cursor: BatchCursor): Expression[][] {
  const rows: Expression[][] = []
  do {
    cursor.expectOp('(')
    const row = [parseExpression(cursor)]
    while (cursor.takeOp(',')) row.push(parseExpression(cursor))
    cursor.expectOp(')')
    rows.push(row)
  } while (cursor.takeOp(','))
  return rows
}

/** A table variable or a local temporary table. */
function atOwnTable(cursor: BatchCursor, ahead = 0): boolean {
  const { kind, text } = cursor.peek(ahead)
  return kind === 'variable' || /^#[^#]/.test(text)
}

/** CREATE TABLE and DROP TABLE of a local temporary table; undefined for one that stays. */
function parseTemporary(cursor: BatchCursor): DataStatement | undefined {
  const ifExists = cursor.atWord('DROP', 'TABLE', 'IF', 'EXISTS')
  if (!atOwnTable(cursor, ifExists ? 4 : 2)) return undefined
  const verb = cursor.next().text.toUpperCase()
  cursor.next()
  if (ifExists) cursor.takeWord('IF', 'EXISTS')
  const name = cursor.next().text
  return verb === 'CREATE' ? { kind: 'create-table', name, columns: parseColumns(cursor) } : { kind: 'drop-table', name, ifExists }
}

/** Only `DELETE FROM @table` and `DELETE FROM #table`, whole. */
function parseDelete(cursor: BatchCursor): DataStatement | GuardedStatement {
  const start = cursor.next()
  const limited = skipTop(cursor)
  cursor.takeWord('FROM')
  if (!atOwnTable(cursor)) return guarded(cursor, start, changes('DELETE', parsePath(cursor)))
  const from = cursor.next().text
  if (cursor.atWord('WHERE') || limited) throw cursor.beyond(start)
  return { kind: 'delete', from }
}

function parseExec(cursor: BatchCursor): ExecStatement {
  if (cursor.takeOp('(')) return parseExecString(cursor)
  let result: string | undefined
  if (cursor.peek().kind === 'variable' && cursor.atOp('=', 1)) {
    result = cursor.next().text
    cursor.next()
  }
  const start = cursor.peek()
  if (start.kind === 'variable') throw cursor.beyond(start)
  const procedure = [cursor.expectName()]
  while (cursor.takeOp('.')) procedure.push(cursor.atOp('.') ? '' : cursor.expectName())
  return { kind: 'exec', procedure, arguments: parseArguments(cursor), result }
}

/** EXECUTE AS LOGIN = '…' or USER = '…', also inside a variable. */
function parseImpersonation(cursor: BatchCursor): GuardedStatement {
  const start = cursor.next()
  cursor.next()
  const kind = cursor.takeWord('LOGIN') ? 'LOGIN' : cursor.takeWord('USER') ? 'USER' : undefined
  if (kind === undefined) throw cursor.beyond(start)
  cursor.expectOp('=')
  const name = cursor.peek().text
  const need = unless(
    (session) => mayOnServer(session, 'CONTROL SERVER'),
    () => denied.toImpersonate(kind, name),
  )
  return guarded(cursor, start, { need })
}

/** T-SQL joins literals and variables here and takes nothing else. */
function parseExecString(cursor: BatchCursor): ExecStatement {
  const parts: Expression[] = []
  do {
    const token = cursor.next()
    if (token.kind === 'variable') parts.push({ kind: 'variable', name: token.text })
    else if (token.kind === 'string') parts.push({ kind: 'literal', type: nvarchar(token.text.length || 1), value: token.text })
    else {
      cursor.reset(cursor.mark - 1)
      throw cursor.unexpected()
    }
  } while (cursor.takeOp('+'))
  cursor.expectOp(')')
  return cursor.takeWord('AT') ? { kind: 'exec-string', parts, at: cursor.expectName() } : { kind: 'exec-string', parts }
}

function parseArguments(cursor: BatchCursor): ExecArgument[] {
  const list: ExecArgument[] = []
  if (!startsArgument(cursor)) return list
  do list.push(parseArgument(cursor))
  while (cursor.takeOp(','))
  if (cursor.atWord('WITH', 'RECOMPILE')) throw cursor.beyond(cursor.peek())
  return list
}

function startsArgument(cursor: BatchCursor): boolean {
  const token = cursor.peek()
  if (['variable', 'string', 'number', 'name', 'global'].includes(token.kind) || cursor.atOp('-')) return true
  return (
    token.kind === 'word' &&
    !/^(SELECT|SET|IF|ELSE|END|WHILE|BEGIN|EXEC|EXECUTE|DECLARE|RETURN|PRINT|RESTORE|BACKUP|ALTER|KILL|INSERT|WAITFOR|THROW|RAISERROR|WITH|USE|DROP|COMMIT|ROLLBACK|BREAK|CONTINUE)$/i.test(
      token.text,
    )
  )
}

function parseArgument(cursor: BatchCursor): ExecArgument {
  let name: string | undefined
  if (cursor.peek().kind === 'variable' && cursor.atOp('=', 1)) {
    cursor.parameterNames.add(cursor.peek().start)
    name = cursor.next().text
    cursor.next()
  }
  const value = parseArgumentValue(cursor)
  const output = cursor.takeWord('OUTPUT') || cursor.takeWord('OUT')
  return { name, value, output }
}

/** A constant, a variable, or a bare word that is taken as text. */
function parseArgumentValue(cursor: BatchCursor): Expression | undefined {
  const token = cursor.peek()
  if (cursor.takeWord('DEFAULT')) return undefined
  if (token.kind === 'word' && !cursor.atWord('NULL')) {
    cursor.next()
    return { kind: 'literal', type: nvarchar(token.text.length), value: token.text }
  }
  if (token.kind === 'name') {
    cursor.next()
    return { kind: 'literal', type: nvarchar(token.text.length || 1), value: token.text }
  }
  const negative = cursor.takeOp('-')
  if (!['variable', 'string', 'number', 'global', 'word'].includes(cursor.peek().kind)) throw cursor.unexpected()
  const value = parseExpression(cursor)
  if (value.kind !== 'literal' && value.kind !== 'variable' && value.kind !== 'global') throw cursor.unexpected()
  return negative ? { kind: 'negate', of: value } : value
}
