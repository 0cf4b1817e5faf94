/** Why no session came about, and what to do about it. What is not known is said to be unknown, with its code. */
import { inSentence } from '../../text/in-sentence.ts'
import type { PlainRefusal } from '../../run/facts/refusal.ts'
import { causesOf, reasonOf } from '../causes.ts'
import type { SqlTarget } from '../options.ts'
import { UnencryptedServer } from './guarded-socket.ts'
import { TROUBLES, UNKNOWN_TLS } from './troubles.ts'

/** How far it came, and what the server said against the log-in, first to last. */
export interface Opening {
  user: string
  reached: 'nothing' | 'connection' | 'log-in'
  said: { number: number; message: string }[]
}

/** The server let somebody in only to name another server instead, as routing does. */
export class SentOn extends Error {}

/** As people know it, and where it was dialled. */
export function placeOf({ name, address, host, port }: SqlTarget): string {
  return `${name} (${address ?? host}:${port})`
}

export function whyNotOpened(
  target: SqlTarget,
  opening: Opening,
  how: { ended: 'late' | 'stopped'; ms: number } | { error: unknown; ms: number },
): PlainRefusal {
  const place = placeOf(target)
  const silent = refuse('no-answer', `${place} ${SILENT[opening.reached]} for ${how.ms / 1000} s. ${WHEN_SILENT[opening.reached]}`)
  if ('ended' in how) {
    if (how.ended === 'late') return silent
    return refuse('worker-stopping', `The worker was told to stop before it had a session on ${place}.`)
  }
  const causes = causesOf(how.error)
  const guarded = causes.find((cause) => cause instanceof UnencryptedServer)
  if (guarded) {
    return refuse(
      'not-encrypted',
      `${place} offers no encryption: ${guarded.message}. The password was not sent. Give the server a certificate, or correct its address.`,
    )
  }
  if (causes.some((cause) => cause instanceof SentOn)) {
    return refuse(
      'other-server',
      `${place} sends whoever logs in on to another server, and a target is one server: nothing was asked of either. Write the server that is meant as host, instance and port of the target.`,
    )
  }
  if (opening.said.length > 0) return logInRefused(place, opening)
  // The driver's own codes say no more than that it failed; what it met lies below.
  const deepest = causes.findLast(({ code }) => typeof code === 'string' && code !== 'ESOCKET')
  const code = typeof deepest?.code === 'string' ? deepest.code : undefined
  if (code === 'ETIMEOUT') return silent
  const trouble = code === undefined ? undefined : (TROUBLES[code] ?? (code.startsWith('ERR_SSL_') ? UNKNOWN_TLS : undefined))
  if (trouble)
    return refuse(
      trouble.code,
      `${trouble.what(place, trouble.shows === 'code' ? '' : `: ${reasonOf(how.error)}`)} (${code}). ${trouble.next}`,
    )
  return refuse(
    'no-session',
    `No session came about on ${place}, and this program does not know why: ${code ?? causes.at(-1)?.message ?? String(how.error)}, ${REACHED[opening.reached]}. Look into the log of the server, and connect from this machine with another client.`,
  )
}

const SILENT: Record<Opening['reached'], string> = {
  nothing: 'does not answer: no connection came about',
  connection: 'took the connection and did not let anybody in',
  'log-in': 'let the worker in and did not say who it is',
}
const WHEN_SILENT: Record<Opening['reached'], string> = {
  nothing: 'See that the server runs, and that no firewall stands between it and this worker.',
  connection: 'See that a SQL Server listens on that port, that it is not overloaded, and what lies between it and this worker.',
  'log-in': 'See that the server is not overloaded, and what lies between it and this worker.',
}
const REACHED: Record<Opening['reached'], string> = {
  nothing: 'before a connection came about',
  connection: 'after the connection, before the log-in',
  'log-in': 'after the log-in',
}

/** The first error is the cause, the last only its end: 4060 (no such database) is followed by 18456 (log-in failed). */
function logInRefused(place: string, { user, said: [first, ...more] }: Opening): PlainRefusal {
  const texts = [first, ...more].flatMap((error) => (error ? [`${inSentence(error.message)} (error ${error.number}).`] : []))
  const next = WHEN_REFUSED[first?.number ?? 0] ?? 'Look that error up: the log of the server says more about it.'
  const code = first?.number === NO_SUCH_DATABASE ? 'database-refused' : 'log-in-refused'
  return refuse(code, `${place} refuses the log-in of "${user}": ${texts.join(' ')} ${next}`)
}

/** It is not there, or not open, or not for this user: unlike the other refusals it may hang on what a step does. */
const NO_SUCH_DATABASE = 4060
const DATABASE = 'See that this database is there and online, and that the user may open it.'
const PASSWORD = 'Give the user a new password on the server, and write it where the configuration names it.'
const WHEN_REFUSED: Record<number, string> = {
  [NO_SUCH_DATABASE]: DATABASE,
  4064: 'See that the default database of the user is there and online.',
  18456: 'Correct the user or the password that the configuration names.',
  18470: 'The user is disabled on the server: enable it there.',
  18486: 'The user is locked out on the server: unlock it there.',
  18487: PASSWORD,
  18488: PASSWORD,
}

function refuse(code: string, sentence: string): PlainRefusal {
  return { code, sentence }
}
