import type { GateClosed, GateEnd } from '../event.ts'
import type { Gate, RunState } from '../state.ts'

/** What became of a gate: who approved it, or how it was closed. */
export type Decided = { gate: number } & ({ approved: string[] } | ({ closed: GateEnd } & Omit<GateClosed, 'because' | 'difference'>))

/** The newest gate that waits no more; undefined before the first one. */
export function decidedView(state: RunState): Decided | undefined {
  const gate = state.gates.findLast(({ passed, closed }) => passed !== undefined || closed !== undefined)
  if (gate === undefined) return undefined
  const { number, approvals, closed } = gate
  return closed === undefined ? { gate: number, approved: approvals.map(({ person }) => person.name) } : closedView(number, closed)
}

function closedView(gate: number, { because, at: _at, difference: _difference, ...how }: NonNullable<Gate['closed']>): Decided {
  return { gate, closed: because, ...how }
}
