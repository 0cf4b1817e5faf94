import { readFileSync } from 'node:fs'
import { Refused } from '../refused.ts'

/** The text of a file that the configuration names, or the sentence that says which it is and where it is named. */
export function readOrRefuse(file: string, sentence: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Refused(sentence)
  }
}
