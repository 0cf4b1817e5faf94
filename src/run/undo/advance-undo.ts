import { orderPerform } from '../attempt/order-perform.ts'
import type { Event } from '../event.ts'
import { gateBefore } from '../gate/gate-before.ts'
import type { RunState } from '../state.ts'
import { ask } from '../step/ask.ts'
import { attention } from '../step/attention.ts'
import { itemState } from '../where.ts'
import { nextToUndo } from './way-back.ts'

/** The next fact of a run that is being undone: what is undone next, whether its effect is there, gate, order. After the last of it people choose: nothing begins again by itself. */
export function advanceUndo(state: RunState, { to, at }: NonNullable<RunState['undoing']>, now: string): Event[] {
  const next = nextToUndo(state, to)
  if (next === undefined) return [{ type: 'stepped-back', step: to }, ...attention(to, 0, 'undone', { code: 'undone' })]
  const { step, item, why } = next
  // It was unknown when they asked, and turns out to be done.
  if (why !== undefined) return attention(step, item, 'unknown', { code: 'no-way-back', why, to })
  if (at?.step !== step || at.item !== item) return [{ type: 'undo-begun', step, item }]
  if (itemState(state, step, item)?.checked !== 'done') return [ask(state, { step, item, looks: ['check'], purpose: 'undo' })]
  return gateBefore(state, step, item, now) ?? orderPerform(state, step, item, { undo: true })
}
