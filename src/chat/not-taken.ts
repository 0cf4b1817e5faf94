/** What is said when the engine did not take a command, or when nobody knows whether it did. */
import type { Words } from '../words/words.ts'

/** An error of `ChatBackend.send` with this code: the engine has the command, perhaps, and has not answered. */
const NOT_KNOWN = 'not-known'

export function sayNotTaken({ notes }: Words, cause: unknown): { code: string; sentence: string } {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  return code === NOT_KNOWN ? { code: NOT_KNOWN, sentence: notes.notKnown } : { code: 'not-recorded', sentence: notes.notTaken }
}
