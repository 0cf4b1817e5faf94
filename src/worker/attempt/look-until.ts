/** Waits for an effect to show, or until a step may begin: asks again and again, for as long as the document gives it. */
import { isShown } from '../../run/step/looks.ts'
import type { Looked, Verdict } from '../../run/event.ts'
import type { BlockResult, Look } from '../../run/order.ts'
import { en } from '../../words/en.ts'
import type { BlockContext } from '../context.ts'
import { tellPause } from '../told-blocks.ts'
import { pause } from '../pause.ts'
import { look, type Looking } from './look.ts'

const SHORTEST_MS = 20
const LONGEST_MS = 2_000

/** What is asked: the checks, until they say what is wanted, or what comes behind a `wait-until`, until that holds. `settleMs` counts from now; 0: it is asked once. */
export interface Until {
  looks: readonly Look[]
  settleMs: number
  wanted: Verdict
}

/** The answers that say so, or those of the last time. Undefined: it was told to stop before that. */
export async function lookUntil(
  context: BlockContext,
  looking: Looking,
  { looks, settleMs, wanted }: Until,
  report: (news: { text: string }) => void,
): Promise<BlockResult[] | undefined> {
  const shown = (seen: readonly Looked[]): boolean => seen.some((looked) => isShown(looked, wanted))
  const began = performance.now()
  const whose = looks[0] === 'wait-until' ? 'It waits' : 'Its check'
  for (;;) {
    const { results, seen } = await look(context, looking, { looks, recorded: true })
    if (looking.signal.aborted) return shown(seen) ? results : undefined
    const passedMs = performance.now() - began
    if (passedMs >= settleMs || shown(seen)) return results
    report({ text: `${whose}: ${en.remarks(seen.flatMap(({ detail }) => detail)) || 'no detail'}.` })
    await pause(pauseMs(passedMs, settleMs), looking.signal)
    tellPause(performance.now() - began - passedMs)
    if (looking.signal.aborted) return undefined
  }
}

/** Short at first, and never longer than a tenth of what has passed: so nobody waits much longer than the effect takes. The last look comes when the time is over. */
export function pauseMs(passedMs: number, settleMs: number): number {
  return Math.min(Math.max(SHORTEST_MS, passedMs / 10), LONGEST_MS, Math.max(0, settleMs - passedMs))
}
