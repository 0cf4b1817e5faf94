/** Finds what was said by no language. */

/** What is the same in every language: names, commands as they are typed, codes, times, figures. */
const SAME = [
  /\/?countersign(?: (?:audit|verify|cancel|export|help|here|list|mirror|plan|runs|show|status|whoami|failover|persistent-chat|R-\d+(?:\.jsonl)?|--keys|keys\.json))*/,
  /ℹ\ufe0e?/,
  /\bR-\d+(?:\.jsonl)?\b/,
  /\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\b|\b\d\d:\d\d:\d\d UTC\b/,
  /\b[0-9a-f]{4}-[0-9a-f]{4}\b|\b[0-9a-f]{32,64}\b/,
  /--rehearse\b/,
  /\bCountersign\b/,
]

/** Texts that people, documents and servers wrote, made ready to be looked up. */
export interface Data {
  whole: string
  pieces: ReadonlySet<string>
}

export function dataOf(texts: readonly string[]): Data {
  return { whole: texts.join('\n'), pieces: new Set(texts.flatMap(piecesOf)) }
}

/** Pieces of a text that are neither said by a language nor data. */
export function unsaid(text: string, data: Data): string[] {
  const rest = SAME.reduce((left, same) => left.replaceAll(new RegExp(same, 'g'), ' · '), withoutSaid(text))
  return piecesOf(rest).filter((piece) => !isData(piece, data))
}

/** Everything in marks is taken out; a text that was cut may have lost its last one. */
function withoutSaid(text: string): string {
  return text.replaceAll(/⟦[^⟧]*(?:⟧|$)/g, ' · ')
}

/** What stands between signs that stand alone, ends of lines, colons and signs of equality; at least a word. */
function piecesOf(text: string): string[] {
  return text
    .split(/[·\n⏎|…]|: | = |(?<=^|\s)[\p{P}\p{S}]+(?=\s|$)/u)
    .map((piece) => piece.replaceAll(/^[\s\p{P}\p{S}\d]+|[\s\p{P}\p{S}\d]+$/gu, ''))
    .filter((piece) => /\p{L}{2,}/u.test(piece))
}

/** A whole one, or much of one where it was cut: a word of it could be ours. */
function isData(piece: string, { whole, pieces }: Data): boolean {
  return pieces.has(piece) || (piece.length >= 10 && whole.includes(piece))
}
