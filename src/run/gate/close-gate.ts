import { inSentence } from '../../text/in-sentence.ts'
import type { Command } from '../command.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import type { End, Event, GateEnd } from '../event.ts'
import { openGate, placeInside } from '../where.ts'
import type { Gate, RunState } from '../state.ts'
import { sayInstant } from '../../text/instant.ts'

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
  const what = closedSentence(gate, closing)
  if (!state.performed) return [closed, { type: 'ended', end: ENDS[closing.because], sentence: `${what} Nothing was changed.` }]
  const sentence = `${what} Work has begun, so the run stays: ${placeInside(state, gate.step, 0)} waits. Open the gate again, or retry, skip or abort with a reason and a second person.`
  const reason = closing.because === 'expired' ? 'expired' : 'rejected'
  return [closed, { type: 'attention', step: gate.step, item: state.item, reason, sentence }]
}

/** The requester takes the run back, as long as nothing was performed; the asker of a deviation takes that back. */
export function decideWithdrawal(state: RunState, command: Extract<Command, { type: 'withdraw' }>): Decision {
  const { by } = command
  const gate = openGate(state)
  const reason = command.reason === undefined ? {} : { reason: command.reason }
  if (gate?.kind.type === 'deviation' && gate.kind.by === by.id) {
    return accept(...closeGate(state, gate, { because: 'withdrawn', by: by.name, ...reason }))
  }
  if (by.id !== state.requester.id) {
    return refuse('not-the-requester', { run: state.run, requester: state.requester.name })
  }
  if (gate?.kind.type === 'step') return accept(...closeGate(state, gate, { because: 'withdrawn', by: by.name, ...reason }))
  if (state.performed) {
    return refuse('work-began', { run: state.run, step: state.step })
  }
  return accept(...dropGate(gate, by.name), {
    type: 'ended',
    end: 'withdrawn',
    sentence: `${by.name} withdrew it${command.reason === undefined ? '' : `: ${inSentence(command.reason)}`}. Nothing was changed.`,
  })
}

/** The gate that waits is closed because the run stops. */
export function dropGate(gate: Gate | undefined, by: string): Event[] {
  return gate === undefined ? [] : [{ type: 'gate-closed', gate: gate.number, because: 'withdrawn', by }]
}

function closedSentence(gate: Gate, closing: Closing): string {
  const why = closing.reason === undefined ? '' : `: ${inSentence(closing.reason)}`
  switch (closing.because) {
    case 'rejected':
      return `${closing.by ?? 'Somebody'} rejected gate ${gate.number}${why}.`
    case 'withdrawn':
      return `${closing.by ?? 'Somebody'} withdrew at gate ${gate.number}${why}.`
    case 'expired':
      return `Gate ${gate.number} was not approved by ${sayInstant(gate.expiresAt)} (${gate.approvals.length} ${gate.approvals.length === 1 ? 'approval' : 'approvals'}).`
  }
}
