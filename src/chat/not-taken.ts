/** What is said when the engine did not take a command, or when nobody knows whether it did. */

/** An error of `ChatBackend.send` with this code: the engine has the command, perhaps, and has not answered. */
const NOT_KNOWN = 'not-known'

export function sayNotTaken(cause: unknown): { code: string; sentence: string } {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  return code === NOT_KNOWN
    ? {
        code: NOT_KNOWN,
        sentence:
          'Nobody knows yet whether this is recorded: the engine has not answered. Look at the run before you try again; if it stays so, look into the log of countersign start.',
      }
    : { code: 'not-recorded', sentence: NOT_TAKEN }
}

export const NOT_TAKEN = 'Not recorded: the engine did not take it. Try again; if it stays so, look into the log of countersign start.'
