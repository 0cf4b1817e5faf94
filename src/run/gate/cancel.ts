import type { Command } from '../command.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import { attention } from '../step/attention.ts'
import { dropGate } from './close-gate.ts'
import type { Event } from '../event.ts'
import { mayNotAct } from './may-not-act.ts'
import { openGate, standingAttempt } from '../where.ts'
import type { RunState } from '../state.ts'

/** Before a claim a cancel always wins. After it, the worker is told to stop, and the run stops when the estate has said what happened. */
export function decideCancel(state: RunState, command: Extract<Command, { type: 'cancel' }>): Decision {
  const { by, reason } = command
  const foreign = mayNotAct(state, by)
  if (foreign !== undefined) return foreign
  if (state.attention !== undefined && state.performed) {
    return refuse('stopped-already', { run: state.run, step: state.attention.step })
  }
  const attempt = standingAttempt(state)
  if (attempt?.claim !== undefined) {
    if (state.cancelled !== undefined) return refuse('cancelled-already', { run: state.run, by: state.cancelled.by })
    return accept({ type: 'cancelled', by: by.name, reason, running: attempt.id })
  }
  const cancelled: Event = { type: 'cancelled', by: by.name, reason }
  const voided: Event[] = attempt === undefined ? [] : [{ type: 'order-voided', order: attempt.order, because: { code: 'cancelled' } }]
  const asked: Event[] = state.question === undefined ? [] : [{ type: 'question-dropped', order: state.question.order }]
  const events = [cancelled, ...voided, ...asked, ...dropGate(openGate(state), by.name)]
  const because = { code: 'cancelled', by: by.name, reason } as const
  if (!state.performed) return accept(...events, { type: 'ended', end: 'withdrawn', because })
  return accept(...events, ...attention(state.step, state.item, 'cancelled', because))
}
