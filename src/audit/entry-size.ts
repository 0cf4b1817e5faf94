import type { PlainRefusal } from '../run/facts/refusal.ts'
import { RUN_BYTES } from '../run/step/log-room.ts'
import type { Entry } from './entry.ts'

const KB = 1024
/** Of an entry that a run starts with, or is planned anew by. */
export const STARTED_BYTES = 256 * KB
/** People must always be able to lead a run on or end it: only they may use the last part. */
const KEPT_FOR_PEOPLE = 256 * KB

/** Why an entry does not fit; bigger output belongs into a file named by its hash. */
export function tooLarge(entry: Entry, size: number, before: number): PlainRefusal | undefined {
  const limit = limitOf(entry)
  if (size > limit) {
    return {
      code: 'entry-too-large',
      sentence: `"${entry.command.command.type}" makes an entry of ${kb(size)}, and ${kb(limit)} fit: nothing was written. Cut the output and keep the whole in a file.`,
    }
  }
  const room = 'by' in entry.command.command ? RUN_BYTES : RUN_BYTES - KEPT_FOR_PEOPLE
  if (before + size <= room) return undefined
  return {
    code: 'run-too-large',
    sentence: `The log of ${entry.run} has ${kb(before)}, and ${kb(RUN_BYTES)} fit: nothing was written. End the run and start a new one.`,
  }
}

/** Documents, plans and people files come whole; lists of captures may be long, and what a worker says holds the answers of several roles; everything else is short. */
function limitOf(entry: Entry): number {
  if (entry.events.some((event) => event.type === 'started' || event.type === 'planned' || event.type === 'configuration-changed'))
    return STARTED_BYTES
  if (entry.events.some((event) => event.type === 'captured')) return 96 * KB
  return 'worker' in entry.command.command && entry.command.command.type !== 'lost-contact' ? 32 * KB : 16 * KB
}

function kb(bytes: number): string {
  return `${Math.ceil(bytes / KB)} KB`
}
