import { parseCondition } from './parse-condition.ts'
import { parseExpression } from './parse-expression.ts'
import { parseStatement, parseStatements } from './parse-batch.ts'
import type { BatchCursor } from './parse-batch.ts'
import { parseDeclare } from './parse-declare.ts'
import { ISOLATION_LEVEL } from './session-settings.ts'
import type { ControlStatement, Statement } from './statement.ts'
import type { Expression } from './syntax.ts'

/** Control flow, variables and messages; undefined when no such statement stands here. */
export function parseControl(cursor: BatchCursor): ControlStatement | undefined {
  const start = cursor.peek()
  if (cursor.takeWord('DECLARE')) return parseDeclare(cursor)
  if (cursor.takeWord('SET')) return parseSet(cursor)
  if (cursor.takeWord('IF')) return parseIf(cursor)
  if (cursor.takeWord('WHILE')) return { kind: 'while', when: parseCondition(cursor), body: parseStatement(cursor) }
  if (cursor.atWord('BEGIN')) return parseBegin(cursor)
  if (cursor.takeWord('BREAK')) return { kind: 'break' }
  if (cursor.takeWord('CONTINUE')) return { kind: 'continue' }
  if (cursor.takeWord('RETURN')) return { kind: 'return', value: endsHere(cursor) ? undefined : parseExpression(cursor) }
  if (cursor.takeWord('THROW')) return parseThrow(cursor)
  if (cursor.takeWord('RAISERROR')) return parseRaiserror(cursor)
  if (cursor.takeWord('PRINT')) return { kind: 'print', value: parseExpression(cursor) }
  if (cursor.takeWord('WAITFOR')) {
    if (!cursor.takeWord('DELAY')) throw cursor.beyond(start)
    return { kind: 'waitfor', delay: parseExpression(cursor) }
  }
  if (cursor.takeWord('USE')) return { kind: 'use', database: cursor.expectName() }
  return parseTransactionEnd(cursor)
}

function parseSet(cursor: BatchCursor): ControlStatement {
  if (cursor.peek().kind !== 'variable') return parseSetOption(cursor)
  const name = cursor.next().text
  const op = cursor.next().text
  if (op === '=') return { kind: 'set', name, value: parseExpression(cursor) }
  const arithmetic = /^([-+*/%])=$/.exec(op)?.[1] as '+' | '-' | '*' | '/' | '%' | undefined
  if (arithmetic === undefined) throw cursor.unexpected()
  return {
    kind: 'set',
    name,
    value: { kind: 'arithmetic', op: arithmetic, left: { kind: 'variable', name }, right: parseExpression(cursor) },
  }
}

function parseSetOption(cursor: BatchCursor): ControlStatement {
  const start = cursor.peek()
  if (cursor.takeWord('TRANSACTION', 'ISOLATION', 'LEVEL')) {
    const level = cursor.expectName().toUpperCase()
    const more = level === 'READ' || level === 'REPEATABLE' ? ` ${cursor.expectName().toUpperCase()}` : ''
    return { kind: 'set-option', words: [ISOLATION_LEVEL, level + more] }
  }
  if (cursor.takeWord('CONTEXT_INFO')) return { kind: 'set-context', value: parseExpression(cursor) }
  const words = [cursor.expectName().toUpperCase()]
  while (cursor.takeOp(',')) words.push(cursor.expectName().toUpperCase())
  if (!words.every((word) => OPTIONS.has(word))) throw cursor.beyond(start)
  const sign = cursor.takeOp('-') ? '-' : ''
  return { kind: 'set-option', words: [...words, sign + cursor.next().text.toUpperCase()] }
}

const OPTIONS = new Set(
  (
    'ANSI_NULLS ANSI_NULL_DFLT_ON ANSI_PADDING ANSI_WARNINGS ARITHABORT CONCAT_NULL_YIELDS_NULL CURSOR_CLOSE_ON_COMMIT DATEFIRST DATEFORMAT IMPLICIT_TRANSACTIONS ' +
    'LANGUAGE LOCK_TIMEOUT NOCOUNT NUMERIC_ROUNDABORT QUOTED_IDENTIFIER TEXTSIZE XACT_ABORT ROWCOUNT DEADLOCK_PRIORITY'
  ).split(' '),
)

function parseIf(cursor: BatchCursor): ControlStatement {
  const when = parseCondition(cursor)
  const branch = parseStatement(cursor)
  return { kind: 'if', when, branch, otherwise: cursor.takeWord('ELSE') ? parseStatement(cursor) : undefined }
}

function parseBegin(cursor: BatchCursor): ControlStatement {
  cursor.expectWord('BEGIN')
  if (cursor.takeWord('TRANSACTION') || cursor.takeWord('TRAN')) return { kind: 'transaction', verb: 'begin' }
  if (cursor.takeWord('TRY')) {
    const body = until(cursor, 'TRY')
    cursor.expectWord('BEGIN', 'CATCH')
    return { kind: 'try', body, handler: until(cursor, 'CATCH') }
  }
  const body = parseStatements(cursor, () => cursor.atWord('END'))
  cursor.expectWord('END')
  if (body.length === 0) throw cursor.unexpected()
  return { kind: 'block', body }
}

function until(cursor: BatchCursor, word: 'TRY' | 'CATCH'): Statement[] {
  const body = parseStatements(cursor, () => cursor.atWord('END', word))
  cursor.expectWord('END', word)
  cursor.takeOp(';')
  return body
}

function parseThrow(cursor: BatchCursor): ControlStatement {
  if (endsHere(cursor)) return { kind: 'throw', error: undefined }
  const number = parseExpression(cursor)
  cursor.expectOp(',')
  const message = parseExpression(cursor)
  cursor.expectOp(',')
  return { kind: 'throw', error: { number, message, state: parseExpression(cursor) } }
}

function parseRaiserror(cursor: BatchCursor): ControlStatement {
  const start = cursor.peek()
  cursor.expectOp('(')
  const values: Expression[] = [parseExpression(cursor)]
  while (cursor.takeOp(',')) values.push(parseExpression(cursor))
  cursor.expectOp(')')
  const [message, severity, state, ...rest] = values
  if (message === undefined || severity === undefined || state === undefined) throw cursor.unexpected()
  let log = false
  if (cursor.takeWord('WITH')) {
    do {
      if (cursor.takeWord('LOG')) log = true
      else if (!cursor.takeWord('NOWAIT')) throw cursor.beyond(start)
    } while (cursor.takeOp(','))
  }
  return { kind: 'raiserror', message, severity, state, values: rest, log }
}

function parseTransactionEnd(cursor: BatchCursor): ControlStatement | undefined {
  const verb = cursor.takeWord('COMMIT') ? 'commit' : cursor.takeWord('ROLLBACK') ? 'rollback' : undefined
  if (verb === undefined) return undefined
  if (!cursor.takeWord('TRANSACTION') && !cursor.takeWord('TRAN')) cursor.takeWord('WORK')
  return { kind: 'transaction', verb }
}

function endsHere(cursor: BatchCursor): boolean {
  const token = cursor.peek()
  return token.kind === 'end' || cursor.atOp(';') || (token.kind === 'word' && !/^(CASE|NULL|CAST|CONVERT|ISNULL)$/i.test(token.text))
}
