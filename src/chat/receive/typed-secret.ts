/** A secret that somebody types stands in the log of the run for ever: what is answered to a question for one goes on only where it is the name of one. */
import { readScalar } from '../../procedure/value/read-scalar.ts'
import type { Words } from '../../words/words.ts'
import type { ChatBackend } from '../backend.ts'
import type { Reply } from '../chat-event.ts'
import { said } from '../note.ts'

/** What is said instead of taking these answers; undefined where nothing stands against them. `asked`: the questions with their types. */
export function refuseTypedSecret(
  backend: Pick<ChatBackend, 'loaded'>,
  words: Words,
  answers: Record<string, string>,
  asked: readonly { name: string; type: string }[],
): Reply | undefined {
  const { targets, secretNames } = backend.loaded()
  for (const { name, type } of asked) {
    const written = Object.hasOwn(answers, name) ? (answers[name] ?? '').trim() : ''
    if (type !== 'secret' || written === '') continue
    const read = readScalar({ type, targets, secretNames }, written)
    if ('value' in read) continue
    const fault = words.valueFault(read.fault)
    return { note: said('refused', words.notes.notTakenOf({ name, fault })), fields: { [name]: fault } }
  }
  return undefined
}
