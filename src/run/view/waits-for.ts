import { openGate } from '../where.ts'
import { awaitsConfirmation } from '../step/confirm.ts'
import type { RunState } from '../state.ts'

/** What a run in the phase `waiting` waits for: approvals, another run's lock, or the word of a person who does a step by hand. */
export type WaitsFor = 'approval' | 'lock' | 'hand'

/** Undefined in every other phase. */
export function waitsFor(state: RunState): WaitsFor | undefined {
  if (state.phase !== 'waiting') return undefined
  if (openGate(state) !== undefined) return 'approval'
  return awaitsConfirmation(state) ? 'hand' : 'lock'
}
