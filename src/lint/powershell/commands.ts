/** Which words of a block are commands: they stand where a statement or an element of a pipeline begins. */
import type { PsToken } from './tokens.ts'

export interface PsCommand {
  /** Index of its name. */
  at: number
  /** As written, without the name of a module before it. */
  name: string
  /** Written after `&` as a constant. */
  called: boolean
}

const KEYWORDS: ReadonlySet<string> = new Set(
  `if elseif else foreach for while do until switch try catch finally return throw break continue in function filter param begin
  process end default trap class enum using data dynamicparam exit configuration workflow parallel sequence inlinescript`.split(/\s+/),
)
/** After these a statement may follow at once. */
const BEFORE_STATEMENT: ReadonlySet<string> = new Set([
  'else',
  'do',
  'try',
  'finally',
  'return',
  'throw',
  'in',
  'begin',
  'process',
  'end',
  'until',
])
const OPENERS: ReadonlySet<string> = new Set(['{', '(', '$(', '@(', ';', '|', '||', '&&', '=', '+=', '-=', '*=', '/=', '%=', '??='])

/** Commands and keywords in the order of the block. */
export function powershellCommands(tokens: readonly PsToken[]): { commands: PsCommand[]; keywords: { at: number; word: string }[] } {
  const commands: PsCommand[] = []
  const keywords: { at: number; word: string }[] = []
  const brackets: string[] = []
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'symbol' && ['{', '(', '$(', '@(', '@{', '['].includes(token.value)) brackets.push(token.value)
    if (token.kind === 'symbol' && ['}', ')', ']'].includes(token.value)) brackets.pop()
    const called = isSymbol(tokens[at - 1], '&')
    if (token.kind === 'string' && called && token.expandable === undefined) commands.push({ at, name: bare(token.value), called })
    if (token.kind !== 'word' && !(token.kind === 'symbol' && ['%', '?'].includes(token.value))) continue
    const isKey = brackets.at(-1) === '@{' && isSymbol(tokens[at + 1], '=')
    if (isKey || !(called || beginsStatement(tokens, at))) continue
    const word = token.value.toLowerCase()
    const afterPipe = isSymbol(before(tokens, at), '|')
    if (KEYWORDS.has(word) && !afterPipe) keywords.push({ at, word })
    else if (!isFunctionName(tokens, at)) commands.push({ at, name: bare(token.value), called })
  }
  return { commands, keywords }
}

export function isSymbol(token: PsToken | undefined, ...symbols: string[]): boolean {
  return token?.kind === 'symbol' && symbols.includes(token.value)
}

/** Names of functions that the block defines, in small letters. */
export function definedFunctions(tokens: readonly PsToken[]): Set<string> {
  return new Set(tokens.flatMap((token, at) => (isFunctionName(tokens, at) ? [token.value.toLowerCase()] : [])))
}

function isFunctionName(tokens: readonly PsToken[], at: number): boolean {
  const word = tokens[at - 1]
  return word?.kind === 'word' && ['function', 'filter'].includes(word.value.toLowerCase())
}

function beginsStatement(tokens: readonly PsToken[], at: number): boolean {
  const immediate = tokens[at - 1]
  if (immediate === undefined || immediate.kind === 'newline') return !goesOn(before(tokens, at))
  if (immediate.kind === 'symbol') return OPENERS.has(immediate.value) || immediate.value === '}' || immediate.value === ')'
  return immediate.kind === 'word' && (BEFORE_STATEMENT.has(immediate.value.toLowerCase()) || isFunctionName(tokens, at))
}

/** The token before, over ends of lines. */
function before(tokens: readonly PsToken[], at: number): PsToken | undefined {
  let index = at - 1
  while (tokens[index]?.kind === 'newline') index--
  return tokens[index]
}

/** After a comma or an operator the next line belongs to the same expression. */
function goesOn(token: PsToken | undefined): boolean {
  return isSymbol(token, ',', '+')
}

function bare(name: string): string {
  return /^[\p{L}\p{N}_.]+\\([^\\]+)$/u.exec(name)?.[1] ?? name
}
