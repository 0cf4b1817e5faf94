import type { Event, InVain } from '../event.ts'
import { attemptsOf, passGate, stepState } from '../where.ts'
import { nextOrder } from '../step/ask.ts'
import { triedBefore } from '../step/past.ts'
import type { RunState } from '../state.ts'

interface Again {
  notBefore?: string
  inVain?: InVain
  /** The way back. */
  undo?: true
}

/** The order to perform, as a new attempt under the gate in force. `again`: the one before was put off or lost. */
export function orderPerform(state: RunState, step: number, item: number, again: Again = {}): Event[] {
  const gate = passGate(state)
  if (gate === undefined) throw new Error(`Nothing lets step ${step} of ${state.run} pass.`)
  const made = stepState(state, step)
  const tried = triedBefore(made, item) + attemptsOf(made).filter(({ id }) => id.item === item).length
  const ordered = {
    type: 'ordered' as const,
    order: nextOrder(state, step, item),
    attempt: { step, item, number: tried + 1 },
    gate: gate.number,
    fingerprint: gate.fingerprint,
  }
  return [{ ...ordered, ...again }]
}
