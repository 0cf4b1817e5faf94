/** Markdown prose of a document as plain text: paragraphs, with lines joined, blanks of all kinds made one, marks of emphasis and code taken away. */
export function paragraphs(markdown: string): string[] {
  return split(markdown).map(withoutMarks).filter(Boolean)
}

/**
 * What a document stresses of a step, from the first sentence with **strong emphasis** to the end of its paragraph; where it
 * stresses nothing, the whole. So a step says first what cannot be undone by making it bold.
 */
export function stressed(markdown: string): string {
  const parts = split(markdown)
  const part = parts.find((each) => STRONG.test(each))
  if (part === undefined) return parts.map(withoutMarks).join(' ')
  const sentences = part.split(/(?<=[.!?]\**)\s+/)
  return withoutMarks(sentences.slice(sentences.findIndex((each) => STRONG.test(each))).join(' '))
}

const STRONG = /\*\*(?=\S)|__(?=\S)/

/** A heading is a paragraph of its own. */
function split(markdown: string): string[] {
  return markdown.replaceAll(/^#{1,6}[ \t]+(.*)$/gm, '\n$1\n').split(/\n\s*\n/)
}

function withoutMarks(part: string): string {
  return part
    .replace(/\s*\n\s*|\p{Zs}/gu, ' ')
    .replace(/\*\*|(?<!\w)__|__(?!\w)|(?<!\w)\*|\*(?!\w)|`/g, '')
    .trim()
}
