/** Blocks that may be sent any number of times change nothing: a list of reading verbs and methods, everything else is refused. */
import { isSymbol } from './commands.ts'
import type { PsCommand } from './commands.ts'
import { isReadingCommand, isReadingMethod } from './forbidden.ts'
import type { PsToken } from './tokens.ts'
import type { Role } from '../../procedure/procedure.ts'
import type { LintReport } from '../report.ts'

export function lintReading(
  tokens: readonly PsToken[],
  commands: readonly PsCommand[],
  functions: ReadonlySet<string>,
  role: Role,
  report: LintReport,
): void {
  const refuse = (token: PsToken | undefined, what: string) =>
    report(token?.line ?? 0, `a \`${role}\` block only reads, and ${what}`, 'move it into the `run` block')
  for (const { at, name } of commands) {
    if (!isReadingCommand(name) && !functions.has(name.toLowerCase())) refuse(tokens[at], `\`${name}\` may do more`)
  }
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    if (token.kind === 'member' && isSymbol(next, '(') && next?.adjacent && !isReadingMethod(token.value))
      refuse(token, `\`.${token.value}()\` may do more`)
    if (token.kind === 'member' && isSymbol(next, '=', '+=', '-=', '++', '--')) refuse(token, `setting \`.${token.value}\` does more`)
    if (token.kind === 'symbol' && /^[\d*]?>>?$/.test(token.value) && !isNull(next)) refuse(token, `\`${token.value}\` writes a file`)
    if (token.kind === 'parameter' && /^(whatif|wi)$/i.test(token.value)) refuse(token, '`-WhatIf` is not harmless with every cmdlet')
  }
  if (role === 'check') demandProperty(tokens, role, 'Done', report)
  if (role === 'before') demandProperty(tokens, role, 'Ok', report)
}

function demandProperty(tokens: readonly PsToken[], role: Role, property: string, report: LintReport): void {
  if (tokens.some((token) => (token.kind === 'word' || token.kind === 'string') && token.value.toLowerCase() === property.toLowerCase()))
    return
  report(0, `this \`${role}\` block gives no \`${property}\``, `end with one hashtable: @{ ${property} = …; Detail = … }`)
}

function isNull(token: PsToken | undefined): boolean {
  return token?.kind === 'variable' && token.value.toLowerCase() === 'null'
}
