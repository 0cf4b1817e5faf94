import { plannedAt, standingAttempt } from '../../run/where.ts'
import type { RunState } from '../../run/state.ts'

export interface OutstandingOrder {
  order: string
  site: string
}

/** The orders whose answer a run waits for: as long as one stands, its site watches over the worker that has it. */
export function outstanding(state: RunState | undefined): OutstandingOrder[] {
  if (state?.plan === undefined || state.endedAt !== undefined) return []
  const { question } = state
  const attempt = standingAttempt(state)
  return [
    ...(question ? [{ order: question.order, site: plannedAt(state, question).site }] : []),
    ...(attempt ? [{ order: attempt.order, site: plannedAt(state, attempt.id).site }] : []),
  ]
}

/** What stood before and does not any more. */
export function settled(before: RunState | undefined, after: RunState): OutstandingOrder[] {
  const still = new Set(outstanding(after).map(({ order }) => order))
  return outstanding(before).filter(({ order }) => !still.has(order))
}
