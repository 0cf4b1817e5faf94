/** Takes a session from `master`, where each is opened, to the database of a block. A reset takes it back, so that no session holds a database that nobody looks at. */
import { inSentence } from '../../text/in-sentence.ts'
import type { PlainRefusal } from '../../run/facts/refusal.ts'
import { placeOf } from './not-opened.ts'
import { sendQuery } from './query.ts'
import type { SqlSession } from './session.ts'
import { within } from '../within.ts'

/** `lost`: the session is gone, and nobody said why. Within `limits.answerMs`, or until `signal` says stop: then the session is ended. */
export async function enterDatabase(
  session: SqlSession,
  database: string,
  signal: AbortSignal,
): Promise<'entered' | 'lost' | { refusal: PlainRefusal }> {
  if (database.toLowerCase() === 'master') return 'entered'
  // Inside sp_executesql it would hold for its own length only.
  const { ended } = sendQuery(session.connection, { text: `USE [${database.replaceAll(']', ']]')}]`, parameters: [] }, 'batch')
  const found = await within(ended, { ms: session.limits.answerMs, signal })
  const place = placeOf(session.target)
  if ('ended' in found) {
    session.end()
    if (found.ended === 'stopped') return refuse('worker-stopping', `The worker was told to stop before it was in ${database} on ${place}.`)
    const waited = `${place} let the worker in and did not open ${database} for ${session.limits.answerMs / 1000} s.`
    return refuse('no-answer', `${waited} See that the server is not overloaded, and what lies between it and this worker.`)
  }
  const [error] = found.value.errors
  if (error === undefined) return 'entered'
  if (error.number === undefined) return 'lost'
  return refuse(
    'database-refused',
    `${place} does not open ${database} for the worker: ${inSentence(error.text)} (error ${error.number}). See that this database is there and online, and that the user may open it.`,
  )
}

function refuse(code: string, sentence: string): { refusal: PlainRefusal } {
  return { refusal: { code, sentence } }
}
