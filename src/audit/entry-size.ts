import type { RuleRefusal } from '../run/facts/refusal.ts'
import { RUN_BYTES } from '../run/step/log-room.ts'
import type { Entry } from './entry.ts'

const KB = 1024
/** Of an entry that a run starts with, or is planned anew by. */
export const STARTED_BYTES = 256 * KB
/** People must always be able to lead a run on or end it: only they may use the last part. */
const KEPT_FOR_PEOPLE = 256 * KB

/** Why an entry does not fit; bigger output belongs into a file named by its hash. */
export function tooLarge(entry: Entry, size: number, before: number): RuleRefusal | undefined {
  const limit = limitOf(entry)
  if (size > limit) {
    return { code: 'entry-too-large', facts: { command: entry.command.command.type, bytes: size, most: limit } }
  }
  const room = 'by' in entry.command.command ? RUN_BYTES : RUN_BYTES - KEPT_FOR_PEOPLE
  if (before + size <= room) return undefined
  return { code: 'run-too-large', facts: { run: entry.run, bytes: before, most: RUN_BYTES } }
}

/** Documents, plans and people files come whole; lists of captures may be long, and what a worker says holds the answers of several roles; everything else is short. */
function limitOf(entry: Entry): number {
  if (entry.events.some((event) => event.type === 'started' || event.type === 'planned' || event.type === 'configuration-changed'))
    return STARTED_BYTES
  if (entry.events.some((event) => event.type === 'captured')) return 96 * KB
  return 'worker' in entry.command.command && entry.command.command.type !== 'lost-contact' ? 32 * KB : 16 * KB
}
