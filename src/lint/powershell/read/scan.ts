/** Where texts and comments of a block begin and end, by PowerShell's own rules, before anything is parsed: what never ends is said first. */
import type { Complaint } from '../../../text/fault.ts'

/** A complaint and its offset in the block. */
export type FaultAt = Complaint & { at: number }

export interface Span {
  kind: 'comment' | 'verbatim' | 'expandable'
  /** Offsets in the block, from the first quote or `#` to after the last. */
  at: number
  end: number
  here?: true
  /** Of an expandable text: its `$( … )`, from `$` to after `)`. */
  parts: readonly { at: number; end: number }[]
}

export interface Scanned {
  /** In the order of the block; those within a `$( … )` of a text stand after it. */
  spans: readonly Span[]
  /** What begins there and never ends, or ends without a beginning. */
  fault?: { at: number; what: string; next: string }
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' }
/** PowerShell takes these for quotes as well. */
export const SINGLE_QUOTES = /[‘’‚‛]/
export const DOUBLE_QUOTES = /[“”„]/

export function scan(text: string): Scanned {
  const spans: Span[] = []
  const { fault } = scanCode(text, 0, spans, false)
  return fault === undefined ? { spans } : { spans, fault }
}

type Fault = Scanned['fault']

/** Reads code from `from` on, to the end of the block or to the parenthesis that closes a subexpression. */
function scanCode(text: string, from: number, spans: Span[], nested: boolean): { end: number; fault?: Fault } {
  const open: { bracket: string; at: number }[] = []
  let at = from
  while (at < text.length) {
    const char = text[at] ?? ''
    const span = readSpan(text, at, spans)
    if (span !== undefined) {
      if ('what' in span) return { end: at, fault: span }
      at = span.end
      continue
    }
    if (char === '`') at++
    else if ('({['.includes(char) && !isWordBracket(text, at)) open.push({ bracket: char, at })
    else if (')}]'.includes(char) && !(char === ']' && open.at(-1)?.bracket !== '[')) {
      const last = open.pop()
      if (last === undefined && nested && char === ')') return { end: at + 1 }
      if (last === undefined) return { end: at, fault: { at, what: `\`${char}\` closes nothing`, next: 'remove it' } }
      if (CLOSING[last.bracket] !== char)
        return { end: at, fault: { at, what: `\`${char}\` closes nothing`, next: `close \`${last.bracket}\` before it` } }
    }
    at++
  }
  const last = open.at(-1)
  if (last === undefined) return { end: at }
  return { end: at, fault: { at: last.at, what: `\`${last.bracket}\` begins here and never ends`, next: 'close it' } }
}

/** A `[` within a word is no bracket: `a[0-9].log`. */
function isWordBracket(text: string, at: number): boolean {
  return (
    text[at] === '[' &&
    /(^|[\s,;|({])[\w.\\/:*?-]*[\w\\/:*?-]$/.test(text.slice(Math.max(0, at - 200), at)) &&
    !/[$\])]/.test(text[at - 1] ?? '')
  )
}

function readSpan(text: string, at: number, spans: Span[]): Span | NonNullable<Fault> | undefined {
  const rest = text.slice(at, at + 2)
  if (rest === '<#') {
    const end = text.indexOf('#>', at + 2)
    return end < 0 ? unclosed(at, 'a comment') : add(spans, { kind: 'comment', at, end: end + 2, parts: [] })
  }
  if (rest[0] === '#' && !/[\p{L}\p{N}_.\\/:*?%~+-]/u.test(text[at - 1] ?? ' ')) {
    const end = text.slice(at).search(/[\r\n]/)
    return add(spans, { kind: 'comment', at, end: end < 0 ? text.length : at + end, parts: [] })
  }
  const here = /^@(['"])[^\S\r\n]*(\r\n|\n)/.exec(text.slice(at, at + 100))
  if (here !== null) return readHere(text, at, here[1] ?? '', at + here[0].length, spans)
  if (rest[0] === "'") {
    let end = at + 1
    while (end < text.length && (text[end] !== "'" || text[end + 1] === "'")) end += text[end] === "'" ? 2 : 1
    return end >= text.length ? unclosed(at, 'a string') : add(spans, { kind: 'verbatim', at, end: end + 1, parts: [] })
  }
  return rest[0] === '"' ? readExpandable(text, at, at + 1, undefined, spans) : undefined
}

function readHere(text: string, at: number, quote: string, from: number, spans: Span[]): Span | NonNullable<Fault> {
  const close = text.indexOf(`\n${quote}@`, from - 1)
  if (close < 0) return unclosed(at, 'a here-string')
  const end = close + 3
  if (quote === "'") return add(spans, { kind: 'verbatim', at, end, here: true, parts: [] })
  return readExpandable(text, at, from, close, spans)
}

/** `until`: where a here-string ends whatever stands in it. */
function readExpandable(text: string, at: number, from: number, until: number | undefined, spans: Span[]): Span | NonNullable<Fault> {
  const parts: { at: number; end: number }[] = []
  const inner: Span[] = []
  let index = from
  for (; index < (until ?? text.length); index++) {
    const char = text[index]
    if (char === '`') index++
    else if (char === '$' && text[index + 1] === '(') {
      const { end, fault } = scanCode(text, index + 2, inner, true)
      if (fault !== undefined) return fault
      if (text[end - 1] !== ')' || (until !== undefined && end > until)) return unclosed(index, 'a subexpression')
      parts.push({ at: index, end })
      index = end - 1
    } else if (char === '"' && until === undefined) {
      if (text[index + 1] !== '"') break
      index++
    }
  }
  if (until === undefined && index >= text.length) return unclosed(at, 'a string')
  const span = add(spans, {
    kind: 'expandable',
    at,
    end: until === undefined ? index + 1 : until + 3,
    parts,
    ...(until === undefined ? {} : { here: true }),
  })
  spans.push(...inner)
  return span
}

function add(spans: Span[], span: Span): Span {
  spans.push(span)
  return span
}

function unclosed(at: number, what: string): NonNullable<Fault> {
  return { at, what: `${what} begins here and never ends`, next: 'close it' }
}
