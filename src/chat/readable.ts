import type { Words } from '../words/words.ts'
import { showHidden } from '../text/hidden-characters.ts'

/**
 * Text typed by people, made unable to do anything but be read: hidden characters and the marks that turn the direction of writing
 * (with which a sentence can be made to show another one) become visible, and Adaptive Cards' date functions are broken up.
 */
export function readable(text: string): string {
  return showHidden(text.replaceAll('\r\n', '\n')).replace(/\{\{(?=(?:DATE|TIME)\()/g, '{\u200b{')
}

/** The same in one line of at most `limit` characters, with the whole length said where it was cut. */
export function readableLine({ card }: Words, text: string, limit: number): string {
  const line = readable(text).replace(/\s*\n\s*/g, ' ⏎ ')
  const characters = Array.from(line)
  return characters.length <= limit ? line : card.cutText(characters.slice(0, limit).join(''), Array.from(text).length)
}
