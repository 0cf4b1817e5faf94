import { parseCondition } from './parse-condition.ts'
import { parsePath } from './parse-path.ts'
import { parseQuery, startsQuery } from './parse-query.ts'
import { parseType } from './parse-type.ts'
import { nvarchar } from './sql-type.ts'
import type { Condition, Expression, OrderItem, Window } from './syntax.ts'
import type { TokenCursor } from './token-cursor.ts'
import type { Token } from './tokenize.ts'

/** A value: `+ - & |` bind weaker than `* / %`, these weaker than a sign. */
export function parseExpression(cursor: TokenCursor): Expression {
  let left = parseProduct(cursor)
  for (;;) {
    const op = ADDITIVE.find((each) => cursor.atOp(each))
    if (op === undefined) break
    cursor.next()
    left = { kind: 'arithmetic', op, left, right: parseProduct(cursor) }
  }
  if (cursor.atWord('COLLATE') || cursor.atWord('AT', 'TIME') || cursor.atOp('^')) throw cursor.beyond(cursor.peek())
  return left
}

function parseProduct(cursor: TokenCursor): Expression {
  let left = parseSigned(cursor)
  for (;;) {
    const op = MULTIPLICATIVE.find((each) => cursor.atOp(each))
    if (op === undefined) return left
    cursor.next()
    left = { kind: 'arithmetic', op, left, right: parseSigned(cursor) }
  }
}

function parseSigned(cursor: TokenCursor): Expression {
  if (cursor.takeOp('-')) return { kind: 'negate', of: parseSigned(cursor) }
  if (cursor.takeOp('+')) return parseSigned(cursor)
  return parsePrimary(cursor)
}

function parsePrimary(cursor: TokenCursor): Expression {
  const token = cursor.peek()
  switch (token.kind) {
    case 'string':
      cursor.next()
      return {
        kind: 'literal',
        type: token.unicode ? nvarchar(token.text.length || 1) : { name: 'varchar', length: token.text.length || 1 },
        value: token.text,
      }
    case 'number':
      cursor.next()
      return numberLiteral(token, cursor)
    case 'variable':
      cursor.next()
      return { kind: 'variable', name: token.text }
    case 'global':
      cursor.next()
      return { kind: 'global', name: token.text.toUpperCase() }
    case 'op':
      return parseParentheses(cursor)
    case 'name':
    case 'word':
      return parseWord(cursor, token)
    case 'binary': {
      cursor.next()
      const digits = token.text.slice(2)
      const bytes = new Uint8Array(Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex'))
      return { kind: 'literal', type: { name: 'varbinary', length: bytes.length || 1 }, value: bytes }
    }
    case 'end':
      throw cursor.unexpected()
  }
}

function parseParentheses(cursor: TokenCursor): Expression {
  cursor.expectOp('(')
  if (startsQuery(cursor)) {
    const query = parseQuery(cursor)
    cursor.expectOp(')')
    return { kind: 'subquery', query }
  }
  const inner = parseExpression(cursor)
  cursor.expectOp(')')
  return inner
}

function parseWord(cursor: TokenCursor, token: Token): Expression {
  if (token.kind === 'word') {
    if (cursor.takeWord('NULL')) return { kind: 'literal', type: { name: 'null' }, value: null }
    if (cursor.takeWord('CASE')) return parseCase(cursor)
    if (cursor.takeWord('CURRENT_TIMESTAMP')) return { kind: 'call', name: 'GETDATE', arguments: [], distinct: false, star: false }
    if (cursor.takeWord('NEXT', 'VALUE', 'FOR')) return { kind: 'next-value', sequence: parsePath(cursor) }
    if (cursor.atOp('(', 1)) return parseCall(cursor, token)
    if (RESERVED.has(token.text.toUpperCase())) throw cursor.unexpected()
  }
  const path = [cursor.expectName()]
  while (cursor.takeOp('.')) path.push(cursor.atOp('.') ? '' : cursor.expectName())
  if (cursor.atOp('(')) throw cursor.beyond(token)
  return { kind: 'column', path }
}

function parseCase(cursor: TokenCursor): Expression {
  const subject = cursor.atWord('WHEN') ? undefined : parseExpression(cursor)
  const whens: { when: Expression | Condition; result: Expression }[] = []
  while (cursor.takeWord('WHEN')) {
    const when = subject === undefined ? parseCondition(cursor) : parseExpression(cursor)
    cursor.expectWord('THEN')
    whens.push({ when, result: parseExpression(cursor) })
  }
  if (whens.length === 0) throw cursor.unexpected()
  const otherwise = cursor.takeWord('ELSE') ? parseExpression(cursor) : undefined
  cursor.expectWord('END')
  return { kind: 'case', subject, whens, otherwise }
}

function parseCall(cursor: TokenCursor, token: Token): Expression {
  const name = cursor.next().text.toUpperCase()
  cursor.expectOp('(')
  const call = callBody(cursor, name)
  cursor.expectOp(')')
  if (cursor.atWord('WITHIN')) throw cursor.beyond(token)
  if (!cursor.takeWord('OVER')) return call
  if (call.kind !== 'call') throw cursor.unexpected()
  return { ...call, over: parseWindow(cursor) }
}

function parseWindow(cursor: TokenCursor): Window {
  cursor.expectOp('(')
  const partition: Expression[] = []
  if (cursor.takeWord('PARTITION', 'BY'))
    do partition.push(parseExpression(cursor))
    while (cursor.takeOp(','))
  const order: OrderItem[] = []
  if (cursor.takeWord('ORDER', 'BY'))
    do order.push(parseOrderItem(cursor))
    while (cursor.takeOp(','))
  if (cursor.atWord('ROWS') || cursor.atWord('RANGE')) throw cursor.beyond(cursor.peek())
  cursor.expectOp(')')
  return { partition, order }
}

export function parseOrderItem(cursor: TokenCursor): OrderItem {
  const by = parseExpression(cursor)
  const descending = cursor.takeWord('DESC')
  if (!descending) cursor.takeWord('ASC')
  return { by, descending }
}

function callBody(cursor: TokenCursor, name: string): Expression {
  if (name === 'CAST' || name === 'TRY_CAST') {
    const of = parseExpression(cursor)
    cursor.expectWord('AS')
    return { kind: 'cast', of, type: parseType(cursor, 30), style: undefined, attempt: name === 'TRY_CAST' }
  }
  if (name === 'CONVERT' || name === 'TRY_CONVERT') {
    const type = parseType(cursor, 30)
    cursor.expectOp(',')
    const of = parseExpression(cursor)
    return { kind: 'cast', of, type, style: cursor.takeOp(',') ? parseExpression(cursor) : undefined, attempt: name === 'TRY_CONVERT' }
  }
  if (name === 'IIF') {
    const when = parseCondition(cursor)
    cursor.expectOp(',')
    const result = parseExpression(cursor)
    cursor.expectOp(',')
    return { kind: 'iif', when, result, otherwise: parseExpression(cursor) }
  }
  if (cursor.takeOp('*')) return { kind: 'call', name, arguments: [], distinct: false, star: true }
  const distinct = cursor.takeWord('DISTINCT')
  const list: Expression[] = []
  if (!cursor.atOp(')')) {
    list.push(parseExpression(cursor))
    while (cursor.takeOp(',')) list.push(parseExpression(cursor))
  }
  return { kind: 'call', name, arguments: list, distinct, star: false }
}

function numberLiteral(token: Token, cursor: TokenCursor): Expression {
  if (/[eE]/.test(token.text)) throw cursor.beyond(token)
  const [whole = '', fraction] = token.text.split('.')
  if (fraction !== undefined && fraction !== '') {
    const precision = whole.replace(/^0+/, '').length + fraction.length
    return { kind: 'literal', type: { name: 'numeric', precision, scale: fraction.length }, value: token.text }
  }
  const value = BigInt(whole)
  if (value > 9_223_372_036_854_775_807n) throw cursor.beyond(token)
  if (value <= 2_147_483_647n) return { kind: 'literal', type: { name: 'int' }, value }
  return { kind: 'literal', type: { name: 'numeric', precision: whole.length, scale: 0 }, value }
}

const ADDITIVE = ['+', '-', '&', '|'] as const
const MULTIPLICATIVE = ['*', '/', '%'] as const

/** Words that are never a column unless in brackets. */
export const RESERVED = new Set(
  (
    'ADD ALL ALTER AND ANY AS ASC BACKUP BEGIN BETWEEN BREAK BY CASE CHECK CLOSE COMMIT CONTINUE CREATE CROSS CURSOR DECLARE DEFAULT DELETE DESC DISTINCT DROP ELSE END ' +
    'EXCEPT EXEC EXECUTE EXISTS FETCH FOR FROM FULL GOTO GRANT GROUP HAVING IF IN INNER INSERT INTERSECT INTO IS JOIN KEY KILL LEFT LIKE MERGE NOT NULL OF OFF ON OPEN OPTION OR ' +
    'ORDER OUTER OVER PERCENT PRINT PROC PROCEDURE RAISERROR RESTORE RETURN REVOKE RIGHT ROLLBACK SELECT SET TABLE THEN TO TOP TRAN TRANSACTION TRIGGER TRUNCATE ' +
    'UNION UPDATE USE VALUES VIEW WAITFOR WHEN WHERE WHILE WITH'
  ).split(' '),
)
