/** Types that a block which looks may give a value: one that a user made runs the code of its maker, when it is filled and when it is asked. */
import type { LintReport } from '../../report.ts'
import { declarations } from '../built/assigned.ts'
import { pathAt } from '../paths.ts'
import type { SqlToken } from '../tokens.ts'
import { closingOf, isSymbol, isWord } from '../words.ts'

/** Source: "Data types" of Microsoft's T-SQL reference, and their other names. */
const TYPES: ReadonlySet<string> = new Set(
  `bigint int integer smallint tinyint bit decimal dec numeric money smallmoney float real double date time datetime datetime2 smalldatetime
  datetimeoffset char character varchar nchar nvarchar national text ntext binary varbinary image timestamp rowversion uniqueidentifier
  sql_variant xml json vector sysname hierarchyid geography geometry cursor table`.split(/\s+/),
)

export function lintTypes(tokens: readonly SqlToken[], role: string, report: LintReport): void {
  let known = true
  for (const at of typePlaces(tokens)) {
    const path = pathAt(tokens, at)
    const [own = '', owner = ''] = path?.parts.toReversed() ?? []
    if (path === undefined || (TYPES.has(own) && (path.parts.length === 1 || (path.parts.length === 2 && owner === 'sys')))) continue
    known = false
    report(
      tokens[at]?.line ?? 0,
      `a \`${role}\` block only reads, and nobody knows what a value of the type ${path.said} does`,
      'use a type of SQL Server',
    )
  }
  // What follows from a type that is refused already is not said again.
  if (!known) return
  for (const [index, token] of tokens.entries()) {
    // What a variable holds is of a type of SQL Server, which has been seen to above.
    if (!isSymbol(token, '.') || !isSymbol(tokens[index - 1], ')') || !isSymbol(tokens[index + 2], '(')) continue
    const method = tokens[index + 1]?.raw ?? ''
    if (/^(value|query|exist|nodes|ST[A-Z]\w*)$/.test(method)) continue
    report(token.line, `a \`${role}\` block only reads, and nobody knows what .${method}() does`, 'use a query')
  }
}

/** `DECLARE @x type`, `CAST(… AS type)`, `CONVERT(type, …)`, and the columns of a table that is made. */
function* typePlaces(tokens: readonly SqlToken[]): Generator<number> {
  for (const at of declarations(tokens)) yield isWord(tokens[at + 1], 'AS') ? at + 2 : at + 1
  for (const [index, token] of tokens.entries()) {
    const open = index + 1
    if (
      isWord(token, 'ADD') &&
      !isWord(tokens[open], 'CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'DEFAULT') &&
      !isWord(tokens[open + 1], 'AS')
    )
      yield open + 1
    if (!isSymbol(tokens[open], '(')) {
      if (isWord(token, 'TABLE')) yield* columnTypes(tokens, openingAfter(tokens, index))
      continue
    }
    if (isWord(token, 'CONVERT', 'TRY_CONVERT')) yield open + 1
    if (isWord(token, 'TABLE')) yield* columnTypes(tokens, open)
    if (!isWord(token, 'CAST', 'TRY_CAST', 'PARSE', 'TRY_PARSE')) continue
    const as = lastAs(tokens, open)
    if (as !== undefined) yield as + 1
  }
}

/** Of `CREATE TABLE #t (`: where its columns begin. */
function openingAfter(tokens: readonly SqlToken[], table: number): number {
  const end = pathAt(tokens, table + 1)?.end
  return end !== undefined && isSymbol(tokens[end], '(') ? end : tokens.length
}

function* columnTypes(tokens: readonly SqlToken[], open: number): Generator<number> {
  let depth = 0
  for (let index = open; index < closingOf(tokens, open); index++) {
    if (isSymbol(tokens[index], '(')) depth++
    if (isSymbol(tokens[index], ')')) depth--
    if (depth !== 1 || !isSymbol(tokens[index], '(', ',')) continue
    const begins = isWord(tokens[index + 1], 'CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'INDEX', 'FOREIGN', 'PERIOD', 'DEFAULT')
    if (!begins && !isWord(tokens[index + 2], 'AS')) yield index + 2
  }
}

/** The AS of a cast is the last one in its own parentheses. */
function lastAs(tokens: readonly SqlToken[], open: number): number | undefined {
  let depth = 0
  let found: number | undefined
  for (let index = open; index < closingOf(tokens, open); index++) {
    if (isSymbol(tokens[index], '(')) depth++
    if (isSymbol(tokens[index], ')')) depth--
    if (depth === 1 && isWord(tokens[index], 'AS')) found = index
  }
  return found
}
