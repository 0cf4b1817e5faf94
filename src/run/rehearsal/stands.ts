import type { AttentionReason, Event, Finding } from '../event.ts'
import type { RunState } from '../state.ts'
import { elsewhere, leftUndone, mayLeadOn } from './left-undone.ts'

/** No step of a document makes a worker look that does not: these are of today, whatever was only rehearsed. */
const OF_TODAY: ReadonlySet<AttentionReason> = new Set(['refused', 'lost-contact'])

/** A block that said neither yes nor no. `answered`: by its target; else it is the worker's word, or the target does not know what it was asked with. */
export interface Unclear {
  target: string
  answered: boolean
}

/**
 * Something stands in the way of the real run here. The real run would stop; a rehearsal writes it down and goes on, because people want to know of everything.
 * What may be the doing of a step that was only rehearsed is no stop of today: it names that step. Where nothing was answered, or no such step acts on the
 * target that gave no plain answer, it is of today.
 */
export function standsInTheWay(state: RunState, { before, ...found }: Finding, unclear: readonly Unclear[] = []): Event[] {
  const { asked, step, item } = found
  const ofToday = unclear.some(({ target, answered }) => !answered || !mayLeadOn(state, { step, item }, target))
  const undone = before ?? (ofToday || OF_TODAY.has(found.reason) ? undefined : leftUndone(state, step, item))
  const looked = asked !== 'list' && asked !== 'when' && asked !== 'needs'
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
