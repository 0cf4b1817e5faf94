/** Characters that PowerShell reads as something else than they look like, or that hide where a statement ends. */
import { DOUBLE_QUOTES, SINGLE_QUOTES, type Span, type FaultAt } from './scan.ts'

export const DASHES = /[–—―]/

export function oddCharacters(text: string, spans: readonly Span[]): FaultAt[] {
  const found: FaultAt[] = []
  for (const { kind, at, end } of spans) {
    const written = text.slice(at, end)
    const quote = kind === 'comment' ? -1 : written.search(kind === 'verbatim' ? SINGLE_QUOTES : DOUBLE_QUOTES)
    if (quote >= 0) return [{ at: at + quote, what: 'PowerShell ends this string at a typographic quote', next: 'write plain quotes' }]
    const coded = kind === 'expandable' ? /(?<!`)(?:``)*`u\{/.exec(written) : null
    if (coded !== null)
      return [
        {
          at: at + coded.index,
          what: '`` `u{…} `` writes a character that nobody reads as what it is',
          next: 'write the character itself',
        },
      ]
    if (kind === 'comment' && /^#\s*(requires\b|SIG\s*#)/i.test(written))
      return [{ at, what: 'PowerShell does not read this as a comment', next: 'write it in other words, or leave it out' }]
    if (kind === 'comment' && written.startsWith('<#') && written.includes('`'))
      found.push({ at, what: 'it is not clear where this comment ends', next: 'leave the back-ticks out' })
  }
  for (const { 0: char, index } of text.matchAll(/[^\p{L}\p{N}\p{M}\n\t\u0020-\u007e]|`/gu)) {
    const inside = spans.findLast(({ at, end }) => at <= index && index < end)
    const code = inside === undefined || inside.parts.some(({ at, end }) => at <= index && index < end)
    if (char === '\r' && text[index + 1] === '\n') continue
    if (char === '\r') return [{ at: index, what: 'a line ends with U+000D alone', next: 'end lines with a line feed' }]
    if (!code) continue
    const why = whyOdd(text, char, index)
    if (why !== undefined) found.push({ at: index, ...why })
  }
  return found
}

function whyOdd(text: string, char: string, index: number): Omit<FaultAt, 'at'> | undefined {
  if (char !== '`') {
    if (SINGLE_QUOTES.test(char) || DOUBLE_QUOTES.test(char) || DASHES.test(char))
      return { what: `PowerShell reads \`${char}\` as a quote or a dash`, next: 'write plain quotes and a plain hyphen' }
    const code = `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    return { what: `${code} is no character for code`, next: 'put it in quotes, or leave it out' }
  }
  if (/^\r?\n/.test(text.slice(index + 1)) && /(^|\s)$/.test(text.slice(0, index))) return undefined
  if (/^[ \t]+\r?\n/.test(text.slice(index + 1)))
    return { what: 'the blank after the back-tick ends the statement there', next: 'let the back-tick be the last of its line' }
  return { what: 'a back-tick outside a string hides what is meant', next: 'remove it' }
}
