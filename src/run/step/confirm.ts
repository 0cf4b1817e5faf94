import type { Command } from '../command.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import { mayNotAct } from '../gate/may-not-act.ts'
import { confirmedAt, itemName, openGate, plannedAt, type Place } from '../where.ts'
import type { RunState } from '../state.ts'

/** A person says that they did by hand what the step asks for. */
export function decideConfirmation(state: RunState, command: Extract<Command, { type: 'confirm' }>): Decision {
  const { by, step, item = 0, choice } = command
  if (!awaitsConfirmation(state) || step !== state.step || item !== state.item) {
    return refuse('nothing-to-confirm', { run: state.run, step })
  }
  const foreign = mayNotAct(state, by)
  if (foreign !== undefined) return foreign
  const { choices } = askedByHand(state, { step, item })
  if (!choices.includes(choice)) return refuse('unknown-choice', { step, choices, choice })
  return accept({ type: 'confirmed', step, ...(item > 0 && { item }), choice, by: by.name })
}

/** The run waits, and neither for a lock nor for a gate: then it waits for a person's word. */
export function awaitsConfirmation(state: RunState): boolean {
  if (state.phase !== 'waiting' || state.step === 0 || openGate(state) !== undefined) return false
  return plannedAt(state, state).confirm !== undefined && confirmedAt(state, state) === undefined
}

/** The question of a step or of one item of its list, whose name stands where the document has `{node}`. */
export function askedByHand(state: RunState, at: Place): { ask: string; choices: string[] } {
  const { confirm: { ask, choices } = { ask: '', choices: [] }, each } = plannedAt(state, at)
  return { ask: each === undefined ? ask : ask.replaceAll(`{${each.item}}`, () => itemName(state, at.step, at.item)), choices }
}
