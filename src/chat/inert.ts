/**
 * Text typed by people, made unable to do anything but be read: control characters and the marks that turn the direction of
 * writing (with which a sentence can be made to show another one) become visible, and Adaptive Cards' date functions are broken up.
 */
export function inert(text: string): string {
  return text.replace(HIDDEN, shown).replace(/\{\{(?=(?:DATE|TIME)\()/g, '{\u200b{')
}

/** The same in one line of at most `limit` characters, with the whole length said where it was cut. */
export function inertLine(text: string, limit: number): string {
  const line = inert(text).replace(/\s*[\r\n]+\s*/g, ' ⏎ ')
  const characters = Array.from(line)
  return characters.length <= limit
    ? line
    : `${characters.slice(0, limit).join('')}… (${Array.from(text).length.toLocaleString('en')} characters)`
}

/** C0 and C1 controls but tab and line feed; zero-width and direction marks; line and paragraph separators; the byte order mark. */
// oxlint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

function shown(character: string): string {
  if (character === '\r') return ''
  return `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`
}
