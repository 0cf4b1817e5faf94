import { parseCondition } from './parse-condition.ts'
import { parseExpression } from './parse-expression.ts'
import { parseAlias, parseQuery, startsQuery } from './parse-query.ts'
import type { Source } from './syntax.ts'
import type { TokenCursor } from './token-cursor.ts'

/** What follows FROM: objects, table variables, derived tables, OPENJSON, and their joins. */
export function parseSource(cursor: TokenCursor): Source[] {
  const sources: Source[] = [tableSource(cursor, 'FROM')]
  for (;;) {
    if (cursor.takeOp(',')) sources.push(tableSource(cursor, 'CROSS'))
    else {
      const join = joinKind(cursor)
      if (join === undefined) return sources
      const source = tableSource(cursor, join)
      if (join !== 'CROSS') {
        cursor.expectWord('ON')
        source.on = parseCondition(cursor)
      }
      sources.push(source)
    }
  }
}

function joinKind(cursor: TokenCursor): Source['join'] | undefined {
  if (cursor.atWord('CROSS', 'APPLY') || cursor.atWord('OUTER', 'APPLY')) throw cursor.beyond(cursor.peek())
  if (cursor.takeWord('CROSS', 'JOIN')) return 'CROSS'
  if (cursor.takeWord('JOIN') || cursor.takeWord('INNER', 'JOIN')) return 'INNER'
  for (const side of ['LEFT', 'RIGHT', 'FULL'] as const) {
    if (cursor.takeWord(side, 'JOIN') || cursor.takeWord(side, 'OUTER', 'JOIN')) return side
  }
  return undefined
}

function tableSource(cursor: TokenCursor, join: Source['join']): Source {
  const of = sourceBody(cursor)
  const alias = parseAlias(cursor)
  if (of.kind === 'query') {
    if (alias === undefined) throw cursor.unexpected()
    if (cursor.takeOp('(')) {
      do of.columns.push(cursor.expectName())
      while (cursor.takeOp(','))
      cursor.expectOp(')')
    }
  }
  skipHints(cursor)
  return { join, of, alias, on: undefined }
}

function sourceBody(cursor: TokenCursor): Source['of'] {
  if (cursor.takeOp('(')) {
    if (!startsQuery(cursor)) throw cursor.beyond(cursor.peek())
    const query = parseQuery(cursor)
    cursor.expectOp(')')
    return { kind: 'query', query, columns: [] }
  }
  if (cursor.atWord('OPENJSON') && cursor.atOp('(', 1)) {
    const start = cursor.next()
    cursor.next()
    const value = parseExpression(cursor)
    if (!cursor.takeOp(')')) throw cursor.beyond(start)
    if (cursor.atWord('WITH')) throw cursor.beyond(start)
    return { kind: 'json', value }
  }
  if (cursor.peek().kind === 'variable') return { kind: 'object', path: [cursor.next().text] }
  const start = cursor.peek()
  const path = [cursor.expectName()]
  while (cursor.takeOp('.')) path.push(cursor.atOp('.') ? '' : cursor.expectName())
  if (cursor.atOp('(')) throw cursor.beyond(start)
  return { kind: 'object', path }
}

/** Lock hints change nothing here: nobody else writes these rows. */
function skipHints(cursor: TokenCursor): void {
  if (!cursor.atWord('WITH') || !cursor.atOp('(', 1)) return
  cursor.next()
  cursor.next()
  do {
    const start = cursor.peek()
    if (!HINTS.has(cursor.expectName().toUpperCase())) throw cursor.beyond(start)
  } while (cursor.takeOp(','))
  cursor.expectOp(')')
}

const HINTS = new Set([
  'NOLOCK',
  'READUNCOMMITTED',
  'READCOMMITTED',
  'READPAST',
  'HOLDLOCK',
  'UPDLOCK',
  'ROWLOCK',
  'TABLOCK',
  'REPEATABLEREAD',
  'SERIALIZABLE',
])
