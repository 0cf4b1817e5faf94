import type { Command } from './command.ts'
import { accept, refuse } from './decision.ts'
import type { Decision } from './decision.ts'
import type { AttentionReason, Event } from './event.ts'
import { covers } from './gate-before.ts'
import { actingGroups, mayAct } from './may-act.ts'
import { openGate, passGate } from './position.ts'
import { replanned } from './planning.ts'
import type { RunState } from './state.ts'

/** Reasons that mean: the work is fine, its approvals are not. */
const REOPENS: ReadonlySet<AttentionReason> = new Set(['rejected', 'expired', 'approvals-expired', 'approvals-void'])

export function mayReopen(reason: AttentionReason): boolean {
  return REOPENS.has(reason)
}

/** The gate opens again, and needs new approvals. It asks nothing that the document does not say, so it is no deviation. */
export function decideReopen(state: RunState, command: Extract<Command, { type: 'reopen' }>): Decision {
  const { by, reason } = command
  if (state.attention === undefined || !mayReopen(state.attention.reason)) {
    return refuse(
      'nothing-to-reopen',
      `${state.run} does not wait for a gate to be opened again${state.attention === undefined ? '' : ': retry, skip or abort'}.`,
    )
  }
  const waiting = openGate(state)
  if (waiting !== undefined)
    return refuse('gate-open', `Gate ${waiting.number} already asks for a way on: approve, reject or withdraw that one first.`)
  if (!mayAct(state, by)) {
    return refuse('may-not-act', `${by.name} may neither start nor approve this: that takes somebody of ${actingGroups(state).join(', ')}.`)
  }
  const stale = replanned(state)
  if (stale !== undefined) return refuse('plan-impossible', `${state.run} cannot go on: ${stale}. Put the configuration right, or abort.`)
  const pass = passGate(state)
  const closed: Event[] =
    pass === undefined || pass.closed !== undefined || !covers(state, pass, state.attention.step)
      ? []
      : [{ type: 'gate-closed', gate: pass.number, because: 'superseded' }]
  return accept(...closed, { type: 'reopened', by: by.name, reason })
}
