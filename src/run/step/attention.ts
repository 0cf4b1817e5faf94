import { standsInTheWay, type Unclear } from '../rehearsal/stands.ts'
import type { AttentionReason, Event, Finding, How } from '../event.ts'
import type { AttentionCause } from '../facts/causes.ts'
import type { Remark } from '../facts/remark.ts'
import type { RunState } from '../state.ts'

/** What was asked of the estate, and what came of it. */
type Unanswered = Pick<Finding, 'asked' | 'reason' | 'detail'>

/** The run needs people. Only what was done and what was approved lead here by themselves: a rehearsal never comes so far. */
export function attention(step: number, item: number, reason: AttentionReason, because: AttentionCause): Event[] {
  return [{ type: 'attention', step, item, reason, because }]
}

/** The estate gave no answer that leads on. The run needs people; a rehearsal needs nobody, writes it down and goes on. `unclear`: of the blocks that were asked. */
export function unanswered(
  state: RunState,
  step: number,
  item: number,
  found: Unanswered,
  because: AttentionCause,
  unclear: readonly Unclear[] = [],
): Event[] {
  return state.rehearsal ? standsInTheWay(state, { step, item, ...found }, unclear) : attention(step, item, found.reason, because)
}

/** One item is done, or the step itself where it has no list (item 0). */
export function finish(step: number, item: number, how: How, detail: Remark[]): Event[] {
  return item > 0 ? [{ type: 'item-done', step, item, how, detail }] : [{ type: 'step-done', step, how, detail }]
}
