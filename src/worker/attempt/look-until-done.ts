/** Waits for an effect to show: asks the checks again and again, for as long as the document gives it. */
import { isDone } from '../../run/step/looks.ts'
import type { BlockResult } from '../../run/order.ts'
import { en } from '../../words/en.ts'
import type { BlockContext } from '../context.ts'
import { tellPause } from '../told-blocks.ts'
import { pause } from '../pause.ts'
import { look, type Looking } from './look.ts'

const SHORTEST_MS = 20
const LONGEST_MS = 2_000

/** The answers that say done, or those of the last time. `settleMs` counts from now; 0: they are asked once. Undefined: it was told to stop before the effect showed. */
export async function lookUntilDone(
  context: BlockContext,
  looking: Looking,
  settleMs: number,
  report: (news: { text: string }) => void,
): Promise<BlockResult[] | undefined> {
  const began = performance.now()
  for (;;) {
    const { results, seen } = await look(context, looking, { looks: ['check'], recorded: true })
    if (looking.signal.aborted) return seen.some(isDone) ? results : undefined
    const passedMs = performance.now() - began
    if (passedMs >= settleMs || seen.some(isDone)) return results
    report({ text: `Its check: ${en.remarks(seen.flatMap(({ detail }) => detail)) || 'no detail'}.` })
    await pause(pauseMs(passedMs, settleMs), looking.signal)
    tellPause(performance.now() - began - passedMs)
    if (looking.signal.aborted) return undefined
  }
}

/** Short at first, and never longer than a tenth of what has passed: so nobody waits much longer than the effect takes. The last look comes when the time is over. */
export function pauseMs(passedMs: number, settleMs: number): number {
  return Math.min(Math.max(SHORTEST_MS, passedMs / 10), LONGEST_MS, Math.max(0, settleMs - passedMs))
}
