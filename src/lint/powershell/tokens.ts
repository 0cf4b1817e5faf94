/** PowerShell cut into tokens: enough to know commands, parameters, variables, types and texts. Comments are left out. */
import { expandableParts } from './strings.ts'

export interface PsToken {
  kind: 'word' | 'member' | 'parameter' | 'variable' | 'splat' | 'string' | 'type' | 'number' | 'newline' | 'symbol'
  /** Variables with their scope and without `$`; strings and types without their quotes and brackets; the rest as written. */
  value: string
  /** Line of the block, from 0. */
  line: number
  /** Whether nothing stands between it and the token before. */
  adjacent: boolean
  /** A string in double quotes; what stands in it follows as tokens of its own, between `$(` and `)`. */
  expandable?: true
}

export interface PsText {
  tokens: PsToken[]
  unclosed?: { what: string; line: number }
}

export function powershellTokens(text: string, firstLine = 0): PsText {
  const tokens: PsToken[] = []
  let line = firstLine
  let at = 0
  let adjacent = false
  while (at < text.length) {
    const rest = text.slice(at)
    const gap = gapOf(rest, adjacent && isWordLike(tokens.at(-1)))
    const before = adjacent ? tokens.at(-1) : undefined
    const read = gap === '' ? readToken(rest, before) : undefined
    if (read !== undefined && 'unclosed' in read) return { tokens, unclosed: { what: read.unclosed, line } }
    if (read !== undefined) {
      const { length: _length, inner, ...token } = read
      tokens.push({ ...token, line, adjacent })
      for (const part of inner ?? []) tokens.push({ ...part, line: part.line + line })
    }
    const length = gap.length || (read?.length ?? 1)
    line += text.slice(at, at + length).split(/\r\n|\r|\n/).length - 1
    adjacent = gap === ''
    at += length
  }
  return { tokens }
}

/** White space, a line that goes on after a back-tick, or a comment; a `#` within a word begins none. */
function gapOf(rest: string, withinWord: boolean): string {
  const gap = /^([^\S\r\n]+|`(\r\n|\r|\n)|<#[\s\S]*?#>)/.exec(rest)?.[0]
  return gap ?? (withinWord ? '' : (/^#[^\r\n]*/.exec(rest)?.[0] ?? ''))
}

type Token = Pick<PsToken, 'kind' | 'value' | 'expandable'> & { length: number; inner?: PsToken[] }

/** `before` is the token that ends exactly here, if one does. */
function readToken(rest: string, before: PsToken | undefined): Token | { unclosed: string } {
  const string = readString(rest)
  if (string !== undefined) return string
  const simple = matchSimple(rest)
  if (simple !== undefined) return simple
  const member = isMemberMark(before) ? /^[\p{L}_][\p{L}\p{N}_]*/u.exec(rest)?.[0] : undefined
  if (member !== undefined) return { kind: 'member', value: member, length: member.length }
  if (rest.startsWith('[') && !canHaveMembers(before)) {
    const type = bracketed(rest)
    return type === undefined ? { unclosed: 'type in brackets' } : { kind: 'type', value: type.slice(1, -1).trim(), length: type.length }
  }
  const word = /^[\p{L}_~][\p{L}\p{N}_\-.\\:*?/~%`+]*/u.exec(rest)?.[0]
  if (word !== undefined) return { kind: 'word', value: word, length: word.length }
  const symbol =
    /^(\$\(|@\(|@\{|::|\.\.|\+\+|--%|--|\?\?=|\?\?|[-+*/%]=|&&|\|\||\d?>>?(&\d)?|\*>>?|.)/su.exec(rest)?.[0] ?? rest.slice(0, 1)
  return { kind: 'symbol', value: symbol, length: symbol.length }
}

function matchSimple(rest: string): Token | undefined {
  const newline = /^(\r\n|\r|\n)/.exec(rest)?.[0]
  if (newline !== undefined) return { kind: 'newline', value: '', length: newline.length }
  const variable = /^\$(\{([^}]*)\}|([\p{L}\p{N}_]+(:[\p{L}\p{N}_]+)?|[$?^]))/u.exec(rest)
  if (variable !== null) return { kind: 'variable', value: variable[2] ?? variable[3] ?? '', length: variable[0].length }
  const splat = /^@([\p{L}_][\p{L}\p{N}_:]*)/u.exec(rest)
  if (splat !== null) return { kind: 'splat', value: splat[1] ?? '', length: splat[0].length }
  const parameter = /^-([\p{L}_][\p{L}\p{N}_]*)/u.exec(rest)
  if (parameter !== null) return { kind: 'parameter', value: parameter[1] ?? '', length: parameter[0].length }
  const number = /^(0x[0-9a-f]+|\d+(\.\d+)?)(?![>\d])[a-z]{0,2}(?![\w-])/i.exec(rest)
  return number === null ? undefined : { kind: 'number', value: number[0], length: number[0].length }
}

function readString(rest: string): Token | { unclosed: string } | undefined {
  const here = /^@(['"])[^\S\r\n]*(\r\n|\r|\n)/.exec(rest)
  if (here !== null) {
    const quote = here[1] ?? ''
    const end = new RegExp(`(\\r\\n|\\r|\\n)${quote}@`).exec(rest.slice(here[0].length - 1))
    if (end === null) return { unclosed: 'here-string' }
    const length = here[0].length - 1 + end.index + end[0].length
    const value = rest.slice(here[0].length, Math.max(here[0].length, length - end[0].length))
    return quote === "'" ? { kind: 'string', value, length } : expandable(value, length, 1)
  }
  if (rest.startsWith("'")) {
    const match = /^'((?:[^']|'')*)'/.exec(rest)
    return match === null
      ? { unclosed: 'string' }
      : { kind: 'string', value: (match[1] ?? '').replaceAll("''", "'"), length: match[0].length }
  }
  if (!rest.startsWith('"')) return undefined
  const match = /^"((?:[^"`]|`[\s\S]|"")*)"/.exec(rest)
  return match === null ? { unclosed: 'string' } : expandable(match[1] ?? '', match[0].length, 0)
}

function expandable(value: string, length: number, linesBefore: number): Token | { unclosed: string } {
  const inner = expandableParts(value, linesBefore)
  return 'unclosed' in inner ? inner : { kind: 'string', value, length, expandable: true, inner: inner.tokens }
}

/** `[…]` with brackets inside. */
function bracketed(rest: string): string | undefined {
  let depth = 0
  for (let index = 0; index < rest.length; index++) {
    if (rest[index] === '[') depth++
    if (rest[index] === ']' && --depth === 0) return rest.slice(0, index + 1)
  }
  return undefined
}

function canHaveMembers(token: PsToken | undefined): boolean {
  if (token === undefined) return false
  return (
    token.kind === 'variable' ||
    token.kind === 'string' ||
    token.kind === 'member' ||
    (token.kind === 'symbol' && [')', ']', '}'].includes(token.value))
  )
}

function isMemberMark(token: PsToken | undefined): boolean {
  return token?.kind === 'symbol' && (token.value === '.' || token.value === '::')
}

function isWordLike(token: PsToken | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'number' || token?.kind === 'parameter'
}
