import type { AttentionReason, Event, Finding } from '../event.ts'
import type { RunState } from '../state.ts'
import { elsewhere, leftUndone } from './left-undone.ts'

/** No step of a document makes a worker look that does not: these are of today, whatever was only rehearsed. */
const OF_TODAY: ReadonlySet<AttentionReason> = new Set(['refused', 'lost-contact'])

/**
 * Something stands in the way of the real run here. The real run would stop; a rehearsal writes it down and goes on, because people want to know of everything.
 * What may be the doing of a step that was only rehearsed is no stop of today: it names that step.
 */
export function standsInTheWay(state: RunState, { before, ...found }: Finding): Event[] {
  const undone = before ?? (OF_TODAY.has(found.reason) ? undefined : leftUndone(state, found.step, found.item))
  const { asked, step, item } = found
  const looked = asked === 'check' || asked === 'before' || asked === 'read'
  const away = undone !== undefined && looked ? elsewhere(state, { step, item }, asked) : []
  return [
    {
      type: 'stands-in-the-way',
      ...found,
      ...(undone === undefined ? {} : { before: undone }),
      ...(away.length === 0 ? {} : { elsewhere: away }),
    },
  ]
}

/** What stands in the way of this item, or of its step as a whole. */
export function findingsAt(state: RunState, step: number, item: number): Finding[] {
  return state.findings.filter((found) => found.step === step && (found.item === item || found.item === 0))
}
