/** How a variable that is executed comes to its text. */
import type { SqlCall } from './calls.ts'
import { sqlTokens } from './tokens.ts'
import type { SqlToken } from './tokens.ts'
import { closingOf, endsExpression, isSymbol, isVariable, isWord } from './words.ts'

export interface Assignment {
  line: number
  /** The text with stand-ins for names and numbers, or why it may not be built like this. */
  parts: { text: string } | { fault: string }
}

/** Assignments by DECLARE and SET; `others` are the places where the variable is used in any other way. */
export function readAssignments(
  tokens: readonly SqlToken[],
  name: string,
  executions: readonly SqlCall[],
): { assignments: Assignment[]; others: number[] } {
  const assignments: Assignment[] = []
  const others: number[] = []
  for (const [index, token] of tokens.entries()) {
    if (!isVariable(token, name)) continue
    const begin = assignmentBegin(tokens, index)
    if (begin !== undefined) assignments.push({ line: token.line, parts: readParts(tokens, begin) })
    else if (!isHarmless(tokens, index) && !executions.some((call) => index > call.at && index < call.end)) others.push(index)
  }
  return { assignments, others }
}

/** Index of the expression's first token, where the variable at `index` is being set. */
function assignmentBegin(tokens: readonly SqlToken[], index: number): number | undefined {
  if (isWord(tokens[index - 1], 'SET') && isSymbol(tokens[index + 1], '=', '+=')) return index + 2
  if (!isDeclared(tokens, index)) return undefined
  for (let next = index + 1; !endsExpression(tokens[next]) && !isSymbol(tokens[next], ','); next++) {
    if (isSymbol(tokens[next], '(')) next = closingOf(tokens, next)
    else if (isSymbol(tokens[next], '=')) return next + 1
  }
  return undefined
}

/** Declared without a value, tested for NULL, or printed. */
function isHarmless(tokens: readonly SqlToken[], index: number): boolean {
  return (
    isDeclared(tokens, index) || isWord(tokens[index - 1], 'PRINT') || (isWord(tokens[index - 1], 'IF') && isWord(tokens[index + 1], 'IS'))
  )
}

/** A type follows: nothing else that may stand behind a variable is a word or a name. */
export function isDeclared(tokens: readonly SqlToken[], index: number): boolean {
  const before = isWord(tokens[index - 1], 'DECLARE') || isSymbol(tokens[index - 1], ',')
  return before && tokens[index + 1]?.kind === 'word' && !isWord(tokens[index + 1], 'OUTPUT', 'OUT', 'IS', 'FROM')
}

const NAME_STAND_IN = 'countersign name'
const NUMBER_STAND_IN = '86420'

/** Reads literals, QUOTENAME(@x) and casts, joined by `+`, up to the end of the expression. */
function readParts(tokens: readonly SqlToken[], begin: number): Assignment['parts'] {
  let text = ''
  let names = 0
  let numbers = 0
  let index = begin
  for (;;) {
    const token = tokens[index]
    const quoted = quotenameEnd(tokens, index)
    const cast = castEnd(tokens, index)
    if (token?.kind === 'string') {
      text += token.value
      index++
    } else if (quoted !== undefined) {
      text += `[${NAME_STAND_IN}]`
      names++
      index = quoted
    } else if (cast !== undefined) {
      text += NUMBER_STAND_IN
      numbers++
      index = cast
    } else return { fault: token === undefined ? 'its text is missing' : `${token.raw} is put into it` }
    if (isSymbol(tokens[index], ',') || endsExpression(tokens[index])) break
    if (!isSymbol(tokens[index], '+')) return { fault: `${tokens[index]?.raw ?? ''} is put into it` }
    index++
  }
  return standApart(text, names, numbers) ? { text } : { fault: 'a name or number in it stands inside quotes, a comment or another word' }
}

/** Brackets protect a name only where SQL reads a name, and a number is one only where it stands alone. */
function standApart(text: string, names: number, numbers: number): boolean {
  const { tokens, unclosed } = sqlTokens(text)
  const foundNames = tokens.filter((token) => token.kind === 'name' && token.value === NAME_STAND_IN).length
  const foundNumbers = tokens.filter(
    (token, index) => token.kind === 'number' && token.value === NUMBER_STAND_IN && !isSymbol(tokens[index - 1], '-'),
  ).length
  return unclosed === undefined && foundNames === names && foundNumbers === numbers
}

/** Index after `QUOTENAME(@x)`. */
function quotenameEnd(tokens: readonly SqlToken[], at: number): number | undefined {
  const matches =
    isWord(tokens[at], 'QUOTENAME') && isSymbol(tokens[at + 1], '(') && tokens[at + 2]?.kind === 'variable' && isSymbol(tokens[at + 3], ')')
  return matches ? at + 4 : undefined
}

/** Index after `CAST(CAST(… AS int) AS nvarchar(11))`. */
function castEnd(tokens: readonly SqlToken[], at: number): number | undefined {
  if (!isCast(tokens, at) || !isCast(tokens, at + 2)) return undefined
  const inner = closingOf(tokens, at + 3)
  const outer = closingOf(tokens, at + 1)
  const isInteger = isWord(tokens[inner - 2], 'AS') && isWord(tokens[inner - 1], 'INT', 'SMALLINT', 'BIGINT')
  const isText = isWord(tokens[inner + 1], 'AS') && isWord(tokens[inner + 2], 'NVARCHAR')
  return isInteger && isText && outer < tokens.length ? outer + 1 : undefined
}

function isCast(tokens: readonly SqlToken[], at: number): boolean {
  return isWord(tokens[at], 'CAST') && isSymbol(tokens[at + 1], '(')
}
