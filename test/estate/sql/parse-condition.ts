import { parseExpression } from './parse-expression.ts'
import { parseQuery, startsQuery } from './parse-query.ts'
import { SqlError } from './sql-error.ts'
import type { Condition, Expression, Query } from './syntax.ts'
import type { TokenCursor } from './token-cursor.ts'

/** A search condition: OR binds weaker than AND, AND weaker than NOT. */
export function parseCondition(cursor: TokenCursor): Condition {
  let left = parseAnd(cursor)
  while (cursor.takeWord('OR')) left = { kind: 'or', left, right: parseAnd(cursor) }
  return left
}

function parseAnd(cursor: TokenCursor): Condition {
  let left = parseNot(cursor)
  while (cursor.takeWord('AND')) left = { kind: 'and', left, right: parseNot(cursor) }
  return left
}

function parseNot(cursor: TokenCursor): Condition {
  return cursor.takeWord('NOT') ? { kind: 'not', of: parseNot(cursor) } : parsePredicate(cursor)
}

function parsePredicate(cursor: TokenCursor): Condition {
  if (cursor.takeWord('EXISTS')) return { kind: 'exists', query: inParentheses(cursor) }
  return parseGroup(cursor) ?? parseComparison(cursor)
}

/** `(` opens a condition or a value: try the condition, and take the other way when it is none. */
function parseGroup(cursor: TokenCursor): Condition | undefined {
  if (!cursor.atOp('(')) return undefined
  const mark = cursor.mark
  try {
    cursor.next()
    const inner = parseCondition(cursor)
    cursor.expectOp(')')
    if (!continuesValue(cursor)) return inner
  } catch (error) {
    if (!(error instanceof SqlError) || (error.number !== 102 && error.number !== 4145)) throw error
  }
  cursor.reset(mark)
  return undefined
}

function parseComparison(cursor: TokenCursor): Condition {
  const left = parseExpression(cursor)
  if (cursor.takeWord('IS')) {
    const negated = cursor.takeWord('NOT')
    cursor.expectWord('NULL')
    return negate({ kind: 'is-null', of: left }, negated)
  }
  const negated = cursor.takeWord('NOT')
  if (cursor.takeWord('IN')) return negate({ kind: 'in', of: left, list: inList(cursor) }, negated)
  if (cursor.takeWord('LIKE')) {
    const pattern = parseExpression(cursor)
    return negate({ kind: 'like', of: left, pattern, escape: cursor.takeWord('ESCAPE') ? parseExpression(cursor) : undefined }, negated)
  }
  if (cursor.takeWord('BETWEEN')) {
    const low = parseExpression(cursor)
    cursor.expectWord('AND')
    return negate({ kind: 'between', of: left, low, high: parseExpression(cursor) }, negated)
  }
  if (negated) throw cursor.unexpected()
  return compare(cursor, left)
}

function compare(cursor: TokenCursor, left: Expression): Condition {
  const token = cursor.peek()
  const op = token.kind === 'op' ? COMPARISONS[token.text] : undefined
  if (op === undefined) {
    const near = token.kind === 'end' ? '' : token.text
    throw new SqlError(
      4145,
      `An expression of non-boolean type specified in a context where a condition is expected, near '${near}'.`,
      15,
    ).at(token.line)
  }
  cursor.next()
  if (cursor.peek().kind === 'word' && /^(ANY|ALL|SOME)$/i.test(cursor.peek().text)) throw cursor.beyond(cursor.peek())
  return { kind: 'compare', op, left, right: parseExpression(cursor) }
}

function inList(cursor: TokenCursor): Expression[] | Query {
  cursor.expectOp('(')
  if (startsQuery(cursor)) {
    const query = parseQuery(cursor)
    cursor.expectOp(')')
    return query
  }
  const list = [parseExpression(cursor)]
  while (cursor.takeOp(',')) list.push(parseExpression(cursor))
  cursor.expectOp(')')
  return list
}

function inParentheses(cursor: TokenCursor): Query {
  cursor.expectOp('(')
  const query = parseQuery(cursor)
  cursor.expectOp(')')
  return query
}

function negate(condition: Condition, negated: boolean): Condition {
  return negated ? { kind: 'not', of: condition } : condition
}

function continuesValue(cursor: TokenCursor): boolean {
  const token = cursor.peek()
  if (token.kind === 'op') return token.text in COMPARISONS || '+-*/%&|'.includes(token.text)
  return token.kind === 'word' && /^(IS|IN|LIKE|BETWEEN)$/i.test(token.text)
}

const COMPARISONS: Record<string, '=' | '<>' | '<' | '>' | '<=' | '>='> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
  '!<': '>=',
  '!>': '<=',
}
