import type { Command } from '../command.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import { mayNotAct } from '../gate/may-not-act.ts'
import { openGate, plannedStep, stepState } from '../where.ts'
import type { RunState } from '../state.ts'

/** A person says that they did by hand what the step asks for. */
export function decideConfirmation(state: RunState, command: Extract<Command, { type: 'confirm' }>): Decision {
  const { by, step, choice } = command
  if (!awaitsConfirmation(state) || step !== state.step) {
    return refuse('nothing-to-confirm', { run: state.run, step })
  }
  const foreign = mayNotAct(state, by)
  if (foreign !== undefined) return foreign
  const choices = plannedStep(state, step).confirm?.choices ?? []
  if (!choices.includes(choice)) return refuse('unknown-choice', { step, choices, choice })
  return accept({ type: 'confirmed', step, choice, by: by.name })
}

/** The run waits, and neither for a lock nor for a gate: then it waits for a person's word. */
export function awaitsConfirmation(state: RunState): boolean {
  if (state.phase !== 'waiting' || state.step === 0 || openGate(state) !== undefined) return false
  return plannedStep(state, state.step).confirm !== undefined && stepState(state, state.step).confirmed === undefined
}
