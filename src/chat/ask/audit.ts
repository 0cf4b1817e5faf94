import type { LogLine } from '../../audit/entry.ts'
import { REHEARSAL_MARK } from '../../run/rehearsal/mark.ts'
import type { ChatBackend } from '../backend.ts'
import { paragraph, said, type Note } from '../note.ts'
import { counted } from '../../text/counted.ts'

/** The log as a file, with the command that verifies it. */
export async function answerAudit(backend: ChatBackend, run: string): Promise<Note> {
  const text = await backend.log(run)
  if (text === undefined) return said('refused', `There is no run ${run}. /countersign runs lists them.`)
  const count = text.split('\n').filter((line) => line && 'entry' in (JSON.parse(line) as LogLine)).length
  const name = `${run}.jsonl`
  return {
    ...said('info', `${isRehearsal(text) ? REHEARSAL_MARK : ''}The audit log of ${run}: ${counted(count, 'entry', 'entries')}`, [
      paragraph('Save it, and anybody can decide the whole run again and compare every byte:'),
      { type: 'code', language: 'text', text: `countersign audit verify ${name} --keys keys.json` },
    ]),
    file: { name, text, orElse: `On the machine of the bot, countersign audit export ${run} writes it.` },
  }
}

/** Its first entry says what it is the log of. */
function isRehearsal(log: string): boolean {
  const first = JSON.parse(log.slice(0, log.indexOf('\n'))) as LogLine
  return 'entry' in first && first.entry.events.some((event) => event.type === 'started' && event.rehearsal)
}
