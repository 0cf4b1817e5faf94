import type { RunState } from '../state.ts'
import { gateView } from './gate.ts'
import { statusOf, type Status } from './status.ts'
import type { RunView } from './view.ts'

/** What an approval made of its gate. `missing`: who must still approve; absent where the gate waits for nobody any more, and `status` says what the run does instead. */
export interface GateAfter {
  missing?: NonNullable<RunView['gate']>['missing']
  status: Status
}

export function gateAfter(state: RunState, number: number): GateAfter {
  const gate = gateView(state)
  return { status: statusOf(state), ...(gate?.number === number && { missing: gate.missing }) }
}
