/** What `sp_executesql` is told to declare for the text that it executes. */
import { acts } from '../../../procedure/acts.ts'
import type { Role } from '../../../procedure/procedure.ts'
import type { LintReport } from '../../report.ts'
import type { SqlCall } from '../calls.ts'
import { lintTypes } from '../look/types.ts'
import { sqlTokens } from '../tokens.ts'
import type { SqlToken } from '../tokens.ts'
import { isSymbol } from '../words.ts'

/** Names that the text of a call may use: nothing of `EXEC (…)`. */
export function seenInside(call: SqlCall): string[] {
  return toldTo(call).flatMap(({ kind, value }) => (kind === 'string' ? (value.match(/(?<=@)[\w@#$]+/g) ?? []) : []))
}

/** Why what is told there is no list of variables, and what to do; undefined where it is one, or none is written out. */
export function whyNoDeclarations(call: SqlCall, role: Role): [what: string, next: string] | undefined {
  const told = toldTo(call)
  if (told.some(({ kind }) => kind !== 'string') || told.length > 1) return undefined
  const { tokens, unclosed } = sqlTokens(`DECLARE ${told[0]?.value ?? ''}`)
  const faults: [string, string][] = []
  const report: LintReport = (_line, what, next) => faults.push([what, next])
  if (!acts(role)) lintTypes(tokens, role, report)
  return unclosed === undefined && isList(tokens.slice(1))
    ? faults[0]
    : ['what sp_executesql is told to declare is no list of variables', "write N'@name type, …'"]
}

function toldTo(call: SqlCall): readonly SqlToken[] {
  if (call.name.at(-1) !== 'sp_executesql') return []
  return (call.args.find(({ name }) => name === 'params') ?? call.args[1])?.tokens ?? []
}

/** `@a int, @b nvarchar(40) = NULL OUTPUT` */
function isList(tokens: readonly SqlToken[]): boolean {
  let depth = 0
  return tokens.every((token, index) => {
    if (isSymbol(token, '(')) depth++
    if (isSymbol(token, ')')) depth--
    const begins = index === 0 || (depth === 0 && isSymbol(tokens[index - 1], ','))
    if (depth < 0 || begins !== (token.kind === 'variable')) return false
    return token.kind !== 'symbol' || isSymbol(token, '(', ')', ',', '=', '.', '-')
  })
}
