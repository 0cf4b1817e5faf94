/** What a string in double quotes puts in: variables and `$( … )`. */
import { powershellTokens } from './tokens.ts'
import type { PsToken } from './tokens.ts'

/** Tokens of everything that is expanded; lines count from the string's first. */
export function expandableParts(text: string, firstLine: number): { tokens: PsToken[] } | { unclosed: string } {
  const tokens: PsToken[] = []
  let line = firstLine
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\n') line++
    if (text[at] === '`') at++
    else if (text.startsWith('$(', at)) {
      const end = subexpressionEnd(text, at + 2)
      if (end === undefined) return { unclosed: 'subexpression' }
      const inner = powershellTokens(text.slice(at + 2, end), line)
      if (inner.unclosed !== undefined) return { unclosed: inner.unclosed.what }
      tokens.push(symbol('$(', line), ...inner.tokens, symbol(')', line))
      line += text.slice(at, end).split('\n').length - 1
      at = end
    } else {
      const match = /^\$(\{([^}]*)\}|([\p{L}\p{N}_]+(:[\p{L}\p{N}_]+)?|[$?^]))/u.exec(text.slice(at))
      if (match === null) continue
      tokens.push({ kind: 'variable', value: match[2] ?? match[3] ?? '', line, adjacent: false })
      at += match[0].length - 1
    }
  }
  return { tokens }
}

/** Index of the parenthesis that closes the subexpression, over the strings in it; a comment or a back-tick could hide it from us. */
function subexpressionEnd(text: string, from: number): number | undefined {
  let depth = 1
  for (let at = from; at < text.length; at++) {
    const string = /^('(?:[^']|'')*'|"(?:[^"`]|`[\s\S]|"")*")/.exec(text.slice(at))?.[0]
    if (string !== undefined) at += string.length - 1
    else if (text[at] === '#' || text[at] === '`') return undefined
    else if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth === 0) return at
  }
  return undefined
}

function symbol(value: string, line: number): PsToken {
  return { kind: 'symbol', value, line, adjacent: false }
}
