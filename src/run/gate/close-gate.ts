import type { Command } from '../command.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import { attention } from '../step/attention.ts'
import type { End, Event, GateEnd } from '../event.ts'
import type { GateClosing } from '../facts/causes.ts'
import { openGate } from '../where.ts'
import type { Gate, RunState } from '../state.ts'

interface Closing {
  because: Extract<GateEnd, 'rejected' | 'expired' | 'withdrawn'>
  by?: string
  reason?: string
}

const ENDS: Record<Closing['because'], End> = { rejected: 'rejected', expired: 'expired', withdrawn: 'withdrawn' }

/** A gate ends without approvals. Before any work that ends the run; afterwards it waits for people: a half-done run is never thrown away. */
export function closeGate(state: RunState, gate: Gate, closing: Closing): Event[] {
  const closed: Event = { type: 'gate-closed', gate: gate.number, ...closing }
  if (gate.kind.type === 'deviation') return [closed]
  const because = causeOf(gate, closing)
  if (!state.performed) return [closed, { type: 'ended', end: ENDS[closing.because], because }]
  return [closed, ...attention(gate.step, state.item, closing.because === 'expired' ? 'expired' : 'rejected', because)]
}

/** The requester takes the run back, as long as nothing was performed; the asker of a deviation takes that back. */
export function decideWithdrawal(state: RunState, command: Extract<Command, { type: 'withdraw' }>): Decision {
  const { by } = command
  const gate = openGate(state)
  const who = { by: by.name, ...(command.reason === undefined ? {} : { reason: command.reason }) }
  const withdrawn = (waits: Gate): Decision => accept(...closeGate(state, waits, { because: 'withdrawn', ...who }))
  if (gate?.kind.type === 'deviation' && gate.kind.by === by.id) return withdrawn(gate)
  if (by.id !== state.requester.id) return refuse('not-the-requester', { run: state.run, requester: state.requester.name })
  if (gate !== undefined && gate.kind.type !== 'deviation') return withdrawn(gate)
  if (state.performed) return refuse('work-began', { run: state.run, step: state.step })
  return accept(...dropGate(gate, by.name), { type: 'ended', end: 'withdrawn', because: { code: 'withdrawn', ...who } })
}

/** The gate that waits is closed because the run stops. */
export function dropGate(gate: Gate | undefined, by: string): Event[] {
  return gate === undefined ? [] : [{ type: 'gate-closed', gate: gate.number, because: 'withdrawn', by }]
}

function causeOf({ number: gate, expiresAt, approvals }: Gate, { because, ...who }: Closing): GateClosing {
  if (because === 'expired') return { code: 'gate-expired', gate, expiresAt, approvals: approvals.length }
  return { code: `gate-${because}`, gate, ...who }
}
