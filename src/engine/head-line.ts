import type { SignedHead } from '../audit/entry.ts'
import type { ThreadLine } from '../run/view.ts'

/** `lines-of.ts` numbers an entry's own lines within its thousand, from below. */
const LINES_PER_ENTRY = 1000

/** The line that pins the log in the channel, where nobody can take it back: an auditor compares it with the file. */
export function headLine({ seq, hash, at, final, signature }: SignedHead): ThreadLine {
  const what = final ? `The log ends with entry ${seq}` : `The log stands at entry ${seq}`
  return { n: seq * LINES_PER_ENTRY + LINES_PER_ENTRY - 1, at, text: `${what}: ${hash} (signed: ${signature})` }
}
