/** How a variable that is executed comes to its text. */
import { declarations, typeBehind } from './assigned.ts'
import type { DeclaredType } from './assigned.ts'
import type { SqlCall } from '../calls.ts'
import { addsToItself, readPiece } from './pieces.ts'
import type { Piece, PieceSource } from './pieces.ts'
import type { SqlToken } from '../tokens.ts'
import { isPrinted } from './null-test.ts'
import { closingOf, endsExpression, isSymbol, isVariable, isWord } from '../words.ts'

export interface Assignment {
  line: number
  /** Put behind what is there already. */
  adds: boolean
  /** Once for each row, so that nobody knows how often. */
  perRow: boolean
  /** The text, or why it may not be built like this. */
  parts: { piece: Piece } | { fault: string }
}

export interface BuiltVariable {
  assignments: Assignment[]
  /** Places where it is used in any other way than to be declared, set, tested, printed and executed. */
  others: number[]
  type?: DeclaredType
}

export function readAssignments(
  tokens: readonly SqlToken[],
  name: string,
  executedTexts: readonly SqlCall[],
  scope: PieceSource['scope'],
): BuiltVariable {
  const declaredAt = declarations(tokens)
  const declared = new Map([...declaredAt].map((at) => [tokens[at]?.value.toLowerCase() ?? '', typeBehind(tokens, at).word]))
  const assignments: Assignment[] = []
  const others: number[] = []
  let type: DeclaredType | undefined
  for (const [index, token] of tokens.entries()) {
    if (!isVariable(token, name)) continue
    if (declaredAt.has(index)) type = typeBehind(tokens, index)
    const set = assignmentAt(tokens, index, declaredAt)
    if (set !== undefined) {
      const itself = !set.adds && addsToItself(tokens, set.begin, name)
      const read = readPiece(tokens, itself ? set.begin + 2 : set.begin, { declared, scope })
      const parts = 'fault' in read ? read : { piece: read.piece }
      assignments.push({ line: token.line, adds: set.adds || itself, perRow: set.select, parts })
    } else if (
      !declaredAt.has(index) &&
      !isHarmless(tokens, index) &&
      !isExecuted(executedTexts, index) &&
      !addedToItself(tokens, index, name)
    )
      others.push(index)
  }
  return { assignments, others, ...(type === undefined ? {} : { type }) }
}

/** Index of the expression's first token, where the variable at `index` is being set. */
function assignmentAt(
  tokens: readonly SqlToken[],
  index: number,
  declaredAt: ReadonlySet<number>,
): { begin: number; adds: boolean; select: boolean } | undefined {
  const select = isWord(tokens[index - 1], 'SELECT')
  if ((select || isWord(tokens[index - 1], 'SET')) && isSymbol(tokens[index + 1], '=', '+='))
    return { begin: index + 2, adds: isSymbol(tokens[index + 1], '+='), select }
  if (!declaredAt.has(index)) return undefined
  for (let next = index + 1; !endsExpression(tokens[next]) && !isSymbol(tokens[next], ','); next++) {
    if (isSymbol(tokens[next], '(')) next = closingOf(tokens, next)
    else if (isSymbol(tokens[next], '=')) return { begin: next + 1, adds: false, select: false }
  }
  return undefined
}

/** Tested for NULL, or printed. */
function isHarmless(tokens: readonly SqlToken[], index: number): boolean {
  return isPrinted(tokens, index) || (isWord(tokens[index - 1], 'IF', 'AND', 'OR') && isWord(tokens[index + 1], 'IS'))
}

/** As the text itself: as an argument of it, it could come back changed. */
function isExecuted(executedTexts: readonly SqlCall[], index: number): boolean {
  return executedTexts.some(({ args }) => (args.find(({ name }) => name === 'stmt' || name === 'statement') ?? args[0])?.at === index)
}

/** The second of `SET @s = @s + …`. */
function addedToItself(tokens: readonly SqlToken[], index: number, name: string): boolean {
  const set = isSymbol(tokens[index - 1], '=') && isVariable(tokens[index - 2], name) && isWord(tokens[index - 3], 'SET', 'SELECT')
  return set && addsToItself(tokens, index, name)
}
