/** One expression that gives an executed variable its text: literals, quoted names and texts, and numbers, joined by `+` or CONCAT. */
import type { Scope } from '../../../procedure/document/scope.ts'
import { typeBehind } from './assigned.ts'
import { NAME_STAND_IN, NUMBER_STAND_IN, TEXT_STAND_IN, type StandIns } from './stand-ins.ts'
import type { SqlToken } from '../tokens.ts'
import { closingOf, endsExpression, isSymbol, isVariable, isWord } from '../words.ts'

export interface Piece {
  /** With stand-ins. */
  text: string
  standIns: StandIns
  /** How many characters it may have at most when it runs. */
  longest: number
  /** Lines of the block by places of the text, ascending. */
  lines: { from: number; line: number }[]
}

/** What a part of the expression may be. */
export interface PieceSource {
  /** Types of the variables that the block declares, in small letters. */
  declared: ReadonlyMap<string, string>
  scope: Scope
}

/** A name of 128 characters, each of which may be doubled, and its two brackets. */
const LONGEST_QUOTED = 258
/** Digits and sign. */
const LONGEST_NUMBER: Readonly<Record<string, number>> = { TINYINT: 3, SMALLINT: 6, INT: 11, INTEGER: 11, BIGINT: 20 }
/** Of CAST and CONVERT to a type without a length. */
const USUAL_LENGTH = 30

interface Part {
  text: string
  longest: number
  end: number
  standIn?: keyof StandIns
  /** NULL, where it is given one, or a longer one. */
  mayVanish?: boolean
}

/** Reads from `begin` to the end of the expression; `end` is the index after it. */
export function readPiece(
  tokens: readonly SqlToken[],
  begin: number,
  source: PieceSource,
): { piece: Piece; end: number } | { fault: string } {
  const concat = isWord(tokens[begin], 'CONCAT') && isSymbol(tokens[begin + 1], '(')
  const close = concat ? closingOf(tokens, begin + 1) : tokens.length
  const piece: Piece = { text: '', standIns: { names: 0, numbers: 0, texts: 0 }, longest: 0, lines: [] }
  let index = concat ? begin + 2 : begin
  for (;;) {
    const part = readPart(tokens, index, source)
    if (part === undefined) return { fault: whyNoPart(tokens, index) }
    if (concat && part.mayVanish === true) return { fault: 'CONCAT leaves out what is NULL, and the test for NULL does not see it' }
    piece.lines.push({ from: piece.text.length, line: tokens[index]?.line ?? 0 })
    piece.text += part.text
    piece.longest += part.longest
    if (part.standIn !== undefined) piece.standIns[part.standIn]++
    index = part.end
    if (concat && index === close) index++
    else if (isSymbol(tokens[index], concat ? ',' : '+')) {
      index++
      continue
    }
    if (isSymbol(tokens[index], ',') || endsExpression(tokens[index]) || isWord(tokens[index], 'FROM')) return { piece, end: index }
    return { fault: `${tokens[index]?.raw ?? ''} is put into it` }
  }
}

function whyNoPart(tokens: readonly SqlToken[], at: number): string {
  const token = tokens[at]
  if (token === undefined) return 'its text is missing'
  return `${token.raw}${isWord(token, 'QUOTENAME') ? ' of an expression' : ''} is put into it`
}

function readPart(tokens: readonly SqlToken[], at: number, source: PieceSource): Part | undefined {
  const token = tokens[at]
  if (token?.kind === 'string') return { text: token.value, longest: token.value.length, end: at + 1 }
  return quotedPart(tokens, at, source) ?? numberPart(tokens, at, source)
}

/** `QUOTENAME(@x)`, of a column or of what a function answers too, and `QUOTENAME(@x, '''')`. */
function quotedPart(tokens: readonly SqlToken[], at: number, { scope }: PieceSource): Part | undefined {
  if (!isWord(tokens[at], 'QUOTENAME') || !isSymbol(tokens[at + 1], '(')) return undefined
  const close = closingOf(tokens, at + 1)
  let end = at + 2
  while (isValue(tokens[end]) && isSymbol(tokens[end + 1], '.')) end += 2
  const value = tokens[end]
  if (!isValue(value)) return undefined
  if (value?.kind === 'word' && isSymbol(tokens[end + 1], '(')) end = closingOf(tokens, end + 1)
  const quote = isSymbol(tokens[end + 1], ',') ? tokens[end + 2] : undefined
  if (close !== (quote === undefined ? end + 1 : end + 3) || (quote !== undefined && quote.kind !== 'string')) return undefined
  const fits = value?.kind === 'variable' && isShortName(scope, value.value)
  const part = { longest: LONGEST_QUOTED, end: close + 1, mayVanish: !fits }
  if (quote?.value === "'") return { ...part, text: `'${TEXT_STAND_IN}'`, standIn: 'texts' }
  return quote === undefined || ['[', ']', '"', '[]'].includes(quote.value)
    ? { ...part, text: `[${NAME_STAND_IN}]`, standIn: 'names' }
    : undefined
}

/** What always has a value, and as many characters as `QUOTENAME` takes at most. */
function isShortName(scope: Scope, name: string): boolean {
  const of = scope.typeOf?.(name)?.of
  return (of === 'database' || of === 'login') && scope.mayBeAbsent?.(name) !== true
}

function isValue(token: SqlToken | undefined): boolean {
  return token?.kind === 'variable' || token?.kind === 'word' || token?.kind === 'name'
}

/** `CAST(… AS nvarchar(11))` and `CONVERT(nvarchar(11), …)` of what is an integer. */
function numberPart(tokens: readonly SqlToken[], at: number, source: PieceSource): Part | undefined {
  const cast = readCast(tokens, at)
  if (cast === undefined || !['NVARCHAR', 'VARCHAR'].includes(cast.type)) return undefined
  const longest = integerLength(tokens, cast.from, cast.to, source)
  const room = cast.length ?? USUAL_LENGTH
  // Where the digits find no room, nvarchar is an error, and varchar an asterisk.
  if (longest === undefined || (cast.type === 'VARCHAR' && room !== 'max' && !(room >= longest))) return undefined
  return { text: NUMBER_STAND_IN, longest, end: cast.end, standIn: 'numbers', mayVanish: true }
}

interface Cast {
  type: string
  length?: number | 'max'
  /** The value's tokens. */
  from: number
  to: number
  end: number
}

function readCast(tokens: readonly SqlToken[], at: number): Cast | undefined {
  if (!isSymbol(tokens[at + 1], '(')) return undefined
  const close = closingOf(tokens, at + 1)
  if (close >= tokens.length) return undefined
  if (isWord(tokens[at], 'CONVERT', 'TRY_CONVERT')) {
    const { word, length } = typeBehind(tokens, at + 1)
    const comma = isSymbol(tokens[at + 3], '(') ? closingOf(tokens, at + 3) + 1 : at + 3
    if (!isSymbol(tokens[comma], ',')) return undefined
    return { type: word, ...(length === undefined ? {} : { length }), from: comma + 1, to: close, end: close + 1 }
  }
  if (!isWord(tokens[at], 'CAST', 'TRY_CAST')) return undefined
  const as = isSymbol(tokens[close - 1], ')') ? close - 5 : close - 2
  if (!isWord(tokens[as], 'AS')) return undefined
  const { word, length } = typeBehind(tokens, as)
  return { type: word, ...(length === undefined ? {} : { length }), from: at + 2, to: as, end: close + 1 }
}

/** How many characters an integer has at most; undefined where this need not be one. */
function integerLength(tokens: readonly SqlToken[], from: number, to: number, { declared, scope }: PieceSource): number | undefined {
  const token = tokens[from]
  if (to - from === 1 && token?.kind === 'variable') {
    const type = declared.get(token.value.toLowerCase())
    if (type !== undefined) return LONGEST_NUMBER[type]
    return scope.typeOf?.(token.value)?.of === 'integer' ? LONGEST_NUMBER['BIGINT'] : undefined
  }
  const inner = readCast(tokens, from)
  return inner?.end === to ? LONGEST_NUMBER[inner.type] : undefined
}

/** `@s + …`, where the variable is put before what is added to it. */
export function addsToItself(tokens: readonly SqlToken[], begin: number, name: string): boolean {
  return isVariable(tokens[begin], name) && isSymbol(tokens[begin + 1], '+')
}
