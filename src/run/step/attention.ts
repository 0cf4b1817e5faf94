import { standsInTheWay, type Unclear } from '../rehearsal/stands.ts'
import type { AttentionReason, Event, Finding, How } from '../event.ts'
import type { RunState } from '../state.ts'

/** What was asked of the estate, and its own words. */
type Unanswered = Pick<Finding, 'asked' | 'reason' | 'detail'>

/** The run needs people. Only what was done and what was approved lead here by themselves: a rehearsal never comes so far. */
export function attention(step: number, item: number, reason: AttentionReason, sentence: string): Event[] {
  return [{ type: 'attention', step, item, reason, sentence }]
}

/** The estate gave no answer that leads on. The run needs people; a rehearsal needs nobody, writes it down and goes on. `unclear`: of the blocks that were asked. */
export function unanswered(
  state: RunState,
  step: number,
  item: number,
  found: Unanswered,
  sentence: string,
  unclear: readonly Unclear[] = [],
): Event[] {
  return state.rehearsal ? standsInTheWay(state, { step, item, ...found }, unclear) : attention(step, item, found.reason, sentence)
}

/** One item is done, or the step itself where it has no list (item 0). */
export function finish(step: number, item: number, how: How, detail: string): Event[] {
  return item > 0 ? [{ type: 'item-done', step, item, how, detail }] : [{ type: 'step-done', step, how, detail }]
}
