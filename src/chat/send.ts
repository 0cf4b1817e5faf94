import { readableLine } from './readable.ts'
import type { PersonCommand } from '../run/command.ts'
import type { Refusal } from '../run/facts/refusal.ts'
import { REHEARSAL_MARK } from '../run/rehearsal/mark.ts'
import type { ChatBackend } from './backend.ts'
import type { Reply } from './chat-event.ts'
import { sayFields, sayRefusal } from '../words/say.ts'
import type { Words } from '../words/words.ts'
import { paragraph, said, type Note, type Piece } from './note.ts'

/** Sends a person's command to a run and says what it came to. */
export async function sendCommand(backend: ChatBackend, command: PersonCommand): Promise<Reply> {
  const { run } = command
  const answer = await backend.send(command)
  if (!('refusal' in answer)) {
    const title = `${answer.rehearsal ? REHEARSAL_MARK : ''}${recorded(command)}`
    return { note: said('ok', title, await stillMissing(backend, command)), run }
  }
  return refusedReply(backend.words, run, answer.refusal)
}

/** Who is still missing after an approval. It is recorded whatever becomes of this question. */
async function stillMissing(backend: ChatBackend, command: PersonCommand): Promise<Piece[]> {
  if (command.type !== 'approve') return []
  const view = await backend.view(command.run).catch(() => undefined)
  if (view === undefined) return []
  const waits = view.gate?.number === command.gate
  return [paragraph(waits ? (view.gate?.missing ?? '') : `Gate ${command.gate} waits for nobody any more. ${view.status}`)]
}

/** A refusal, with its faults at the fields they were written in. */
export function refusedReply(words: Words, run: string, refusal: Refusal): Reply {
  const fields = sayFields(words, refusal)
  const faults = Object.entries(fields ?? {})
  const sentence = sayRefusal(words, refusal)
  const note: Note =
    faults.length === 0
      ? said('refused', sentence)
      : said('refused', sentence, [{ type: 'rows', rows: faults.map(([name, value]) => ({ name, value: readableLine(value, 400) })) }])
  return { note, run, ...(fields ? { fields } : {}) }
}

function recorded(command: PersonCommand): string {
  const { run } = command
  switch (command.type) {
    case 'start':
      return `${run} is started. Its card shows how far it is, and asks for whatever is still missing.`
    case 'answer':
      return `Recorded for ${run}.`
    case 'approve':
      return `Your approval of gate ${command.gate} of ${run} is recorded.`
    case 'reject':
      return `Your rejection of gate ${command.gate} of ${run} is recorded.`
    case 'withdraw':
      return `${run} is withdrawn.`
    case 'deviate':
      return `Your request to ${DEVIATIONS[command.kind]} step ${command.step} of ${run} is recorded. It needs its own approval.`
    case 'reopen':
      return `The gate of ${run} is asked for again.`
    case 'confirm':
      return `Your answer “${readableLine(command.choice, 100)}” for step ${command.step} of ${run} is recorded.`
    case 'cancel':
      return `Your cancel of ${run} is recorded.`
  }
}

const DEVIATIONS = { retry: 'retry', skip: 'skip', 'mark-done': 'mark as done', abort: 'abort at' }
