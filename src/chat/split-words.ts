import type { TypedWords } from '../words/note-words.ts'

/**
 * Splits what was typed into words. Quotes keep blanks together (`share="D:\chat data"`), a doubled quote stands for itself, and
 * a backslash is a backslash: paths are typed here. Phones and chat programs turn quotes and hyphens: the turned ones are understood.
 */
export function splitWords(text: string, said: TypedWords): { words: string[] } | { fault: string } {
  const words: string[] = []
  let word: string | undefined
  let quote: { kind: string; at: number } | undefined
  const characters = Array.from(text)
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? ''
    const kind = QUOTES[character]
    if (quote && kind === quote.kind) {
      if (QUOTES[characters[at + 1] ?? ''] === kind) {
        word = (word ?? '') + kind
        at++
      } else quote = undefined
    } else if (!quote && kind && (word === undefined || word.endsWith('='))) {
      quote = { kind, at }
      word ??= ''
    } else if (!quote && /\s/.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + character
  }
  if (quote) {
    return { fault: said.openQuote({ at: quote.at + 1, kind: quote.kind }) }
  }
  if (word !== undefined) words.push(word)
  return { words: words.map((each) => each.replace(/^[—–](?=[a-z])/i, '--')) }
}

const QUOTES: Record<string, string> = { '"': '"', '“': '"', '”': '"', '„': '"', "'": "'", '‘': "'", '’': "'" }
