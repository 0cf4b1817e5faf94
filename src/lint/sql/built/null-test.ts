/** QUOTENAME of more than 128 characters is NULL, and EXEC of NULL succeeds: what is executed is tested just before. */
import type { SqlToken } from '../tokens.ts'
import { beginsStatement, isSymbol, isVariable, isWord } from '../words.ts'

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
    if (isVariable(token, name) && !isPrinted(tokens, index) && !isExecuted(tokens, index)) return guards(tokens, index, at, closed)
  }
  return false
}

/** `EXEC (@s)` and `sp_executesql @s`, which leave the variable as it is. */
function isExecuted(tokens: readonly SqlToken[], index: number): boolean {
  if (isWord(tokens[index - 1], 'SP_EXECUTESQL') && isWord(tokens[index - 2], 'EXEC', 'EXECUTE'))
    return isSymbol(tokens[index + 1], ';', ',')
  return isSymbol(tokens[index - 1], '(') && isSymbol(tokens[index + 1], ')') && isWord(tokens[index - 2], 'EXEC', 'EXECUTE')
}

function guards(tokens: readonly SqlToken[], variable: number, at: number, closed: number): boolean {
  if (!isWord(tokens[variable + 1], 'IS')) return false
  if (isWord(tokens[variable + 2], 'NOT') && isWord(tokens[variable + 3], 'NULL'))
    return endsCondition(tokens, variable) && isBody(tokens, variable + 4, at)
  const test = testOf(tokens, variable)
  if (test === undefined) return false
  const branch = elseOf(tokens, test.end)
  return (branch !== undefined && isBody(tokens, branch + 1, at)) || (closed === 0 && ends(tokens, test))
}

/** `IF @a IS NULL OR @s IS NULL`, and nothing else: where it does not hold, none of them is NULL. Of its IF, and of what stands behind it. */
function testOf(tokens: readonly SqlToken[], variable: number): { begin: number; end: number } | undefined {
  const asks = (at: number): boolean => tokens[at]?.kind === 'variable' && isWord(tokens[at + 1], 'IS') && isWord(tokens[at + 2], 'NULL')
  if (!asks(variable)) return undefined
  let begin = variable - 1
  while (isWord(tokens[begin], 'OR') && asks(begin - 3)) begin -= 4
  let end = variable + 3
  while (isWord(tokens[end], 'OR') && asks(end + 1)) end += 4
  return isWord(tokens[begin], 'IF') && !isWord(tokens[end], 'AND', 'OR') ? { begin, end } : undefined
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

function beginsBlock(tokens: readonly SqlToken[], at: number): boolean {
  return isWord(tokens[at], 'BEGIN') || (isWord(tokens[at], 'TRY', 'CATCH') && isWord(tokens[at - 1], 'BEGIN'))
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
function ends(tokens: readonly SqlToken[], test: { begin: number; end: number }): boolean {
  if (
    test.begin > 0 &&
    !isSymbol(tokens[test.begin - 1], ';') &&
    !beginsBlock(tokens, test.begin - 1) &&
    !endsBlock(tokens, test.begin - 1)
  )
    return false
  const begin = test.end
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

/** `IF a = 1 AND @s IS NOT NULL`: whatever else is asked, it does not hold where the variable is NULL. */
function endsCondition(tokens: readonly SqlToken[], variable: number): boolean {
  if (isWord(tokens[variable - 1], 'IF')) return true
  if (!isWord(tokens[variable - 1], 'AND')) return false
  for (let index = variable - 2; index >= 0; index--) {
    if (isWord(tokens[index], 'IF')) return true
    const token = tokens[index]
    if (
      token !== undefined &&
      (beginsStatement(token) || isWord(token, 'OR', 'WHERE', 'ON', 'HAVING', 'WHEN', 'ELSE') || isSymbol(token, ';'))
    )
      return false
  }
  return false
}

/** Whether a text is only shown: `PRINT @s`, `RAISERROR('%s', 0, 1, @s)`. */
export function isPrinted(tokens: readonly SqlToken[], index: number): boolean {
  if (isWord(tokens[index - 1], 'PRINT')) return true
  if (!isSymbol(tokens[index - 1], '(', ',')) return false
  for (let open = index - 1; open >= 0; open--) {
    if (isSymbol(tokens[open], '(')) return isWord(tokens[open - 1], 'RAISERROR')
    if (isSymbol(tokens[open], ')', ';')) return false
  }
  return false
}
