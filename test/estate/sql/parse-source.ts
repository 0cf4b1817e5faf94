import { parseCondition } from './parse-condition.ts'
import { parseExpression } from './parse-expression.ts'
import { parsePath } from './parse-path.ts'
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
      if (join !== 'CROSS' && join !== 'CROSS APPLY' && join !== 'OUTER APPLY') {
        cursor.expectWord('ON')
        source.on = parseCondition(cursor)
      }
      sources.push(source)
    }
  }
}

function joinKind(cursor: TokenCursor): Source['join'] | undefined {
  for (const side of ['CROSS', 'OUTER'] as const) if (cursor.takeWord(side, 'APPLY')) return `${side} APPLY`
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
  if (cursor.atAnyWord(ELSEWHERE) && cursor.atOp('(', 1)) return elsewhere(cursor)
  const path = parsePath(cursor)
  if (!cursor.takeOp('(')) return { kind: 'object', path }
  const given = [parseExpression(cursor)]
  while (cursor.takeOp(',')) given.push(parseExpression(cursor))
  cursor.expectOp(')')
  return { kind: 'function', path, arguments: given }
}

const ELSEWHERE = new Set(['OPENROWSET', 'OPENQUERY', 'OPENDATASOURCE'])

/** Only who is asked is kept of it: nothing of it is ever run. */
function elsewhere(cursor: TokenCursor): Source['of'] {
  const word = cursor.next().text.toUpperCase()
  cursor.next()
  const provider = cursor.peek().text
  let depth = 1
  while (depth > 0) {
    if (cursor.atEnd()) throw cursor.unexpected()
    if (cursor.atOp('(')) depth++
    if (cursor.atOp(')')) depth--
    cursor.next()
  }
  while (cursor.takeOp('.')) if (!cursor.atOp('.')) cursor.expectName()
  return { kind: 'elsewhere', word, provider: provider.toUpperCase() === 'BULK' ? 'BULK' : provider }
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
