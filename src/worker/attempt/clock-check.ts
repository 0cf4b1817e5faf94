/** The worker's own clock judges the approvals too: one that was set back on the bot's machine must not make them last longer. */
import type { WorkerFault } from '../../run/facts/worker-fault.ts'
import type { PerformOrder } from '../../run/order.ts'
import type { RunState } from '../../run/state.ts'
import type { WorkerContext } from '../context.ts'

/** So much older may an approval be here than by the bot's clock: more than the clocks may be apart, because this calls people, and that only makes an order wait. */
const APART_MS = 5 * 60_000

/** Why the approvals of the order's gate are worth nothing by the clock of this machine; undefined: they still are. */
export function lapsedByOwnClock({ options, clock }: WorkerContext, state: RunState, order: PerformOrder): WorkerFault | undefined {
  const notAfter = state.gates[order.gate - 1]?.passed?.notAfter
  const now = Date.now()
  // Unknown means no: a gate that has not passed has no time to compare.
  if (notAfter !== undefined && now <= Date.parse(notAfter) + APART_MS) return undefined
  const { aheadMs } = clock
  return {
    is: 'approvals-lapsed',
    worker: options.name,
    now: new Date(now).toISOString(),
    gate: order.gate,
    ...(notAfter !== undefined && { until: notAfter }),
    ...(aheadMs !== undefined && { aheadMs }),
  }
}
