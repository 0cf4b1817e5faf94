import type { LogLine } from '../../audit/entry.ts'
import type { Words } from '../../words/words.ts'
import type { ChatBackend } from '../backend.ts'
import { paragraph, said, type Note } from '../note.ts'

/** The log as a file, with the command that verifies it. */
export async function answerAudit(backend: ChatBackend, { notes, rehearsalMark }: Words, run: string): Promise<Note> {
  const text = await backend.log(run)
  if (text === undefined) return said('refused', notes.noRun(run))
  const entries = text.split('\n').filter((line) => line && 'entry' in (JSON.parse(line) as LogLine)).length
  const name = `${run}.jsonl`
  return {
    ...said('info', `${isRehearsal(text) ? rehearsalMark : ''}${notes.audit.title({ run, entries })}`, [
      paragraph(notes.audit.save),
      { type: 'code', language: 'text', text: `countersign audit verify ${name} --keys keys.json` },
    ]),
    file: { name, text, orElse: notes.audit.orElse(run) },
  }
}

/** Its first entry says what it is the log of. */
function isRehearsal(log: string): boolean {
  const first = JSON.parse(log.slice(0, log.indexOf('\n'))) as LogLine
  return 'entry' in first && first.entry.events.some((event) => event.type === 'started' && event.rehearsal)
}
