/** `break` and `continue` outside a loop end the whole block as if it had succeeded. */
import { isSymbol } from './commands.ts'
import type { PsToken } from './tokens.ts'
import type { LintReport } from '../report.ts'

const LOOPS: readonly string[] = ['foreach', 'for', 'while', 'do', 'switch']
const BRANCHES: readonly string[] = ['if', 'elseif', 'else', 'try', 'catch', 'finally']

export function lintLoops(tokens: readonly PsToken[], keywords: readonly { at: number; word: string }[], report: LintReport): void {
  /** One per open brace: whether a loop is around this place. */
  const loops: boolean[] = []
  const words = new Map(keywords.map(({ at, word }) => [at, word]))
  for (const [at, token] of tokens.entries()) {
    if (isSymbol(token, '{', '@{')) loops.push(isInLoop(tokens, at, words, loops.at(-1) ?? false))
    if (isSymbol(token, '}')) loops.pop()
    const word = words.get(at)
    if ((word === 'break' || word === 'continue') && loops.at(-1) !== true) {
      report(token.line, `\`${word}\` outside a loop ends the block as if it had succeeded`, 'use `throw` with a sentence, or `return`')
    }
  }
}

function isInLoop(tokens: readonly PsToken[], brace: number, words: ReadonlyMap<number, string>, around: boolean): boolean {
  const word = words.get(keywordOf(tokens, brace)) ?? ''
  return LOOPS.includes(word) || (around && (BRANCHES.includes(word) || isSwitchCase(tokens, brace)))
}

/** Index of the keyword that a brace belongs to: just before it, or before the parentheses in between. */
function keywordOf(tokens: readonly PsToken[], brace: number): number {
  let index = brace - 1
  while (tokens[index]?.kind === 'newline' || tokens[index]?.kind === 'type') index--
  if (!isSymbol(tokens[index], ')')) return index
  let depth = 0
  for (; index >= 0; index--) {
    if (isSymbol(tokens[index], ')')) depth++
    if (isSymbol(tokens[index], '(', '$(', '@(') && --depth === 0) break
  }
  return tokens[index - 1]?.kind === 'parameter' ? index - 2 : index - 1
}

/** `'a' { … }` inside a switch. */
function isSwitchCase(tokens: readonly PsToken[], brace: number): boolean {
  const before = tokens[brace - 1]
  return before?.kind === 'string' || before?.kind === 'number' || (before?.kind === 'word' && before.value.toLowerCase() === 'default')
}
