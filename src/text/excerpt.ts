import { counted } from './counted.ts'

/** An entry has 16 KB: what goes into a sentence is cut. The whole stands in the command, or in the file that it names. */
const LONGEST = 1500
const MOST_PARTS = 5
const MOST_LINES = 30

/** The beginning of a text, with its whole length (`of`) where it was cut; no character is cut in two. */
export function beginning(text: string, most = LONGEST): { text: string; of?: number } {
  if (text.length <= most) return { text }
  const end = /[\ud800-\udbff]/.test(text[most - 1] ?? '') ? most - 1 : most
  return { text: text.slice(0, end), of: text.length }
}

/** The same in words. */
export function short(whole: string, most = LONGEST): string {
  const { text, of } = beginning(whole, most)
  return of === undefined ? text : `${text}… (${of} characters)`
}

/** `a; b; and 3 more` */
export function shortList(parts: readonly string[]): string {
  if (parts.length <= MOST_PARTS) return short(parts.join('; '), 2 * LONGEST)
  return `${short(parts.slice(0, MOST_PARTS).join('; '), 2 * LONGEST)}; and ${parts.length - MOST_PARTS} more`
}

/** The first lines of what changed. */
export function firstLines(lines: readonly string[]): string {
  const rest = lines.length - MOST_LINES
  const shown = lines.slice(0, MOST_LINES).map((line) => short(line, 300))
  return rest <= 0 ? shown.join('\n') : [...shown, `… and ${counted(rest, 'more line', 'more lines')}`].join('\n')
}
