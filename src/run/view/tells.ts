import { plannedStep, stepState } from '../where.ts'
import type { RunState } from '../state.ts'
import { valuesSaid } from '../step/notify.ts'
import type { Tells } from '../facts/notice.ts'
import { placeOf } from './place.ts'

/** What a step has told people, or is to tell them with what is known now. */
export function tellsOf(state: RunState, step: number): Tells {
  const { to = '', say = '' } = plannedStep(state, step).notify ?? {}
  return { at: placeOf(state, step, 0), to, say, values: stepState(state, step).told ?? valuesSaid(state, say) }
}
