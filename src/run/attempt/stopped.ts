import { attention } from '../step/attention.ts'
import type { Event } from '../event.ts'
import { blocksOf, plannedAt } from '../where.ts'
import type { RunState } from '../state.ts'

/** Somebody cancelled while an attempt was running, and it has come to its end. */
export function stopped(state: RunState, step: number, item: number): Event[] {
  const { cancelled } = state
  if (cancelled === undefined) return []
  const checked = blocksOf(plannedAt(state, { step, item }), 'check').length > 0
  return attention(step, item, 'cancelled', { code: 'cancelled', by: cancelled.by, reason: cancelled.reason, ended: { checked } })
}
