/**
 * Text for Slack, in which nothing that people typed can do anything: no mention, no link, no formatting.
 * Sources: docs.slack.dev "Formatting message text" (only & < > are escaped), and its limits of text objects.
 */
import type { LineText } from '../../live/thread-lines.ts'
import { readable } from '../../readable.ts'

/** A word joiner: not seen, and what it stands in is no mark-up any more. Typed ones are made visible by `readable`. */
const JOINER = '\u2060'

/** For `plain_text`, which is read literally: mentions and links are broken all the same, in case some client looks for them. */
export function plain(words: string, limit: number): string {
  return cut(broken(readable(words)).replace(/<(?=[!@#\w])/g, `<${JOINER}`), limit)
}

/** The same in one line; never empty, because Slack refuses an empty text. */
export function plainLine(words: string, limit: number): string {
  return plain(words.replace(/\s*[\r\n]+\s*/g, ' ⏎ ').trim() || '–', limit)
}

/** For `mrkdwn` and for `text`: escaped as Slack wants it, and cut without cutting an escape in two. */
export function escaped(words: string, limit = Number.POSITIVE_INFINITY): string {
  return escapedPieces(broken(readable(words)), limit)
}

/** Lines of a thread: Slack recommends at most 4,000 characters of text. */
export const LINE_TEXT: LineText = { longest: 3500, write: escaped, units: /&(?:amp|lt|gt);|[\s\S]/gu }

/** For `mrkdwn` that we make bold: Slack has no escape for its marks, so what people typed of them is shown by signs that look like them. */
export function unmarked(words: string): string {
  return words.replace(/[*`~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (mark) => LIKE_MARKS[mark] ?? mark)
}

/** A code block in `mrkdwn`, of at most `limit` characters with its fences. */
export function fenced(words: string, limit: number): string {
  return `\`\`\`\n${escapedPieces(broken(readable(words)).replace(/`(?=``)/g, `\`${JOINER}`), limit - 8)}\n\`\`\``
}

function escapedPieces(words: string, limit: number): string {
  const whole = words.replace(/[&<>]/g, escapeOf)
  if (whole.length <= limit) return whole
  let kept = ''
  for (const piece of Array.from(words, escapeOf)) {
    if (kept.length + piece.length > limit - 1) break
    kept += piece
  }
  return `${kept}…`
}

function escapeOf(character: string): string {
  return ESCAPES[character] ?? character
}

/** What Slack made of a typed line: its escapes undone, and a link that it made of a host's name taken back to what was typed. */
export function asTyped(text: string): string {
  return text
    .replace(/<(?:https?:\/\/|mailto:)[^|<>\s]*\|([^<>]*)>/g, '$1')
    .replace(/&(amp|lt|gt);/g, (_, name: string) => UNESCAPES[name] ?? '')
}

/** URLs that people type are not to be clicked. */
function broken(words: string): string {
  return words.replace(/:(?=\/\/)/g, `:${JOINER}`).replace(/\bmailto:/gi, (found) => `${found}${JOINER}`)
}

function cut(words: string, limit: number): string {
  if (words.length <= limit) return words
  const kept = words.slice(0, limit - 1)
  // Never half a character.
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`
}

const LIKE_MARKS: Record<string, string> = { '*': '∗', '`': 'ˋ', '~': '∼', _: 'ˍ' }
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const UNESCAPES: Record<string, string> = { amp: '&', lt: '<', gt: '>' }
