import type { Event } from '../event.ts'
import type { Evolves } from '../evolves.ts'
import type { Gate, RunState } from '../state.ts'
import { omit } from '../omit.ts'

type GateEvent = Extract<
  Event,
  { type: 'gate-opened' | 'approved' | 'gate-passed' | 'gate-closed' | 'escalated' | 'deviated' | 'reopened' }
>

/** What gates, approvals and the ways out of attention make of a state. */
export const evolveGate = {
  'gate-opened': (state, event, at) => ({ ...state, phase: 'waiting', gates: [...state.gates, opened(event, at)] }),
  approved: (state, { gate: number, person, account, via }, at) =>
    changed(state, number, (gate) => ({ ...gate, approvals: [...gate.approvals, { person, account, via, at }] })),
  'gate-passed': (state, { gate: number, notAfter }, at) => {
    const after = changed(state, number, (gate) => ({ ...gate, passed: { at, notAfter } }))
    const leads = after.gates[number - 1]?.kind.type !== 'deviation'
    return leads ? { ...after, phase: 'working', pass: number } : after
  },
  'gate-closed': (state, { type: _type, gate: number, ...why }, at) => {
    const after = changed(state, number, (gate) => ({ ...gate, closed: { ...why, at } }))
    const waited = state.gates[number - 1]?.passed === undefined
    return waited ? { ...after, phase: after.attention === undefined ? 'working' : 'attention' } : after
  },
  escalated: (state, { gate: number, to }, at) => changed(state, number, (gate) => ({ ...gate, escalated: { at, to } })),
  deviated,
  reopened: (state) => ({ ...omit(state, 'attention', 'pass'), phase: 'working' }),
} satisfies Evolves<GateEvent>

function opened(event: Extract<Event, { type: 'gate-opened' }>, at: string): Gate {
  const { type: _type, gate: number, ...rest } = event
  return { number, ...rest, openedAt: at, approvals: [] }
}

function changed(state: RunState, number: number, change: (gate: Gate) => Gate): RunState {
  return { ...state, gates: state.gates.map((gate) => (gate.number === number ? change(gate) : gate)) }
}

/** Attention is over. A retry goes back, and takes the approvals along only if they cover that step and are still good. */
function deviated(state: RunState, event: Extract<Event, { type: 'deviated' }>, at: string): RunState {
  const led: RunState = { ...omit(state, 'attention', 'undoing'), phase: 'working' }
  if (event.kind === 'undo') return { ...omit(led, 'pass'), undoing: { to: event.from ?? event.step, gate: event.gate } }
  const pass = led.pass === undefined ? undefined : led.gates[led.pass - 1]
  const rewind = event.kind === 'retry' ? (event.from ?? event.step) : undefined
  const good = pass?.passed !== undefined && pass.closed === undefined && at <= pass.passed.notAfter && pass.step <= (rewind ?? event.step)
  const kept = good ? led : omit(led, 'pass')
  return rewind === undefined ? kept : { ...kept, rewind }
}
