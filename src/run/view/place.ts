import { turnOf } from '../../procedure/planned-item.ts'
import { itemName, itemsOf, plannedAt, plannedStep } from '../where.ts'
import { beginning } from '../../text/excerpt.ts'
import type { Place } from '../facts/place.ts'
import type { RunState } from '../state.ts'

/** Where a run waits for people: at a step, or at undoing it. */
export function waitingPlace(state: RunState, step: number, item: number): Place {
  return { ...placeOf(state, step, item), ...(state.undoing && { undo: true as const }) }
}

/** `longestName`: characters of an item's name. */
export function placeOf(state: RunState, step: number, item: number, longestName?: number): Place {
  if (step === 0) return { step, title: '' }
  const planned = plannedStep(state, step)
  const { title } = planned
  if (item === 0) return { step, title }
  const { substep } = plannedAt(state, { step, item })
  return {
    step,
    title,
    ...(substep && { substep }),
    item: {
      number: turnOf(planned, item).position,
      of: itemsOf(state, step).of,
      name: beginning(itemName(state, step, item), longestName),
    },
  }
}
