import { itemName, plannedStep, stepState } from '../where.ts'
import { short } from '../../text/excerpt.ts'
import type { RunState } from '../state.ts'

/** A step, or one item of its list (from 1). Step 0 is the run as a whole. */
export interface Place {
  step: number
  title: string
  item?: { number: number; of: number; name: string }
}

export function placeOf(state: RunState, step: number, item: number, longestName?: number): Place {
  if (step === 0) return { step, title: '' }
  const { title } = plannedStep(state, step)
  if (item === 0) return { step, title }
  return {
    step,
    title,
    item: { number: item, of: stepState(state, step).items.length, name: short(itemName(state, step, item), longestName) },
  }
}
