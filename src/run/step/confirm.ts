import { questionsOf } from '../../procedure/procedure.ts'
import type { Question } from '../../procedure/procedure.ts'
import type { Command } from '../command.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import { mayNotAct } from '../gate/may-not-act.ts'
import { answersAt, itemName, openGate, plannedAt, type Place } from '../where.ts'
import type { RunState } from '../state.ts'

/** A person says that they did by hand what the step asks for. */
export function decideConfirmation(state: RunState, command: Extract<Command, { type: 'confirm' }>): Decision {
  const { by, step, item = 0, choice } = command
  if (!awaitsConfirmation(state) || step !== state.step || item !== state.item) {
    return refuse('nothing-to-confirm', { run: state.run, step })
  }
  const foreign = mayNotAct(state, by)
  if (foreign !== undefined) return foreign
  const asked = askedByHand(state, { step, item })
  // A button of a card that shows an earlier question answers no later one.
  if (asked === undefined || (command.question ?? 1) !== asked.number) return refuse('other-question', { run: state.run, step })
  const { number, name, choices } = asked
  if (!choices.includes(choice)) return refuse('unknown-choice', { step, choices, choice })
  const kept = name === undefined ? {} : { name }
  return accept({ type: 'confirmed', step, ...(item > 0 && { item }), ...numbered(number), ...kept, choice, by: by.name })
}

/** The run waits, and neither for a lock nor for a gate: then it waits for a person's word. */
export function awaitsConfirmation(state: RunState): boolean {
  if (state.phase !== 'waiting' || state.step === 0 || openGate(state) !== undefined) return false
  return askedByHand(state, state) !== undefined
}

/** What is to be answered next of a step or of one item of its list, whose name stands where the document has `{node}`. `number`: of the question, from 1. */
export function askedByHand(state: RunState, at: Place): (Question & { number: number; of: number }) | undefined {
  const planned = plannedAt(state, at)
  const { confirmed, answered = [] } = answersAt(state, at)
  const questions = questionsOf(planned)
  const next = confirmed === undefined ? questions[answered.length] : undefined
  if (next === undefined) return undefined
  const { each } = planned
  const ask = each === undefined ? next.ask : next.ask.replaceAll(`{${each.item}}`, () => itemName(state, at.step, at.item))
  return { ...next, ask, number: answered.length + 1, of: questions.length }
}

/** The first of them, or the only one, needs no number. */
export function numbered(number: number): { question?: number } {
  return number === 1 ? {} : { question: number }
}
