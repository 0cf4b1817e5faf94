import type { Event } from '../event.ts'
import type { Line } from './line.ts'
import { CONVERSATION } from '../../procedure/procedure.ts'
import { tellsOf } from '../view/tells.ts'
import { askedByHand } from '../step/confirm.ts'
import { placeOf } from '../view/place.ts'
import { findingOf } from '../rehearsal/lists.ts'
import { findAttempt, plannedAt } from '../where.ts'
import type { RunState } from '../state.ts'

type WorkEvent = Extract<
  Event,
  {
    type:
      | 'step-begun'
      | 'step-passed-over'
      | 'items-found'
      | 'captured'
      | 'confirm-asked'
      | 'confirmed'
      | 'notified'
      | 'observing'
      | 'ordered'
      | 'order-voided'
      | 'claimed'
      | 'attempt-ended'
      | 'item-done'
      | 'step-done'
      | 'stands-in-the-way'
      | 'worker-missing'
      | 'contact-lost'
      | 'undo-begun'
      | 'undone'
      | 'stepped-back'
  }
>

/** Steps and attempts: what begins, who does it, what came of it. */
export function workLine(event: WorkEvent, after: RunState, before: RunState): Line | undefined {
  switch (event.type) {
    case 'step-begun': {
      const again = before.steps[event.step - 1]?.begun !== undefined
      return { line: 'step-begun', at: placeOf(after, event.step, 0), again }
    }
    case 'step-passed-over':
      return { line: 'step-passed-over', at: placeOf(after, event.step, 0), because: event.because }
    case 'items-found':
      return { line: 'items-found', at: placeOf(after, event.step, 0), count: event.count }
    case 'captured':
      if (Object.keys(event.captures).length === 0) return undefined
      return { line: 'captured', at: placeOf(after, event.step, event.item ?? 0), captures: event.captures }
    case 'confirm-asked':
      return {
        line: 'confirm-asked',
        at: placeOf(after, event.step, event.item ?? 0),
        ask: askedByHand(after, { item: 0, ...event })?.ask ?? '',
      }
    case 'confirmed':
      return { line: 'confirmed', at: placeOf(after, event.step, event.item ?? 0), by: event.by, choice: event.choice }
    case 'notified': {
      const names = after.people.filter(({ groups }) => groups.includes(event.to)).map(({ name }) => name)
      return { line: 'notified', rehearsal: after.rehearsal, names: event.to === CONVERSATION ? [] : names, ...tellsOf(after, event.step) }
    }
    case 'observing':
      return askingLine(event, after)
    case 'ordered':
      return undefined
    case 'order-voided':
      return { line: 'order-voided', order: event.order, because: event.because }
    case 'claimed': {
      const { step, item, number } = event.attempt
      const undo = findAttempt(after, event.attempt)?.undo
      return { line: 'claimed', at: placeOf(after, step, item), worker: event.worker, attempt: number, ...(undo && { undo }) }
    }
    case 'attempt-ended': {
      const { attempt, end, superseded } = event
      // That it is done already, or may not begin, is said with what follows, unless it came too late.
      if ((end.type === 'already-done' || end.type === 'not-ready') && !superseded) return undefined
      return { line: 'attempt-ended', at: placeOf(after, attempt.step, attempt.item), attempt: attempt.number, end, superseded }
    }
    case 'item-done':
      return { line: 'done', at: placeOf(after, event.step, event.item), how: event.how, detail: event.detail }
    case 'step-done':
      return { line: 'done', at: placeOf(after, event.step, 0), how: event.how, detail: event.detail }
    case 'undo-begun':
      return { line: 'undo-begun', at: placeOf(after, event.step, event.item) }
    case 'undone':
      return { line: 'undone', at: placeOf(after, event.step, event.item), how: event.how, detail: event.detail }
    case 'stepped-back':
      return { line: 'stepped-back', at: placeOf(after, event.step, 0) }
    case 'stands-in-the-way':
      return { line: 'stands-in-the-way', found: findingOf(after, event) }
    case 'worker-missing': {
      const { type: line, ...missing } = event
      return { line, ...missing }
    }
    case 'contact-lost':
      return { line: 'contact-lost', order: event.order, worker: event.worker, why: event.why }
  }
}

/** A question that takes long, and one that is asked because nobody knows. */
function askingLine({ purpose, step, item, looks, inVain }: Extract<Event, { type: 'observing' }>, after: RunState): Line | undefined {
  const at = placeOf(after, step, item)
  if (purpose === 'recover') return { line: 'recovering', at }
  const { waitMs } = plannedAt(after, { step, item })
  if (looks[0] !== 'wait-until' || waitMs === undefined || after.rehearsal || inVain !== undefined) return undefined
  return { line: 'waiting', at, waitMs }
}
