import type { AttemptId, Look } from '../order.ts'
import type { Event, InVain, Purpose } from '../event.ts'
import type { RunState } from '../state.ts'

interface Asked {
  step: number
  item: number
  looks: Look[]
  purpose: Purpose
  attempt?: AttemptId
  notBefore?: string
  inVain?: InVain
}

/** A question to the estate, under a key that was never used. */
export function ask(state: RunState, asked: Asked): Extract<Event, { type: 'observing' }> {
  return { type: 'observing', order: nextOrder(state, asked.step, asked.item), ...asked }
}

/** `R-142/4/2/17`: run, step, item and a running number. */
export function nextOrder(state: RunState, step: number, item: number): string {
  return `${state.run}/${step}/${item}/${state.orders + 1}`
}
