/** Why no session came about. What is not known is said to be unknown, with its code. */
import type { Reached, SqlPlace } from '../../run/facts/sql-fault.ts'
import type { WorkerFault, WorkerRefusal } from '../../run/facts/worker-fault.ts'
import { causesOf, reasonOf } from '../causes.ts'
import type { SqlTarget } from '../options.ts'
import { UnencryptedServer } from './guarded-socket.ts'
import { TROUBLES, UNKNOWN_TLS } from './troubles.ts'

/** How far it came, and what the server said against the log-in, first to last. */
export interface Opening {
  user: string
  reached: Reached
  said: { number: number; message: string }[]
}

/** The server let somebody in only to name another server instead, as routing does. */
export class SentOn extends Error {}

export function whyNotOpened(
  target: SqlTarget,
  opening: Opening,
  how: { ended: 'late' | 'stopped'; ms: number } | { error: unknown; ms: number },
): WorkerRefusal {
  const at = placeOf(target)
  const { reached } = opening
  const silent = refuse('no-answer', { is: 'sql-silent', at, reached, ms: how.ms })
  if ('ended' in how) return how.ended === 'late' ? silent : refuse('worker-stopping', { is: 'sql-stopped', at })
  const causes = causesOf(how.error)
  const guarded = causes.find((cause) => cause instanceof UnencryptedServer)
  if (guarded) return refuse('not-encrypted', { is: 'sql-not-encrypted', at, answer: guarded.answer })
  if (causes.some((cause) => cause instanceof SentOn)) return refuse('other-server', { is: 'sent-on', at })
  if (opening.said.length > 0) return logInRefused(at, opening)
  // The driver's own codes say no more than that it failed; what it met lies below.
  const deepest = causes.findLast(({ code }) => typeof code === 'string' && code !== 'ESOCKET')
  const code = typeof deepest?.code === 'string' ? deepest.code : undefined
  if (code === 'ETIMEOUT') return silent
  const known = code === undefined ? undefined : (TROUBLES[code] ?? (code.startsWith('ERR_SSL_') ? UNKNOWN_TLS : undefined))
  if (known && code !== undefined) {
    const reason = known.shows === 'code' ? {} : { reason: reasonOf(how.error) }
    return refuse(known.code, { is: 'sql-trouble', at, trouble: known.trouble, code, ...reason })
  }
  return refuse('no-session', { is: 'sql-unknown', at, met: code ?? causes.at(-1)?.message ?? String(how.error), reached })
}

/** Where the target was dialled. */
export function placeOf({ name, address, host, port }: SqlTarget): SqlPlace {
  return { name, host: address ?? host, port }
}

/** The first error is the cause, the last only its end: 4060 (no such database) is followed by 18456 (log-in failed). */
function logInRefused(at: SqlPlace, { user, said }: Opening): WorkerRefusal {
  return refuse(said[0]?.number === NO_SUCH_DATABASE ? 'database-refused' : 'log-in-refused', {
    is: 'log-in-refused',
    at,
    logIn: user,
    said,
  })
}

/** It is not there, or not open, or not for this user: unlike the other refusals it may hang on what a step does. */
const NO_SUCH_DATABASE = 4060

function refuse(code: string, why: WorkerFault): WorkerRefusal {
  return { code, why }
}
