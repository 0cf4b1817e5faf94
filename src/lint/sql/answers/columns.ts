/** Names of the columns that a block answers with, as far as its text tells. */
import type { SqlToken } from '../tokens.ts'
import { endsExpression, isSymbol, isWord } from '../words.ts'

/** Whether one of them may be this one. What a procedure answers is known when it does, and of an executed text its letters are looked at. */
export function mayAnswer(tokens: readonly SqlToken[], column: string): boolean {
  return tokens.some((token, index) => {
    if (isWord(token, 'EXEC', 'EXECUTE')) return !fills(tokens[index - 1]) && mayCallAnswer(tokens, index, column)
    return isWord(token, 'SELECT') && answers(tokens, index) && columnsOf(tokens, index + 1).includes(column)
  })
}

function mayCallAnswer(tokens: readonly SqlToken[], at: number, column: string): boolean {
  const executes = isSymbol(tokens[at + 1], '(') || tokens.slice(at, at + 6).some((token) => isWord(token, 'SP_EXECUTESQL'))
  const word = new RegExp(`\\b${column}\\b`, 'i')
  return !executes || tokens.some(({ kind, value }) => kind === 'string' && word.test(value))
}

/** Neither in parentheses, nor what fills a table, a variable or a cursor. */
function answers(tokens: readonly SqlToken[], at: number): boolean {
  let depth = 0
  for (const token of tokens.slice(0, at)) {
    if (isSymbol(token, '(')) depth++
    if (isSymbol(token, ')')) depth--
  }
  if (depth > 0) return tokens.slice(0, at).every((token) => isSymbol(token, '(', ';'))
  if (isWord(tokens[at - 1], 'FOR') || fills(tokens[at - 1])) return false
  return !(tokens[at + 1]?.kind === 'variable' && isSymbol(tokens[at + 2], '='))
}

/** `INSERT @t`, `INSERT INTO #t (a, b)`: what stands behind goes there. */
function fills(token: SqlToken | undefined): boolean {
  return token !== undefined &&
    !endsExpression(token) &&
    !isSymbol(token, ')') &&
    !isWord(token, 'UNION', 'ALL', 'EXCEPT', 'INTERSECT', 'AS')
    ? token.kind === 'variable' || token.value.startsWith('#')
    : false
}

/** Of `a = 1`, `1 AS a`, `t.a` and `1 a`; in small letters. */
function columnsOf(tokens: readonly SqlToken[], begin: number): string[] {
  const names: string[] = []
  let depth = 0
  let from = begin
  for (let index = begin; ; index++) {
    const token = tokens[index]
    if (isSymbol(token, '(') || isWord(token, 'CASE')) depth++
    else if (isSymbol(token, ')') || (isWord(token, 'END') && depth > 0)) depth--
    const ends = token === undefined || depth < 0 || (depth === 0 && (endsList(token) || isSymbol(token, ',')))
    if (!ends) continue
    const last = tokens[index - 1]
    const named = namedFirst(tokens, from, index)
    if (named !== undefined) names.push(named.value.toLowerCase())
    else if (isName(last) || last?.kind === 'string') names.push(last?.value.toLowerCase() ?? '')
    if (!isSymbol(token, ',') || depth < 0) return names
    from = index + 1
  }
}

/** `a` of `a = …`; in `CASE WHEN a = 1 …` it is compared. */
function namedFirst(tokens: readonly SqlToken[], from: number, end: number): SqlToken | undefined {
  const at = tokens.findIndex((each, index) => index >= from && (isSymbol(tokens[index + 1], '=') || isWord(each, 'CASE')))
  return at !== -1 && at < end && isName(tokens[at]) && !isWord(tokens[at], 'CASE') ? tokens[at] : undefined
}

function endsList(token: SqlToken | undefined): boolean {
  return (
    isWord(token, 'FROM', 'INTO', 'WHERE', 'GROUP', 'ORDER', 'UNION', 'EXCEPT', 'INTERSECT', 'OPTION', 'FOR') ||
    (endsExpression(token) && !isWord(token, 'END'))
  )
}

function isName(token: SqlToken | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'name'
}
