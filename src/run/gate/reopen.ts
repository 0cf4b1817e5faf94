import type { Command } from '../command.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import type { AttentionReason, Event } from '../event.ts'
import { covers } from './gate-before.ts'
import { mayNotAct } from './may-not-act.ts'
import { openGate, passGate } from '../where.ts'
import { replanned } from '../plan/make-plan.ts'
import type { RunState } from '../state.ts'

/** Reasons that mean: the work is fine, its approvals are not. */
const REOPENS: ReadonlySet<AttentionReason> = new Set(['rejected', 'expired', 'approvals-expired', 'approvals-void'])

export function mayReopen(reason: AttentionReason): boolean {
  return REOPENS.has(reason)
}

/** The gate opens again, and needs new approvals. It asks nothing that the document does not say, so it is no deviation. */
export function decideReopen(state: RunState, command: Extract<Command, { type: 'reopen' }>): Decision {
  const { by, reason } = command
  if (state.attention === undefined || !mayReopen(state.attention.reason)) {
    return refuse('nothing-to-reopen', { run: state.run, attention: state.attention !== undefined })
  }
  const waiting = openGate(state)
  if (waiting !== undefined) return refuse('gate-open', { gate: waiting.number })
  const foreign = mayNotAct(state, by)
  if (foreign !== undefined) return foreign
  const stale = replanned(state)
  if (stale !== undefined) return refuse('plan-impossible', { run: state.run, faults: stale })
  const pass = passGate(state)
  const closed: Event[] =
    pass === undefined || pass.closed !== undefined || !covers(state, pass, state.attention.step)
      ? []
      : [{ type: 'gate-closed', gate: pass.number, because: 'superseded' }]
  return accept(...closed, { type: 'reopened', by: by.name, reason })
}
