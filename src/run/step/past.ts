import { msBetween } from '../../text/instant.ts'
import type { How } from '../event.ts'
import { attemptsOf } from '../where.ts'
import type { AttemptId } from '../order.ts'
import type { Attempt, Past, RunState, StepState } from '../state.ts'

/** A step whose item, from 1, is done: of its attempts those stay whole of which a worker may still have something to say. */
export function itemDone(step: StepState, item: number, how: How): StepState {
  return leaving(step, item, { done: how })
}

/** The same of what was undone, as if it had never begun. A step without a list has few attempts, and keeps them. */
export function itemUndone(step: StepState, item: number): StepState {
  if (item > 0) return leaving(step, item, {})
  return { ...step, items: step.items.map(({ attempts }) => ({ attempts })) }
}

function leaving(step: StepState, item: number, done: { done?: How }): StepState {
  const attempts = step.items[item - 1]?.attempts ?? []
  const over = attempts.filter(isOver)
  const items = [...step.items]
  items[item - 1] = { ...done, attempts: attempts.filter((attempt) => !isOver(attempt)) }
  return { ...step, items, ...(over.length > 0 && { past: counted(step.past, item, over) }) }
}

/** So many attempts of this item are only counted. */
export function triedBefore(step: StepState | undefined, item: number): number {
  return step?.past?.tried[item - 1] ?? 0
}

/** This attempt was made, and is over. */
export function isPast(state: RunState, { step, item, number }: AttemptId): boolean {
  return number <= triedBefore(state.steps[step - 1], item)
}

/** Something of this step was performed, in this pass or an earlier one. */
export function hasActed(step: StepState): boolean {
  return step.past !== undefined || attemptsOf(step).some(({ claim }) => claim !== undefined)
}

/** Its fate is known, and no result of it can come any more that is not known. */
function isOver({ fate, claim, end }: Attempt): boolean {
  return fate !== undefined && (claim === undefined || end !== undefined)
}

function counted(past: Past = { tried: [], workedMs: 0 }, item: number, over: readonly Attempt[]): Past {
  // Written as JSON, a hole would come back as null.
  const tried = Array.from({ length: Math.max(item, past.tried.length) }, (_, index) => past.tried[index] ?? 0)
  tried[item - 1] = (tried[item - 1] ?? 0) + over.length
  const done = past.done === true || over.some(({ fate }) => fate === 'done')
  return { tried, ...(done && { done }), workedMs: past.workedMs + workedMs(over) }
}

/** How long machines worked at them: what has ended, no guess of what has not. */
export function workedMs(attempts: readonly Attempt[]): number {
  return attempts.reduce((sum, { claim, end }) => sum + (claim && end ? Math.max(0, msBetween(claim.at, end.at)) : 0), 0)
}
