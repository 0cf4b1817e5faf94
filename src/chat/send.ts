import { readableLine } from './readable.ts'
import type { PersonCommand } from '../run/command.ts'
import type { Refusal } from '../run/facts/refusal.ts'
import type { ChatBackend } from './backend.ts'
import type { Reply } from './chat-event.ts'
import { sayFields, sayRefusal } from '../words/say.ts'
import type { Words } from '../words/words.ts'
import { paragraph, said, type Note, type Piece } from './note.ts'

/** Sends a person's command to a run and says what it came to. */
export async function sendCommand(backend: ChatBackend, words: Words, command: PersonCommand): Promise<Reply> {
  const { run } = command
  const answer = await backend.send(command)
  if (!('refusal' in answer)) {
    const title = `${answer.rehearsal ? words.rehearsalMark : ''}${sayRecorded(words, command)}`
    return { note: said('ok', title, await stillMissing(backend, words, command)), run }
  }
  return refusedReply(words, run, answer.refusal)
}

/** Who is still missing after an approval. It is recorded whatever becomes of this question. */
async function stillMissing(backend: ChatBackend, words: Words, command: PersonCommand): Promise<Piece[]> {
  if (command.type !== 'approve') return []
  const view = await backend.view(command.run, words).catch(() => undefined)
  if (view === undefined) return []
  const waits = view.gate?.number === command.gate
  return [paragraph(waits ? (view.gate?.missing ?? '') : words.notes.gateIsOver({ gate: command.gate, status: view.status }))]
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
