/** QUOTENAME of more than 128 characters is NULL, and EXEC of NULL succeeds: what is executed is tested just before. */
import type { SqlToken } from './tokens.ts'
import { isSymbol, isVariable, isWord } from './words.ts'

/** Whether a test stands before the execution at `at`, on every way that leads to it, with no change of the variable between. */
export function isTested(tokens: readonly SqlToken[], name: string, at: number): boolean {
  /** Blocks that were closed between here and the execution. */
  let closed = 0
  for (let index = at - 1; index >= 0; index--) {
    const token = tokens[index]
    if (isWord(token, 'END')) closed++
    if (isWord(token, 'BEGIN', 'CASE') && closed > 0) closed--
    // A loop or a label between: some way leads past the test.
    if (isWord(token, 'WHILE') || isSymbol(token, ':')) return false
    if (isVariable(token, name) && !isWord(tokens[index - 1], 'PRINT'))
      return isWord(tokens[index - 1], 'IF') && isWord(tokens[index + 1], 'IS') && guards(tokens, index, at, closed)
  }
  return false
}

function guards(tokens: readonly SqlToken[], variable: number, at: number, closed: number): boolean {
  if (isWord(tokens[variable + 2], 'NOT') && isWord(tokens[variable + 3], 'NULL')) return isBody(tokens, variable + 4, at)
  if (!isWord(tokens[variable + 2], 'NULL')) return false
  const branch = elseOf(tokens, variable + 3)
  return (branch !== undefined && isBody(tokens, branch + 1, at)) || (closed === 0 && ends(tokens, variable))
}

/** Whether the statement or the BEGIN … END that begins at `begin` holds the execution. */
function isBody(tokens: readonly SqlToken[], begin: number, at: number): boolean {
  return begin === at || (isWord(tokens[begin], 'BEGIN') && at < endOfStatement(tokens, begin))
}

/** Index of the ELSE of the IF whose first statement begins at `begin`. */
function elseOf(tokens: readonly SqlToken[], begin: number): number | undefined {
  const end = endOfStatement(tokens, begin)
  const next = isSymbol(tokens[end], ';') ? end + 1 : end
  return isWord(tokens[next], 'ELSE') ? next : undefined
}

/** Index after `BEGIN … END`, or of the semicolon or ELSE that ends a statement alone. */
function endOfStatement(tokens: readonly SqlToken[], begin: number): number {
  let depth = 0
  for (let index = begin; index < tokens.length; index++) {
    if (isWord(tokens[index], 'BEGIN', 'CASE')) depth++
    if (isWord(tokens[index], 'END') && --depth === 0 && isWord(tokens[begin], 'BEGIN')) return index + 1
    if (depth === 0 && (isSymbol(tokens[index], ';') || isWord(tokens[index], 'ELSE'))) return index
  }
  return tokens.length
}

/** The END of a BEGIN; that of a CASE can end the condition under which all this stands. */
function endsBlock(tokens: readonly SqlToken[], at: number): boolean {
  if (!isWord(tokens[at], 'END')) return false
  let depth = 0
  for (let index = at; index >= 0; index--) {
    if (isWord(tokens[index], 'END')) depth++
    if (isWord(tokens[index], 'BEGIN', 'CASE') && --depth === 0) return isWord(tokens[index], 'BEGIN')
  }
  return false
}

/** `; IF @s IS NULL THROW`, as a statement of its own, or a BEGIN … END that raises an error and returns. */
function ends(tokens: readonly SqlToken[], variable: number): boolean {
  const before = tokens[variable - 2]
  if (before !== undefined && !isSymbol(before, ';') && !isWord(before, 'BEGIN') && !endsBlock(tokens, variable - 2)) return false
  const begin = variable + 3
  if (isWord(tokens[begin], 'THROW')) return true
  if (!isWord(tokens[begin], 'BEGIN')) return false
  const body = tokens.slice(begin + 1, endOfStatement(tokens, begin))
  if (isWord(body[0], 'THROW')) return true
  return (
    isWord(body[0], 'RAISERROR') &&
    body.some((token) => isWord(token, 'RETURN')) &&
    !body.some((token) => isWord(token, 'IF', 'WHILE', 'GOTO'))
  )
}
