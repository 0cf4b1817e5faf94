import { parseCondition } from './parse-condition.ts'
import { RESERVED, parseExpression, parseOrderItem } from './parse-expression.ts'
import { parsePath } from './parse-path.ts'
import { parseSource } from './parse-source.ts'
import type { Expression, Query, Select, SelectItem, Source } from './syntax.ts'
import type { TokenCursor } from './token-cursor.ts'

export function startsQuery(cursor: TokenCursor): boolean {
  return cursor.atWord('SELECT') || cursor.atWord('WITH')
}

/** A whole query: common table expressions, SELECTs joined by set operators, ORDER BY. */
export function parseQuery(cursor: TokenCursor): Query {
  const ctes = cursor.takeWord('WITH') ? parseCtes(cursor) : []
  const first = parseSelect(cursor)
  const rest: Query['rest'] = []
  for (;;) {
    const op = setOperator(cursor)
    if (op === undefined) break
    rest.push({ op, select: parseSelect(cursor) })
  }
  const orderBy = cursor.takeWord('ORDER', 'BY') ? list(cursor, parseOrderItem) : []
  if (cursor.atWord('OFFSET') || cursor.atWord('FOR')) throw cursor.beyond(cursor.peek())
  if (cursor.takeWord('OPTION')) skipParentheses(cursor)
  return { kind: 'query', first, rest, orderBy, ctes }
}

function parseSelect(cursor: TokenCursor): Select {
  cursor.expectWord('SELECT')
  const distinct = cursor.takeWord('DISTINCT')
  if (!distinct) cursor.takeWord('ALL')
  const top = parseTop(cursor)
  const items = list(cursor, selectItem)
  const into = cursor.takeWord('INTO') ? parsePath(cursor) : undefined
  const from: Source[] = cursor.takeWord('FROM') ? parseSource(cursor) : []
  const where = cursor.takeWord('WHERE') ? parseCondition(cursor) : undefined
  const groupBy = cursor.takeWord('GROUP', 'BY') ? list(cursor, parseExpression) : []
  const having = cursor.takeWord('HAVING') ? parseCondition(cursor) : undefined
  return { distinct, top, items, into, from, where, groupBy, having }
}

function parseTop(cursor: TokenCursor): Expression | undefined {
  if (!cursor.takeWord('TOP')) return undefined
  const top = cursor.atOp('(') ? parseExpression(cursor) : literalCount(cursor)
  if (cursor.atWord('PERCENT') || cursor.atWord('WITH', 'TIES')) throw cursor.beyond(cursor.peek())
  return top
}

function literalCount(cursor: TokenCursor): Expression {
  if (cursor.peek().kind !== 'number') throw cursor.unexpected()
  return { kind: 'literal', type: { name: 'int' }, value: BigInt(cursor.next().text) }
}

function selectItem(cursor: TokenCursor): SelectItem {
  if (cursor.takeOp('*')) return { kind: 'star', of: undefined }
  if (cursor.atOp('.', 1) && cursor.atOp('*', 2)) {
    const of = cursor.expectName()
    cursor.next()
    cursor.next()
    return { kind: 'star', of }
  }
  if (cursor.peek().kind === 'variable' && cursor.atOp('=', 1)) {
    const variable = cursor.next().text
    cursor.next()
    return { kind: 'assign', variable, value: parseExpression(cursor) }
  }
  if (['word', 'name', 'string'].includes(cursor.peek().kind) && cursor.atOp('=', 1)) {
    const alias = cursor.next().text
    cursor.next()
    return { kind: 'value', alias, value: parseExpression(cursor) }
  }
  const value = parseExpression(cursor)
  return { kind: 'value', value, alias: parseAlias(cursor) }
}

/** `AS x`, or a plain x that is no keyword. */
export function parseAlias(cursor: TokenCursor): string | undefined {
  if (cursor.takeWord('AS')) {
    if (cursor.peek().kind === 'string') return cursor.next().text
    return cursor.expectName()
  }
  const token = cursor.peek()
  if (token.kind === 'name' || token.kind === 'string') return cursor.next().text
  if (token.kind === 'word' && !RESERVED.has(token.text.toUpperCase()) && !STATEMENT_WORDS.has(token.text.toUpperCase()))
    return cursor.next().text
  return undefined
}

/** Not reserved in T-SQL, but a statement or clause begins with them here. */
const STATEMENT_WORDS = new Set(['THROW', 'GO', 'OFFSET', 'COLLATE', 'OUTER'])

function setOperator(cursor: TokenCursor): Query['rest'][number]['op'] | undefined {
  if (cursor.takeWord('UNION', 'ALL')) return 'UNION ALL'
  if (cursor.takeWord('UNION')) return 'UNION'
  if (cursor.takeWord('EXCEPT')) return 'EXCEPT'
  return cursor.takeWord('INTERSECT') ? 'INTERSECT' : undefined
}

function parseCtes(cursor: TokenCursor): Query['ctes'] {
  return list(cursor, () => {
    const name = cursor.expectName()
    const columns = cursor.takeOp('(') ? list(cursor, () => cursor.expectName()) : []
    if (columns.length > 0) cursor.expectOp(')')
    cursor.expectWord('AS')
    cursor.expectOp('(')
    const query = parseQuery(cursor)
    cursor.expectOp(')')
    return { name, columns, query }
  })
}

function skipParentheses(cursor: TokenCursor): void {
  let depth = 0
  do {
    if (cursor.atEnd()) throw cursor.unexpected()
    if (cursor.atOp('(')) depth++
    if (cursor.atOp(')')) depth--
    cursor.next()
  } while (depth > 0)
}

function list<T>(cursor: TokenCursor, item: (cursor: TokenCursor) => T): T[] {
  const items = [item(cursor)]
  while (cursor.takeOp(',')) items.push(item(cursor))
  return items
}
