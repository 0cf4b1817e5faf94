import { unescaped } from '../slack/read-blocks.ts'

/** Every text that a person reads of what a platform is given. */

/** Of Block Kit and of the arguments of a call: what stands in a text object, and what stands beside the blocks. */
export function slackTexts(given: unknown): string[] {
  return stringsUnder(given, ['text', 'initial_comment']).map((text) => unescaped(text.replaceAll(/<https?:[^|>\s]*\||<@\w+>/g, '')))
}

/** Of an Adaptive Card. */
export function cardTexts(card: unknown): string[] {
  return stringsUnder(card, ['text', 'title', 'label', 'placeholder', 'errorMessage', 'fallbackText'])
}

/** Of an answer. A file is its own. */
export function noteTexts(note: unknown): string[] {
  return stringsUnder(note, ['title', 'text', 'name', 'value', 'does', 'label', 'orElse']).filter((text) => !text.startsWith('{"entry"'))
}

/** Of everything that came from a log, a document or a person. Codes are left out: they could be words of ours. */
export function dataIn(...values: unknown[]): string[] {
  const all = values.flatMap((value) => stringsUnder(value, undefined))
  return [
    ...new Set(all.flatMap((text) => [text, ...text.split(/\n+/), plain(text), ...plain(text).split(/\n+/)]).map((text) => text.trim())),
  ]
}

const CODES = new Set(['type', 'kind', 'role', 'code', 'how', 'is', 'phase', 'state', 'because', 'why'])

function plain(markdown: string): string {
  return markdown
    .replaceAll(/\*+|`/g, '')
    .replaceAll(/(?<!\n)\n(?!\n)/g, ' ')
    .replaceAll(/[ \u00a0]+/g, ' ')
}

/** `names` undefined: all that is no code. */
function stringsUnder(value: unknown, names: readonly string[] | undefined, name = ''): string[] {
  if (typeof value === 'string') return (names === undefined ? !CODES.has(name) : names.includes(name)) ? [value] : []
  if (Array.isArray(value)) return value.flatMap((each) => stringsUnder(each, names, name))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => (key === 'words' || key === 'data' ? [] : stringsUnder(each, names, key)))
}
