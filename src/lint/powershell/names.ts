/** Every `$name` of a block is a value of the document, PowerShell's own, or assigned in the block. */
import { didYouMean } from '../../procedure/closest-name.ts'
import { isSymbol } from './commands.ts'
import type { PsToken } from './tokens.ts'
import { AUTOMATIC_VARIABLES } from '../../procedure/reserved-name.ts'
import type { Scope } from '../../procedure/scope.ts'
import type { LintReport } from '../report.ts'

export function lintPowershellNames(tokens: readonly PsToken[], scope: Scope, report: LintReport): void {
  const assigned = assignedNames(tokens)
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'variable' && token.kind !== 'splat') continue
    const { value: name, line } = token
    const lower = name.toLowerCase()
    const sets = isAssigned(tokens, index)
    if (name.includes(':')) report(line, ...scoped(name))
    else if (sets && AUTOMATIC_VARIABLES.has(lower)) report(line, `\`$${name}\` is PowerShell's own and cannot be set`, 'use another name')
    else if (sets && scope.names.some((known) => known.toLowerCase() === lower)) {
      report(line, `\`$${name}\` is a value of this document and cannot be set`, 'use a variable of another name')
    } else if (AUTOMATIC_VARIABLES.has(lower) || (assigned.get(lower) ?? tokens.length) <= index) continue
    else {
      const found = scope.find(name)
      if (found === 'ok') continue
      if (found === undefined) {
        const next = didYouMean(
          name,
          [...scope.names, ...assigned.keys()].filter((known) => known !== lower),
          'assign it, or ask for it as a parameter',
          '$',
        )
        report(line, `\`$${name}\` is neither a parameter, nor captured by an earlier step, nor assigned before in this block`, next)
      } else report(line, found.what, found.next)
    }
  }
}

function scoped(name: string): [what: string, next: string] {
  const scope = name.split(':')[0]?.toLowerCase()
  if (scope === 'global' || scope === 'script') return [`\`$${name}\` stays behind for the next block`, 'use a variable without a scope']
  return [`\`$${name}\` reaches outside the block`, 'ask for the value as a parameter, or use a variable without a scope']
}

/** Names that the block sets, in small letters, with the place of the first time. */
function assignedNames(tokens: readonly PsToken[]): Map<string, number> {
  const assigned = new Map<string, number>()
  for (const [index, token] of tokens.entries()) {
    const name = token.kind === 'variable' && isAssigned(tokens, index) ? token.value : variableParameter(tokens, index)
    if (name !== undefined && !assigned.has(name.toLowerCase())) assigned.set(name.toLowerCase(), index)
  }
  return assigned
}

/** `-ErrorVariable failed`, and the like. */
function variableParameter(tokens: readonly PsToken[], index: number): string | undefined {
  const before = tokens[index - 1]
  const names =
    before?.kind === 'parameter' && /^(OutVariable|ov|ErrorVariable|ev|WarningVariable|wv|PipelineVariable|pv)$/i.test(before.value)
  return names && tokens[index]?.kind === 'word' ? tokens[index].value : undefined
}

/** `$x = `, `$x += `, `$x++`, `$x, $y = `, `foreach ($x in …)`, `function f($x)`. */
function isAssigned(tokens: readonly PsToken[], index: number): boolean {
  let next = index + 1
  if (isSymbol(tokens[next], '=', '+=', '-=', '*=', '/=', '%=', '??=', '++', '--') || isSymbol(tokens[index - 1], '++', '--')) return true
  const following = tokens[next]
  if (following?.kind === 'word' && following.value.toLowerCase() === 'in') return true
  if (isFunctionParameter(tokens, index)) return true
  while (isSymbol(tokens[next], ',') && tokens[next + 1]?.kind === 'variable') next += 2
  return next > index + 1 && isSymbol(tokens[next], '=')
}

/** Between the parentheses that follow the name of a function. */
function isFunctionParameter(tokens: readonly PsToken[], index: number): boolean {
  let open = index - 1
  while (tokens[open]?.kind === 'variable' || tokens[open]?.kind === 'type' || isSymbol(tokens[open], ',')) open--
  const word = tokens[open - 2]
  return isSymbol(tokens[open], '(') && word?.kind === 'word' && word.value.toLowerCase() === 'function'
}
