/** Everything that is refused in a PowerShell block. */
import { lintBrackets } from '../brackets.ts'
import { definedFunctions, isSymbol, powershellCommands } from './commands.ts'
import type { PsCommand } from './commands.ts'
import { forbiddenCommand, forbiddenKeyword, isComposingMethod, isPlainType } from './forbidden.ts'
import { lintPowershellNames } from './names.ts'
import { lintReading } from './read-only.ts'
import { powershellTokens } from './tokens.ts'
import type { PsToken } from './tokens.ts'
import { lintLoops } from './loops.ts'
import type { Role } from '../../procedure/procedure.ts'
import type { Scope } from '../../procedure/scope.ts'
import { USUAL_READERS, type Readers } from '../readers.ts'
import type { LintReport } from '../report.ts'

/** Reports faults by line of the block, from 0. */
export function lintPowershell(
  block: { text: string; role: Role },
  scope: Scope,
  report: LintReport,
  _readers: Readers = USUAL_READERS,
): void {
  const { tokens, unclosed } = powershellTokens(block.text)
  if (unclosed !== undefined) {
    report(unclosed.line, `a ${unclosed.what} begins here and never ends`, 'close it')
    return
  }
  lintBrackets(tokens, ['(', '{', '['], report)
  const { commands, keywords } = powershellCommands(tokens)
  const functions = definedFunctions(tokens)
  for (const command of commands) lintCommand(tokens, command, functions, report)
  for (const { at, word } of keywords) {
    const refused = forbiddenKeyword(word)
    if (refused !== undefined) report(tokens[at]?.line ?? 0, refused.what, refused.next)
  }
  lintLoops(tokens, keywords, report)
  for (const [index, token] of tokens.entries()) lintToken(tokens, index, token, report)
  lintPowershellNames(tokens, scope, report)
  if (block.role !== 'run') lintReading(tokens, commands, functions, block.role, report)
}

function lintCommand(tokens: readonly PsToken[], command: PsCommand, functions: ReadonlySet<string>, report: LintReport): void {
  const { name, at } = command
  const line = tokens[at]?.line ?? 0
  const refused = forbiddenCommand(name)
  if (refused !== undefined) report(line, refused.what, refused.next)
  else if (name.includes('`')) report(line, `\`${name}\` hides its name behind back-ticks`, 'write it plainly')
  else if (!/^\p{L}+-[\p{L}\p{N}]+$/u.test(name) && !/\.exe$/i.test(name) && !functions.has(name.toLowerCase())) {
    report(line, `\`${name}\` is an alias or a program`, 'write the full name of the cmdlet, or of the program with `.exe`')
  } else if (/^(foreach|where)-object$/i.test(name) && !takesBlock(tokens, at + 1)) {
    report(line, `\`${name}\` calls whatever the word after it names`, 'give it a script block in braces')
  }
}

function takesBlock(tokens: readonly PsToken[], next: number): boolean {
  const token = tokens[next]
  const named = token?.kind === 'parameter' && /^(process|begin|end|filterscript)$/i.test(token.value)
  return isSymbol(named ? tokens[next + 1] : token, '{')
}

function lintToken(tokens: readonly PsToken[], index: number, token: PsToken, report: LintReport): void {
  const { line, value, kind } = token
  const before = tokens[index - 1]
  const next = tokens[index + 1]
  if (kind === 'type' && !isPlainType(value))
    report(line, `\`[${value}]\` is no plain type`, 'use a cmdlet, or one of [string], [int], [datetime], [pscustomobject] …')
  if (/^swap$/i.test(value) && (kind === 'parameter' || kind === 'word' || kind === 'string')) {
    report(line, '`-Swap` turns active into inactive, so a second time undoes the first', 'name the servers that shall be active')
  }
  if (kind === 'parameter' && /^sw(a)?$/i.test(value))
    report(line, `\`-${value}\` may be short for \`-Swap\``, 'write the whole name of the parameter')
  if (kind === 'member' && isComposingMethod(value) && isSymbol(next, '(', '{')) {
    report(line, `\`.${value}()\` runs whatever it is given`, 'write the statement itself')
  }
  if ((kind === 'word' || kind === 'string') && /^(function|alias|variable):/i.test(value))
    report(line, `\`${value}\` hides from readers what a name means`, 'write the commands themselves')
  if (kind === 'symbol') lintSymbol(value, before, next, line, report)
  if (kind !== 'string' && /[‘’‚‛“”„–—―]/.test(value))
    report(line, `PowerShell reads \`${value}\` as a quote or a dash`, 'write plain quotes and a plain hyphen')
  if (kind === 'string' && (token.expandable ? /[“”„]/ : /[‘’‚‛]/).test(value)) {
    report(line, 'PowerShell ends this string at a typographic quote', 'write plain quotes')
  }
}

function lintSymbol(value: string, before: PsToken | undefined, next: PsToken | undefined, line: number, report: LintReport): void {
  if (value === '&' && next !== undefined && next.kind !== 'newline') {
    const constant = isSymbol(next, '{') || (next.kind === 'string' && next.expandable === undefined) || next.kind === 'word'
    if (!constant) report(line, '`&` runs whatever the value after it names', 'write the command itself')
  } else if (value === '&') report(line, '`&` at the end of a line starts a job', 'remove it')
  if (value === '.' && !isMember(next))
    report(line, '`.` runs a script or a member that is only known later', 'write the command or the member itself')
  if (value === '::' && before?.kind !== 'type') report(line, '`::` is used on something that is no plain type', 'use a cmdlet')
  if (value === '::' && !isMember(next)) report(line, '`::` calls a member that is only known later', 'write the member itself')
  if (value === '--%') report(line, '`--%` passes on the rest of the line unread', 'remove it')
  if (value === '`') report(line, 'a back-tick outside a string hides what is meant', 'remove it')
}

function isMember(token: PsToken | undefined): boolean {
  return token?.kind === 'member'
}
