/** Answers to Adaptive Cards' actions, as Teams reads them: a card in the card's place, a sentence, or an error. */
import type { Words } from '../../../words/words.ts'
import type { AdaptiveCard } from '../../adaptive/adaptive-card.ts'
import { noteFile } from '../../note-file.ts'
import type { Note } from '../../note.ts'
import { readableLine } from '../../readable.ts'
import type { InvokeAnswer } from '../bot-port.ts'

export function cardAnswer(value: AdaptiveCard): InvokeAnswer {
  return answer(200, 'application/vnd.microsoft.card.adaptive', value)
}

/** Everything that the note says, as text: the card stays as it is, with what was typed into it. */
export function sentenceAnswer(words: Words, note: Note): InvokeAnswer {
  const { title, body } = note
  const text = body.length === 0 ? title : noteFile(note).trim()
  return answer(200, 'application/vnd.microsoft.activity.message', readableLine(words, text, LONGEST))
}

/** What is no action of ours. `status` is that of the answer itself; the request has its own. */
export function errorAnswer(status: 400 | 500 | 501, code: string, message: string): InvokeAnswer {
  return { status, body: { statusCode: status, type: 'application/vnd.microsoft.error', value: { code, message } } }
}

function answer(statusCode: number, type: string, value: unknown): InvokeAnswer {
  return { status: 200, body: { statusCode, type, value } }
}

const LONGEST = 2000
