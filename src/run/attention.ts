import type { AttentionReason, Event, How } from './event.ts'
import type { RunState } from './state.ts'

/** The run needs people. A rehearsal needs nobody: it writes down what would have stopped the real run, and goes on. */
export function attention(state: RunState, step: number, item: number, reason: AttentionReason, sentence: string): Event[] {
  if (!state.rehearsal) return [{ type: 'attention', step, item, reason, sentence }]
  return [{ type: 'would-fail', step, item, sentence }, ...finish(step, item, 'rehearsed', 'it would have stopped here')]
}

/** One item is done, or the step itself where it has no list (item 0). */
export function finish(step: number, item: number, how: How, detail: string): Event[] {
  return item > 0 ? [{ type: 'item-done', step, item, how, detail }] : [{ type: 'step-done', step, how, detail }]
}
