import type { PlannedStep } from '../../procedure/plan-types.ts'
import { finish } from '../step/attention.ts'
import type { Event } from '../event.ts'
import { gateBefore } from '../gate/gate-before.ts'
import type { RunState } from '../state.ts'
import { leftUndone } from './left-undone.ts'
import { findingsAt, standsInTheWay } from './stands.ts'
import { finderOf } from './unanswerable.ts'

/** The way through a step whose list nobody knows yet: said, its gate asked, and on. Undefined: the list is known, as in a real run. */
export function listUnknown(state: RunState, planned: PlannedStep, now: string): Event[] | undefined {
  const { number: step, each } = planned
  if (!state.rehearsal || each === undefined) return undefined
  const list = state.captures[each.of] ?? state.values[each.of]
  // An empty list would be nothing to do, were it not that an earlier step may fill it.
  if (Array.isArray(list) && (list.length > 0 || leftUndone(state, step, 0) === undefined)) return undefined
  const missing = list === undefined ? { needs: [each.of] } : {}
  const before = list === undefined ? finderOf(state, [each.of]) : undefined
  const said = findingsAt(state, step, 0).length > 0
  if (!said)
    return standsInTheWay(state, { step, item: 0, asked: 'list', reason: 'capture', detail: [], ...missing, ...(before && { before }) })
  return gateBefore(state, step, 0, now) ?? finish(step, 0, 'rehearsed', [])
}
