/** Where a run stands: questions that many rules ask of a state. */
import type { PlannedBlock, PlannedStep } from '../procedure/plan-types.ts'
import { plannedItem, turnOf } from '../procedure/planned-item.ts'
import type { Role } from '../procedure/procedure.ts'
import type { AttemptId, AttemptTurn } from './order.ts'
import type { Answers, Attempt, Gate, ItemState, RunState, StepState } from './state.ts'

/** A step, or one item of its list (from 1); item 0 is the step itself. */
export interface Place {
  step: number
  item: number
}

export function hasEnded(state: RunState): boolean {
  return state.endedAt !== undefined
}

export function plannedStep(state: RunState, number: number): PlannedStep {
  const step = state.plan?.steps[number - 1]
  if (step === undefined) throw new Error(`Step ${number} is not in the plan of ${state.run}.`)
  return step
}

/** The step as it is for this item of its list. */
export function plannedAt(state: RunState, { step, item }: Place): PlannedStep {
  return plannedItem(plannedStep(state, step), item, state.plan?.targets ?? {})
}

/** An attempt as people count its item; also of a step that is not in the plan. */
export function attemptTurn({ plan }: RunState, id: AttemptId): AttemptTurn {
  const step = plan?.steps[id.step - 1]
  if (step?.substeps === undefined || id.item === 0) return id
  const { position, substep } = turnOf(step, id.item)
  return { ...id, item: position, substep }
}

/** What is known there: what a sub-step has found is known to the sub-steps of the same item. */
export function capturesAt(state: RunState, { step, item }: Place): RunState['captures'] {
  return { ...state.captures, ...state.steps[step - 1]?.found?.[item === 0 ? '' : itemKey(state, step, item)] }
}

/** The items of a list whose turns, of all sub-steps, are done, and how many there are. */
export function itemsOf(state: RunState, number: number): { done: number; of: number } {
  const { items } = stepState(state, number)
  const { substeps } = plannedStep(state, number)
  const each = substeps?.length ?? 1
  const firsts = items.filter((_, index) => index % each === 0)
  const done = firsts.filter((_, index) => items.slice(index * each, (index + 1) * each).every((item) => item.done !== undefined)).length
  return { done, of: firsts.length }
}

export function stepState(state: RunState, number: number): StepState {
  const step = state.steps[number - 1]
  if (step === undefined) throw new Error(`Step ${number} is not in the state of ${state.run}.`)
  return step
}

export function itemState(state: RunState, step: number, item: number): ItemState | undefined {
  return stepState(state, step).items[Math.max(item, 1) - 1]
}

/** What people have said to the questions of this item, or of the step where it has no list. */
export function answersAt(state: RunState, { step, item }: Place): Answers {
  return item === 0 ? stepState(state, step) : (itemState(state, step, item) ?? {})
}

export function blocksOf(step: PlannedStep, role: Role): PlannedBlock[] {
  return step.blocks.filter((block) => block.role === role)
}

/** The gate that waits for approvals; there is never more than one. */
export function openGate(state: RunState): Gate | undefined {
  return state.gates.find((gate) => gate.passed === undefined && gate.closed === undefined)
}

/** The gate whose approvals let the current steps pass, good or not. */
export function passGate(state: RunState): Gate | undefined {
  return state.pass === undefined ? undefined : state.gates[state.pass - 1]
}

export function attemptsOf(step: StepState): Attempt[] {
  return [...(step.dropped ?? []), ...step.items.flatMap((item) => item.attempts)]
}

export function findAttempt(state: RunState, id: AttemptId): Attempt | undefined {
  return state.steps.flatMap(attemptsOf).find(isAttempt(id))
}

export function isAttempt({ step, item, number }: AttemptId): (attempt: Attempt) => boolean {
  return ({ id }) => id.step === step && id.item === item && id.number === number
}

/** The attempt that is out: ordered or claimed, with no result and nothing known of it. */
export function standingAttempt(state: RunState): Attempt | undefined {
  return state.steps.flatMap(attemptsOf).find((attempt) => attempt.end === undefined && attempt.fate === undefined)
}

/** An attempt that was claimed, and of which nobody knows whether its effect is there. */
export function unknownAttempt(state: RunState): Attempt | undefined {
  return state.steps.flatMap(attemptsOf).find((attempt) => attempt.claim !== undefined && attempt.fate === undefined)
}

/** Some of it was done, and no check could say so again. */
export function isPerformedUnchecked(state: RunState, number: number): boolean {
  const { substeps, blocks } = plannedStep(state, number)
  const checked = (turn: { blocks: PlannedBlock[] }): boolean =>
    turn.blocks.some(({ role }) => role === 'check') || !turn.blocks.some(({ role }) => role === 'run')
  if (substeps === undefined ? blocks.some(({ role }) => role === 'check') : substeps.every(checked)) return false
  const made = stepState(state, number)
  return made.past?.done === true || attemptsOf(made).some((attempt) => attempt.fate === 'done')
}

/** What the list of the step holds at this position. */
export function itemName(state: RunState, step: number, item: number): string {
  return itemNames(state, step)[turnOf(plannedStep(state, step), item).position - 1] ?? ''
}

/** By what the turns of an item are known, whatever its place: its name; of several that are called alike the second is another than the first. */
export function itemKey(state: RunState, step: number, item: number): string {
  const names = itemNames(state, step)
  const { position } = turnOf(plannedStep(state, step), item)
  const name = names[position - 1] ?? ''
  const before = names.slice(0, position - 1).filter((each) => each === name).length
  return before === 0 ? name : `${name}\n${before + 1}`
}

/** What the list of the step holds; empty where it has none, or nobody has found it. */
export function itemNames(state: RunState, step: number): string[] {
  const list = plannedStep(state, step).each?.of
  const values = list === undefined ? undefined : (state.captures[list] ?? state.values[list])
  return Array.isArray(values) ? values.map(String) : []
}
