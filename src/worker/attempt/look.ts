/** Asks what only looks, role by role, until an answer decides: by the very functions by which the run will judge it. */
import type { Looked } from '../../run/event.ts'
import type { BlockResult, Look } from '../../run/order.ts'
import type { PlannedStep } from '../../procedure/plan-types.ts'
import { takeCaptures } from '../../run/step/captures.ts'
import { judgeLook, nextLook, type Sequence } from '../../run/step/looks.ts'
import type { BlockContext } from '../context.ts'
import { CAPTURED_ROWS_BUDGET, ROWS_BUDGET } from '../block/block-result.ts'
import { fitResults } from '../block/fit-results.ts'
import { LONGEST_LOOK_MS, runBlock, type BlockRun } from '../block/run-block.ts'
import { blocksOf } from '../block/step-blocks.ts'

export type Looking = Pick<BlockRun, 'state' | 'order' | 'step' | 'signal'>

/** The results of each role that it came to. What was broken off by `signal` tells nothing. */
export async function look(
  context: BlockContext,
  { state, order, step, signal }: Looking,
  sequence: Sequence,
): Promise<{ results: BlockResult[]; seen: Looked[] }> {
  const results: BlockResult[] = []
  const seen: Looked[] = []
  let captures = state.captures
  for (let role = nextLook(sequence, seen); role !== undefined && !signal.aborted; role = nextLook(sequence, seen)) {
    const answers = await askRole(context, { state: { ...state, captures }, order, step, signal }, role)
    results.push(...answers)
    seen.push(judgeLook(step, role, answers))
    // What was just read is what the looks behind it are asked with.
    if (role === 'read') captures = { ...captures, ...takeCaptures(step, answers).captures }
  }
  return { results, seen }
}

async function askRole(context: BlockContext, looking: Looking, role: Look): Promise<BlockResult[]> {
  const { step, signal } = looking
  const results: BlockResult[] = []
  const captures = role === 'read' && hasCaptures(step)
  const timeoutMs = Math.min(step.timeoutMs, LONGEST_LOOK_MS)
  let rowsBudget = captures ? CAPTURED_ROWS_BUDGET : ROWS_BUDGET
  for (const block of blocksOf(step, role)) {
    if (signal.aborted) break
    const { result } = await runBlock(context, block, { ...looking, rowsBudget, timeoutMs })
    rowsBudget = Math.max(0, rowsBudget - Buffer.byteLength(JSON.stringify(result.rows)))
    results.push(result)
  }
  return fitResults(results, captures, context.options.files)
}

function hasCaptures({ captures }: PlannedStep): boolean {
  return Object.keys(captures).length > 0
}
