import type { PlannedStep } from '../procedure/plan-types.ts'
import { isPerformedUnchecked, openGate, plannedStep, stepState } from './position.ts'
import { mayReopen } from './reopen.ts'
import type { RunState } from './state.ts'
import type { RunView } from './view.ts'

type AttentionView = NonNullable<RunView['attention']>

/** Why the run waits for people, and what they may ask for. While a gate already asks for a way on there is nothing to offer. */
export function attentionView(state: RunState): AttentionView | undefined {
  const { attention } = state
  if (attention === undefined) return undefined
  const { reason, sentence, step } = attention
  const waits = openGate(state) !== undefined
  return { reason, sentence, step, offers: waits ? [] : offers(state), mayBeginFrom: step === 0 ? [] : mayBeginFrom(state, step) }
}

function offers(state: RunState): AttentionView['offers'] {
  const { attention } = state
  if (attention === undefined || attention.reason === 'log-full') return ['abort']
  if (attention.step === 0) return ['reopen', 'abort']
  return mayReopen(attention.reason) ? ['reopen', 'retry', 'skip', 'mark-done', 'abort'] : ['retry', 'skip', 'mark-done', 'abort']
}

/** Steps that a retry may begin from: never before one that is done and cannot be undone. */
function mayBeginFrom(state: RunState, step: number): number[] {
  const from: number[] = [step]
  for (let number = step - 1; number > 0; number--) {
    if (isPerformedUnchecked(state, number)) break
    from.unshift(number)
    if (isDoneForGood(state, plannedStep(state, number))) break
  }
  return from
}

export function isDoneForGood(state: RunState, step: PlannedStep): boolean {
  const { done } = stepState(state, step.number)
  return step.oneWay && done !== undefined && done.how !== 'passed-over'
}
