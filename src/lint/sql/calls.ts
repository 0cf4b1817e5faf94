/** EXEC in its two forms: a procedure with arguments, or a string. */
import { pathAt } from './paths.ts'
import type { SqlToken } from './tokens.ts'
import { closingOf, endsExpression, isSymbol, isWord } from './words.ts'

export interface SqlCall {
  /** Index of EXEC. */
  at: number
  /** Parts of the procedure's name in small letters, an empty one between two dots; none for `EXEC (…)`. */
  name: string[]
  /** Index of its last part. */
  named: number
  /** `EXEC @x`: the procedure's name itself is a variable. */
  byVariable: boolean
  /** The string's tokens, or each argument's; a named argument without its name. */
  args: { name?: string; tokens: SqlToken[]; at: number }[]
  /** Index after the last token. */
  end: number
  /** `AT server`: runs somewhere else. */
  elsewhere: boolean
  /** `server.database.schema.procedure`. */
  remote: boolean
  /** `EXECUTE AS …`, which calls nothing. */
  impersonates: boolean
}

/** Every EXEC of a block, and the places of variables that only name an argument. */
export function sqlCalls(tokens: readonly SqlToken[]): { calls: SqlCall[]; argumentNames: Set<number> } {
  const argumentNames = new Set<number>()
  const calls = tokens.flatMap((token, at) => (isWord(token, 'EXEC', 'EXECUTE') ? [readCall(tokens, at, argumentNames)] : []))
  return { calls, argumentNames }
}

function readCall(tokens: readonly SqlToken[], at: number, argumentNames: Set<number>): SqlCall {
  let index = at + 1
  if (isSymbol(tokens[index], '(')) {
    const close = closingOf(tokens, index)
    const args = [{ tokens: tokens.slice(index + 1, close), at: index + 1 }]
    const elsewhere = isWord(tokens[close + 1], 'AT')
    return {
      at,
      name: [],
      named: index,
      byVariable: false,
      args,
      end: close + 1,
      elsewhere,
      remote: false,
      impersonates: isWord(tokens[close + 1], 'AS'),
    }
  }
  if (tokens[index]?.kind === 'variable' && isSymbol(tokens[index + 1], '=')) index += 2
  const byVariable = tokens[index]?.kind === 'variable'
  const path = pathAt(tokens, index)
  index = byVariable ? index + 1 : (path?.end ?? index)
  const name = path?.parts ?? []
  const end = endOf(tokens, index)
  const args = readArguments(tokens, index, end, argumentNames)
  const elsewhere = tokens.slice(index, end).some((token) => isWord(token, 'AT'))
  const impersonates = isWord(tokens[at + 1], 'AS')
  return { at, name, named: index - 1, byVariable, args, end, remote: name.length > 3, elsewhere, impersonates }
}

function readArguments(tokens: readonly SqlToken[], begin: number, end: number, argumentNames: Set<number>): SqlCall['args'] {
  const args: SqlCall['args'] = []
  let start = begin
  for (let index = begin; index <= end; index++) {
    if (index < end && !isSymbol(tokens[index], ',')) continue
    const named = tokens[start]?.kind === 'variable' && isSymbol(tokens[start + 1], '=') && start + 1 < index
    if (named) argumentNames.add(start)
    const from = named ? start + 2 : start
    const name = named ? { name: (tokens[start]?.value ?? '').toLowerCase() } : {}
    if (from < index) args.push({ ...name, tokens: tokens.slice(from, index), at: from })
    start = index + 1
  }
  return args
}

function endOf(tokens: readonly SqlToken[], from: number): number {
  let index = from
  while (!endsExpression(tokens[index])) index++
  return index
}
