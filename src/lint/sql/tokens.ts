/** T-SQL cut into tokens: enough to know what is a word, a name, a value and a text. */

export interface SqlToken {
  kind: 'word' | 'name' | 'string' | 'number' | 'variable' | 'system' | 'symbol'
  /** Words with a to z in capitals; names and strings without their quotes; variables without `@`; everything else as written. */
  value: string
  /** As written. */
  raw: string
  /** Line of the block, from 0. */
  line: number
  /** Where it begins in the text, in characters. */
  at: number
  /** Whether nothing stands between it and the token before. */
  adjacent: boolean
}

export interface SqlText {
  tokens: SqlToken[]
  /** What begins and never ends. */
  unclosed?: { what: string; line: number }
}

/** Comments and white space are left out. Nested block comments nest, as in SQL Server. */
export function sqlTokens(text: string): SqlText {
  const tokens: SqlToken[] = []
  let line = 0
  let at = 0
  let adjacent = false
  while (at < text.length) {
    const rest = text.slice(at)
    const gap = /^(\s+|--[^\r\n]*)/.exec(rest)?.[0] ?? blockComment(rest)
    if (gap === undefined) return { tokens, unclosed: { what: 'comment', line } }
    const token = gap === '' ? oneToken(rest) : undefined
    if (token !== undefined && 'unclosed' in token) return { tokens, unclosed: { what: token.unclosed, line } }
    if (token !== undefined) tokens.push({ ...token, line, at, adjacent })
    const passed = gap === '' ? (token?.raw ?? '') : gap
    adjacent = gap === ''
    line += passed.split(/\r\n|\r|\n/).length - 1
    at += passed.length
  }
  return { tokens }
}

/** The comment at the beginning of the text, `''` where there is none, undefined where it never ends. */
function blockComment(text: string): string | undefined {
  if (!text.startsWith('/*')) return ''
  let depth = 0
  for (const mark of text.matchAll(/\/\*|\*\//g)) {
    depth += mark[0] === '/*' ? 1 : -1
    if (depth === 0) return text.slice(0, mark.index + 2)
  }
  return undefined
}

const QUOTED: readonly { open: RegExp; whole: RegExp; kind: 'string' | 'name'; what: string; quote: string }[] = [
  { open: /^[Nn]?'/, whole: /^[Nn]?'((?:[^']|'')*)'/, kind: 'string', what: 'string', quote: "'" },
  { open: /^\[/, whole: /^\[((?:[^\]]|\]\])*)\]/, kind: 'name', what: 'name in brackets', quote: ']' },
  { open: /^"/, whole: /^"((?:[^"]|"")*)"/, kind: 'name', what: 'name in double quotes', quote: '"' },
]

function oneToken(text: string): Pick<SqlToken, 'kind' | 'value' | 'raw'> | { unclosed: string } {
  for (const { open, whole, kind, what, quote } of QUOTED) {
    if (!open.test(text)) continue
    const match = whole.exec(text)
    if (match === null) return { unclosed: what }
    const value = (match[1] ?? '').replaceAll(quote + quote, quote)
    // SQL Server takes a backslash at the end of a line away, and the line end with it.
    return { kind, value: kind === 'string' ? value.replaceAll(/\\\r?\n/g, '') : value, raw: match[0] }
  }
  const system = /^@@[\p{L}\p{N}_@#$]+/u.exec(text)?.[0]
  if (system !== undefined) return { kind: 'system', value: system.toUpperCase(), raw: system }
  const variable = /^@[\p{L}\p{N}_@#$]+/u.exec(text)?.[0]
  if (variable !== undefined) return { kind: 'variable', value: variable.slice(1), raw: variable }
  const word = /^[\p{L}_#][\p{L}\p{N}_@#$]*/u.exec(text)?.[0]
  // Of plain letters only: a dotless i is none of a word of T-SQL.
  if (word !== undefined) return { kind: 'word', value: word.replaceAll(/[a-z]+/g, (plain) => plain.toUpperCase()), raw: word }
  // SQL Server takes `1e` for a number, too: what follows is a word of its own.
  const number = /^(0[xX][0-9a-fA-F]*|(\d+(\.\d*)?|\.\d+)([eE][+-]?\d*)?)/.exec(text)?.[0]
  if (number !== undefined) return { kind: 'number', value: number, raw: number }
  const symbol = /^([-+*/%&|^]=|[<>!]=|<>|::|.)/su.exec(text)?.[0] ?? text.slice(0, 1)
  return { kind: 'symbol', value: symbol, raw: symbol }
}
