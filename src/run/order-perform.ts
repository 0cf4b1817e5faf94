import type { Event } from './event.ts'
import { attemptsOf, passGate, stepState } from './position.ts'
import { nextOrder } from './question.ts'
import type { RunState } from './state.ts'

/** The order to perform, as a new attempt under the gate in force. `notBefore`: when the worker was busy. */
export function orderPerform(state: RunState, step: number, item: number, notBefore?: string): Event[] {
  const gate = passGate(state)
  if (gate === undefined) throw new Error(`Nothing lets step ${step} of ${state.run} pass.`)
  const tried = attemptsOf(stepState(state, step)).filter((attempt) => attempt.id.item === item)
  const ordered = {
    type: 'ordered' as const,
    order: nextOrder(state, step, item),
    attempt: { step, item, number: tried.length + 1 },
    gate: gate.number,
    fingerprint: gate.fingerprint,
  }
  return [notBefore === undefined ? ordered : { ...ordered, notBefore }]
}
