/** An entry has 16 KB: what goes into a sentence is cut. The whole stands in the command, or in the file that it names. */
const LONGEST = 1500

/** A text, or its beginning. `of`: the length of the whole, where it is cut. */
export interface Excerpt {
  text: string
  of?: number
}

/** The beginning of a text, with its whole length (`of`) where it was cut; no character is cut in two. */
export function beginning(text: string, most = LONGEST): Excerpt {
  if (text.length <= most) return { text }
  const end = /[\ud800-\udbff]/.test(text[most - 1] ?? '') ? most - 1 : most
  return { text: text.slice(0, end), of: text.length }
}

/** The same in words. */
export function short(whole: string, most = LONGEST): string {
  return inWords(beginning(whole, most))
}

/** With its whole length behind it, where it is cut. */
export function inWords({ text, of }: Excerpt): string {
  return of === undefined ? text : `${text}… (${of} characters)`
}
