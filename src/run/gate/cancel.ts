import { inSentence } from '../../text/in-sentence.ts'
import type { Command } from '../command.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import { dropGate } from './close-gate.ts'
import type { Event } from '../event.ts'
import { leadingGroups, mayLead } from './may-lead.ts'
import { openGate, placeInside, standingAttempt } from '../where.ts'
import type { RunState } from '../state.ts'

/** Before a claim a cancel always wins. After it, the worker is told to stop, and the run stops when the estate has said what happened. */
export function decideCancel(state: RunState, command: Extract<Command, { type: 'cancel' }>): Decision {
  const { by } = command
  const reason = inSentence(command.reason)
  if (!mayLead(state, by)) {
    return refuse('may-not-act', { person: by.name, groups: leadingGroups(state) })
  }
  if (state.attention !== undefined && state.performed) {
    return refuse('stopped-already', { run: state.run, step: state.attention.step })
  }
  const attempt = standingAttempt(state)
  if (attempt?.claim !== undefined) {
    if (state.cancelled !== undefined) return refuse('cancelled-already', { run: state.run, by: state.cancelled.by })
    return accept({ type: 'cancelled', by: by.name, reason, running: attempt.id })
  }
  const cancelled: Event = { type: 'cancelled', by: by.name, reason }
  const voided: Event[] = attempt === undefined ? [] : [{ type: 'order-voided', order: attempt.order, why: 'cancelled' }]
  const asked: Event[] = state.question === undefined ? [] : [{ type: 'question-dropped', order: state.question.order }]
  const events = [cancelled, ...voided, ...asked, ...dropGate(openGate(state), by.name)]
  if (!state.performed)
    return accept(...events, { type: 'ended', end: 'withdrawn', sentence: `${by.name} cancelled it: ${reason}. Nothing was changed.` })
  const sentence = `${by.name} cancelled at ${placeInside(state, state.step, state.item)}: ${reason}. Nothing more was sent. Retry, skip or abort: each needs a reason and a second person.`
  return accept(...events, { type: 'attention', step: state.step, item: state.item, reason: 'cancelled', sentence })
}
