/** Asks the step's checks once more, under the lock, before anything is claimed. */
import type { PlannedStep } from '../../procedure/plan-types.ts'
import type { Verdict } from '../../run/event.ts'
import type { PerformOrder } from '../../run/order.ts'
import type { RunState } from '../../run/state.ts'
import { judgeCheck } from '../../run/step/judge-results.ts'
import { en } from '../../words/en.ts'
import type { WorkerContext } from '../context.ts'
import { ROWS_BUDGET } from '../block/block-result.ts'
import { LONGEST_LOOK_MS, runBlock } from '../block/run-block.ts'
import { blocksOf } from '../block/step-blocks.ts'

/** What the checks say together, in the worker's own words; a step without checks is never done already. */
export async function checkBeforeClaim(
  context: WorkerContext,
  { state, order, step, signal }: { state: RunState; order: PerformOrder; step: PlannedStep; signal: AbortSignal },
): Promise<{ verdict: Verdict; detail: string }> {
  const results = []
  for (const block of blocksOf(step, 'check')) {
    // Whoever stopped this does not wait for the answers of the others.
    if (signal.aborted) break
    const timeoutMs = Math.min(step.timeoutMs, LONGEST_LOOK_MS)
    results.push((await runBlock(context, block, { state, order, step, rowsBudget: ROWS_BUDGET, timeoutMs, signal })).result)
  }
  if (results.length === 0) return { verdict: 'not-done', detail: '' }
  const { verdict, detail } = judgeCheck(step, results)
  return { verdict, detail: en.remarks(detail) }
}
