import type { Budget, Cuts } from './budget.ts'
import type { CardStep } from './card.ts'

/** The steps that a card has room for: where there are too many, those around the current one, counted from `first`. */
export function stepsAround(steps: readonly CardStep[], budget: Budget, cuts: Cuts): { first: number; kept: CardStep[] } {
  const current = Math.max(
    0,
    steps.findIndex(({ state }) => state !== 'done' && state !== 'rehearsed' && state !== 'skipped'),
  )
  const first = Math.max(0, Math.min(current - Math.floor(budget.steps / 3), steps.length - budget.steps))
  const kept = steps.slice(first, first + budget.steps)
  cuts.steps += steps.length - kept.length
  return { first, kept }
}
