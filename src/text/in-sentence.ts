import { short } from './excerpt.ts'

/** A text that stands inside a sentence: cut where it is too long, and without the full stop of its own. */
export function inSentence(text: string): string {
  return short(text).replace(/[.\s]+$/, '')
}
