/** How far back a run can be undone. */
import { refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import type { NoWayBack } from '../facts/reasons.ts'
import { blocksOf, itemNames, plannedStep, stepState, unknownAttempt } from '../where.ts'
import type { RunState } from '../state.ts'
import { canBeUndone, WHOLE } from './acted.ts'

/** The steps to which a run that waits at `step` may be undone: each of them has something to undo. */
export function mayUndoTo(state: RunState, step: number): number[] {
  return Array.from({ length: step }, (_, index) => index + 1).filter(
    (to) => stepState(state, to).acted !== undefined && mayNotUndo(state, step, to) === undefined,
  )
}

/** Why what was done from `to` on cannot be undone; undefined: it can. */
export function mayNotUndo(state: RunState, step: number, to: number): Decision | undefined {
  if (!Number.isInteger(to) || to < 1 || to > step) return refuse('wrong-from', { step, from: to, undo: true })
  const unknown = unknownAttempt(state)
  if (unknown !== undefined && blocksOf(plannedStep(state, unknown.id.step), 'check').length === 0)
    return refuse('no-check', { step: unknown.id.step, attempt: unknown.id.number })
  const acted = actedSince(state, to)
  if (acted.length === 0) return refuse('nothing-to-undo', { run: state.run, to })
  for (const number of acted) {
    const why = barred(state, number)
    if (why !== undefined) return refuse('no-way-back', { step: number, title: plannedStep(state, number).title, why, to })
  }
  return undefined
}

/** What is undone next: the last that was done comes first. Undefined: nothing is left. */
export function nextToUndo(state: RunState, to: number): { step: number; item: number; why?: NoWayBack } | undefined {
  const [step] = actedSince(state, to)
  if (step === undefined) return undefined
  const why = barred(state, step)
  const { acted = [] } = stepState(state, step)
  const item = plannedStep(state, step).each === undefined ? 0 : itemNames(state, step).findLastIndex((name) => acted.includes(name)) + 1
  return why === undefined ? { step, item } : { step, item: 0, why }
}

/** From the last step of the plan: one that was begun anew may have left later ones as they were. */
function actedSince(state: RunState, to: number): number[] {
  const numbers = state.steps.flatMap(({ acted }, index) => (acted !== undefined && index + 1 >= to ? [index + 1] : []))
  return numbers.toReversed()
}

function barred(state: RunState, step: number): NoWayBack | undefined {
  const { oneWay, each } = plannedStep(state, step)
  if (oneWay) return 'one-way'
  if (!canBeUndone(state, step)) return 'no-undo'
  const names = new Set(each === undefined ? [WHOLE] : itemNames(state, step))
  const others = (stepState(state, step).acted ?? []).filter((name) => !names.has(name))
  if (others.length === 0) return undefined
  return others.includes(WHOLE) ? 'unlisted' : 'other-list'
}
