/** Takes a session from `master`, where each is opened, to the database of a block. A reset takes it back, so that no session holds a database that nobody looks at. */
import type { WorkerFault, WorkerRefusal } from '../../run/facts/worker-fault.ts'
import { placeOf } from './not-opened.ts'
import { sendQuery } from './query.ts'
import type { SqlSession } from './session.ts'
import { within } from '../within.ts'

/** `lost`: the session is gone, and nobody said why. Within `limits.answerMs`, or until `signal` says stop: then the session is ended. */
export async function enterDatabase(
  session: SqlSession,
  database: string,
  signal: AbortSignal,
): Promise<'entered' | 'lost' | { refusal: WorkerRefusal }> {
  if (database.toLowerCase() === 'master') return 'entered'
  // Inside sp_executesql it would hold for its own length only.
  const { ended } = sendQuery(session.connection, { text: `USE [${database.replaceAll(']', ']]')}]`, parameters: [] }, 'batch')
  const found = await within(ended, { ms: session.limits.answerMs, signal })
  const of = { at: placeOf(session.target), database }
  if ('ended' in found) {
    session.end()
    if (found.ended === 'stopped') return refuse('worker-stopping', { is: 'database-stopped', ...of })
    return refuse('no-answer', { is: 'database-silent', ...of, ms: session.limits.answerMs })
  }
  const [error] = found.value.errors
  if (error === undefined) return 'entered'
  if (error.number === undefined) return 'lost'
  return refuse('database-refused', { is: 'database-refused', ...of, message: error.text, number: error.number })
}

function refuse(code: string, why: WorkerFault): { refusal: WorkerRefusal } {
  return { refusal: { code, why } }
}
