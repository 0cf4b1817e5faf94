import type { PlannedStep } from '../../procedure/plan-types.ts'
import { blocksOf, plannedStep, stepState } from '../position.ts'
import type { RunState } from '../state.ts'

/** A step, or one item of its list (from 1); item 0 is the step itself. */
export interface Place {
  step: number
  item: number
}

/** The last step or item before this one that would have acted and was only rehearsed: what is found from there on may be its doing. */
export function leftUndone(state: RunState, step: number, item: number): Place | undefined {
  for (let number = step; number > 0; number--) {
    if (!acts(plannedStep(state, number))) continue
    const { items, done } = stepState(state, number)
    if (number < step && done?.how === 'rehearsed') return { step: number, item: 0 }
    if (number < step || item === 0) continue
    const before = items.slice(0, item - 1).findLastIndex((each) => each.done?.how === 'rehearsed') + 1
    if (before > 0) return { step, item: before }
  }
  return undefined
}

/** It changes the estate: by its own blocks, or by a person's hand. */
function acts(planned: PlannedStep): boolean {
  return blocksOf(planned, 'run').length > 0 || planned.confirm !== undefined
}
