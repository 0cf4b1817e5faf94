/** The languages that can be spoken, and how one of them is chosen. */
import { en } from './en.ts'
import type { Words } from './words.ts'

/** By the tag that stands in configurations and in `people.yaml`. */
export const LANGUAGES = { en } satisfies Record<string, Words>

/** The words of the first of these tags (BCP 47, the most wanted first) that is spoken, whatever its region; English where none is. */
export type Speak = (...tags: readonly (string | undefined)[]) => Words

export function speaking(languages: Readonly<Record<string, Words>>): Speak {
  return (...tags) => {
    for (const tag of tags) {
      const [language = ''] = (tag ?? '').toLowerCase().split('-')
      const words = Object.hasOwn(languages, language) ? languages[language] : undefined
      if (words !== undefined) return words
    }
    return en
  }
}
