import { itemName, plannedStep, stepState } from '../where.ts'
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
  const { title } = plannedStep(state, step)
  if (item === 0) return { step, title }
  return {
    step,
    title,
    item: { number: item, of: stepState(state, step).items.length, name: beginning(itemName(state, step, item), longestName) },
  }
}
