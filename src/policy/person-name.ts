/** Names stand on cards, where people tell each other apart by them alone. */
import { LONGEST_NAME } from '../text/bounds.ts'
import type { Complaint } from '../text/fault.ts'

/** Alphabets whose letters look like each other's. */
const ALPHABETS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u]

/** Why a name cannot stand on a card; undefined when it can. Hidden characters are refused where the file is read. */
export function nameFault(name: string): Complaint | undefined {
  if (name.length > LONGEST_NAME) return { what: `has ${name.length} characters, and ${LONGEST_NAME} are possible`, next: 'shorten it' }
  if (/[\t\r\n]/.test(name)) return { what: 'holds a tab or a line end', next: 'write it without' }
  const mixed = name.split(/[^\p{L}\p{M}]+/u).find((word) => ALPHABETS.filter((alphabet) => alphabet.test(word)).length > 1)
  if (mixed === undefined) return undefined
  return {
    what: `mixes alphabets in one word (\`${mixed}\`), as names do that shall look like others`,
    next: 'write each word in one alphabet',
  }
}

/** Two names with the same look cannot be told apart. */
export function lookOf(name: string): string {
  return name
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim()
}
