/** Every `@name` of a block is a value of the document or declared before it is used. */
import { didYouMean } from '../../procedure/closest-name.ts'
import type { Scope } from '../../procedure/scope.ts'
import type { LintReport } from '../report.ts'
import type { SqlToken } from './tokens.ts'
import { endsExpression, isSymbol, isWord } from './words.ts'

export function lintSqlNames(tokens: readonly SqlToken[], argumentNames: ReadonlySet<number>, scope: Scope, report: LintReport): void {
  const declaredAt = declarations(tokens)
  const declared = new Set<string>()
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'variable' || argumentNames.has(index)) continue
    const name = token.value
    if (declaredAt.has(index)) {
      if (scope.names.some((known) => known.toLowerCase() === name.toLowerCase())) {
        report(token.line, `\`@${name}\` is a value of this document and cannot be declared again`, 'declare another name')
      }
      declared.add(name.toLowerCase())
      continue
    }
    if (declared.has(name.toLowerCase())) continue
    const found = scope.find(name)
    if (found === 'ok') {
      if (isAssigned(tokens, index)) {
        report(token.line, `\`@${name}\` was approved as it is and cannot be set`, 'declare a variable of another name')
      }
    } else if (found === undefined) {
      const next = didYouMean(name, [...scope.names, ...declared], 'declare it, or ask for it as a parameter', '@')
      report(token.line, `\`@${name}\` is neither a parameter, nor captured by an earlier step, nor declared before in this block`, next)
    } else report(token.line, found.what, found.next)
  }
}

/** Places of variables that are being declared: after DECLARE, and after each comma of the same DECLARE. */
function declarations(tokens: readonly SqlToken[]): Set<number> {
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

function isAssigned(tokens: readonly SqlToken[], index: number): boolean {
  const next = tokens[index + 1]
  const assigns = next?.kind === 'symbol' && next.value.endsWith('=') && !['<=', '>=', '!='].includes(next.value)
  return assigns && (isWord(tokens[index - 1], 'SET', 'SELECT') || (isSymbol(tokens[index - 1], ',') && assigningSelect(tokens, index)))
}

/** Whether the list that this place belongs to began with an assignment: `SELECT @a = 1, @b = 2`. */
function assigningSelect(tokens: readonly SqlToken[], index: number): boolean {
  for (let back = index - 1; back >= 0; back--) {
    if (isWord(tokens[back], 'SELECT')) return tokens[back + 1]?.kind === 'variable' && isSymbol(tokens[back + 2], '=')
    if (endsExpression(tokens[back])) return false
  }
  return false
}
