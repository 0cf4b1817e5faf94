/** Under which log-in a session is opened. */
import type { LogIn, SqlTarget } from '../options.ts'

/** `look`: what is sent before anybody approved, and every check. `act`: what two people approved, the lock around it, and what the worker itself asks of both. */
export type Purpose = 'look' | 'act'

/** A target without a reader looks with the log-in that acts; that is said wherever the target is shown. */
export function logInFor(target: SqlTarget, purpose: Purpose): LogIn {
  return purpose === 'look' && target.reader !== undefined ? target.reader : target
}
