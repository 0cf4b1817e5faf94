/** Every `@name` of a block is a value of the document or declared before it is used. */
import { didYouMean } from '../../text/closest-name.ts'
import type { Scope } from '../../procedure/document/scope.ts'
import { sayDocumentFault } from '../../procedure/say/document-fault.ts'
import type { LintReport } from '../report.ts'
import { declarations, isAssigned } from './built/assigned.ts'
import type { SqlToken } from './tokens.ts'

export function lintSqlNames(tokens: readonly SqlToken[], argumentNames: ReadonlySet<number>, scope: Scope, report: LintReport): void {
  const declaredAt = declarations(tokens)
  const declared = new Set<string>()
  const set = new Set<string>()
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
      // Once: the others are the same fault.
      if (isAssigned(tokens, index) && !set.has(name.toLowerCase())) {
        set.add(name.toLowerCase())
        report(token.line, `\`@${name}\` was approved as it is and cannot be set`, 'declare a variable of another name')
      }
    } else if (found === undefined) {
      if (scope.open === true) continue
      const next = didYouMean(name, [...scope.names, ...declared], 'declare it, or ask for it as a parameter', '@')
      report(token.line, `\`@${name}\` is neither a parameter, nor captured by an earlier step, nor declared before in this block`, next)
    } else {
      const { what, next } = sayDocumentFault(found)
      report(token.line, what, next)
    }
  }
}
