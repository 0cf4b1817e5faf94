/** Where a variable is declared, and where it gets another value. */
import type { SqlToken } from '../tokens.ts'
import { endsExpression, isSymbol, isWord } from '../words.ts'

/** Places of variables that are being declared: after DECLARE, and after each comma of the same DECLARE. */
export function declarations(tokens: readonly SqlToken[]): Set<number> {
  const places = new Set<number>()
  for (const [start, token] of tokens.entries()) {
    if (!isWord(token, 'DECLARE')) continue
    let depth = 0
    for (let index = start + 1; index < tokens.length; index++) {
      if (isSymbol(tokens[index], '(') || isWord(tokens[index], 'CASE')) depth++
      else if (isSymbol(tokens[index], ')') || (depth > 0 && isWord(tokens[index], 'END'))) depth--
      else if (depth === 0 && endsExpression(tokens[index])) break
      else if (depth === 0 && tokens[index]?.kind === 'variable' && (index === start + 1 || isSymbol(tokens[index - 1], ',')))
        places.add(index)
    }
  }
  return places
}

/** A declared type: its word in capitals, and the length in parentheses, where there is one. */
export interface DeclaredType {
  word: string
  length?: number | 'max'
}

/** The type that stands behind the variable at `index`. */
export function typeBehind(tokens: readonly SqlToken[], index: number): DeclaredType {
  const at = isWord(tokens[index + 1], 'AS') ? index + 2 : index + 1
  const word = (tokens[at]?.value ?? '').toUpperCase()
  if (!isSymbol(tokens[at + 1], '(')) return { word }
  const size = tokens[at + 2]
  return { word, length: isWord(size, 'MAX') ? 'max' : Number(size?.value) }
}

/** Words and signs before a variable that is compared: everywhere else `@x =` gives it a value. */
const COMPARING = ['AND', 'OR', 'NOT', 'WHERE', 'ON', 'HAVING', 'WHEN', 'IF', 'WHILE']

/** Whether the variable at `index` may be another one after this place. Names of arguments are none of these. */
export function isAssigned(tokens: readonly SqlToken[], index: number): boolean {
  const before = tokens[index - 1]
  const next = tokens[index + 1]
  if (isWord(before, 'SET', 'DIALOG') || (isWord(before, 'CONVERSATION', 'GROUP') && isWord(tokens[index - 2], 'DIALOG', 'CONVERSATION')))
    return true
  if (isWord(next, 'OUTPUT', 'OUT')) return true
  if (isFetched(tokens, index)) return true
  if (next?.kind !== 'symbol' || !next.value.endsWith('=') || ['<=', '>=', '!='].includes(next.value)) return false
  return next.value !== '=' || !(isSymbol(before, '(') || isWord(before, ...COMPARING))
}

/** `FETCH … INTO @a, @b` */
function isFetched(tokens: readonly SqlToken[], index: number): boolean {
  let back = index - 1
  while (tokens[back]?.kind === 'variable' || isSymbol(tokens[back], ',')) back--
  if (!isWord(tokens[back], 'INTO')) return false
  while (back >= 0 && !isWord(tokens[back], 'FETCH', 'INSERT', 'SELECT', 'OUTPUT', 'RECEIVE', 'MERGE')) back--
  return isWord(tokens[back], 'FETCH')
}
