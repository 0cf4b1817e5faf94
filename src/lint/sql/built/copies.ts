/** A value that is put into a variable too short for it, or of another alphabet, is another value than the one that was approved. */
import { TEXT_TYPES } from '../../../procedure/bind-values.ts'
import type { Scope } from '../../../procedure/document/scope.ts'
import type { LintReport } from '../../report.ts'
import { declarations, typeBehind } from './assigned.ts'
import type { DeclaredType } from './assigned.ts'
import { sqlCalls } from '../calls.ts'
import { sqlTokens } from '../tokens.ts'
import type { SqlToken } from '../tokens.ts'
import { endsExpression, isSymbol, isWord } from '../words.ts'

export function lintCopies(tokens: readonly SqlToken[], scope: Scope, report: LintReport): void {
  const types = typesOf(tokens)
  for (const [index, token] of tokens.entries()) {
    const type = token.kind === 'variable' ? types.get(token.value.toLowerCase()) : undefined
    const begin = type === undefined ? undefined : valueAt(tokens, index)
    if (type !== undefined && begin !== undefined && isAlone(tokens, begin)) lintCopy(tokens[begin], token, type, scope, report)
  }
  for (const { name, args } of sqlCalls(tokens).calls) {
    if (name.at(-1) !== 'sp_executesql') continue
    const told = (args.find((each) => each.name === 'params') ?? args[1])?.tokens.map(({ value }) => value).join('') ?? ''
    const inside = sqlTokens(`DECLARE ${told}`).tokens
    const declared = typesOf(inside)
    for (const { name: to, tokens: value, at } of args) {
      const type = to === undefined ? undefined : declared.get(to)
      if (type !== undefined && value.length === 1) lintCopy(value[0], tokens[at], type, scope, report, to)
    }
  }
}

function typesOf(tokens: readonly SqlToken[]): Map<string, DeclaredType> {
  return new Map([...declarations(tokens)].map((at) => [tokens[at]?.value.toLowerCase() ?? '', typeBehind(tokens, at)]))
}

/** Where the value begins that the variable at `index` is given by SET or DECLARE. */
function valueAt(tokens: readonly SqlToken[], index: number): number | undefined {
  if (isWord(tokens[index - 1], 'SET', 'SELECT')) return isSymbol(tokens[index + 1], '=') ? index + 2 : undefined
  if (!isWord(tokens[index - 1], 'DECLARE') && !isSymbol(tokens[index - 1], ',')) return undefined
  const typed = isWord(tokens[index + 1], 'AS') ? index + 3 : index + 2
  const sized = isSymbol(tokens[typed], '(') ? typed + 3 : typed
  return isSymbol(tokens[sized], '=') ? sized + 1 : undefined
}

function isAlone(tokens: readonly SqlToken[], index: number): boolean {
  return isSymbol(tokens[index + 1], ',') || endsExpression(tokens[index + 1])
}

function lintCopy(
  value: SqlToken | undefined,
  to: SqlToken | undefined,
  { word, length }: DeclaredType,
  scope: Scope,
  report: LintReport,
  name = to?.value ?? '',
): void {
  const type = value?.kind === 'variable' ? scope.typeOf?.(value.value) : undefined
  if (value === undefined || type === undefined || type.list || ['integer', 'boolean', 'duration'].includes(type.of)) return
  const needed = TEXT_TYPES[type.of]
  const most = Number(/\d+/.exec(needed)?.[0])
  const room = word === 'SYSNAME' ? 128 : length === 'max' ? Number.POSITIVE_INFINITY : (length ?? 1)
  const line = to?.line ?? 0
  if (['VARCHAR', 'CHAR', 'TEXT'].includes(word))
    report(
      line,
      `\`@${name}\` is ${word.toLowerCase()}, and its code page changes what @${value.value} may hold`,
      `declare it as ${needed}`,
    )
  else if (['NVARCHAR', 'NCHAR', 'SYSNAME'].includes(word) && room < most)
    report(
      line,
      `\`@${name}\` has room for ${room} characters, and @${value.value} may have ${most}: the rest would be cut off`,
      `declare it as ${needed}`,
    )
}
