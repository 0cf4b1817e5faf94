import { readableLine } from './readable.ts'
import type { PersonCommand } from '../run/command.ts'
import type { Refusal } from '../run/facts/refusal.ts'
import type { Answer, ChatBackend } from './backend.ts'
import type { Reply } from './chat-event.ts'
import { sayFields, sayRefusal, sayStatus } from '../words/say.ts'
import type { Words } from '../words/words.ts'
import { paragraph, said, type Note, type Piece } from './note.ts'

/** Sends a person's command to a run and says what it came to. */
export async function sendCommand(backend: ChatBackend, words: Words, command: PersonCommand): Promise<Reply> {
  const { run } = command
  const answer = await backend.send(command)
  if (!('refusal' in answer)) {
    const title = `${answer.rehearsal ? words.rehearsalMark : ''}${sayRecorded(words, command)}`
    return { note: said('ok', title, stillMissing(words, command, answer)), run }
  }
  return refusedReply(words, run, answer.refusal)
}

/** Who is still missing after an approval. */
function stillMissing(words: Words, command: PersonCommand, { approved }: Exclude<Answer, { refusal: Refusal }>): Piece[] {
  if (command.type !== 'approve' || approved === undefined) return []
  const { missing, status } = approved
  if (missing !== undefined) return [paragraph(words.missing(missing))]
  return [paragraph(words.notes.gateIsOver({ gate: command.gate, status: sayStatus(words, status) }))]
}

/** A refusal, with its faults at the fields they were written in. */
export function refusedReply(words: Words, run: string, refusal: Refusal): Reply {
  const fields = sayFields(words, refusal)
  const faults = Object.entries(fields ?? {})
  const sentence = sayRefusal(words, refusal)
  const note: Note =
    faults.length === 0
      ? said('refused', sentence)
      : said('refused', sentence, [
          { type: 'rows', rows: faults.map(([name, value]) => ({ name, value: readableLine(words, value, 400) })) },
        ])
  return { note, run, ...(fields ? { fields } : {}) }
}

function sayRecorded(words: Words, command: PersonCommand): string {
  const shown = command.type === 'confirm' ? { ...command, choice: readableLine(words, command.choice, 100) } : command
  return (words.notes.recorded[command.type] as (command: PersonCommand) => string)(shown)
}
