import { firstDifferences } from '../../procedure/plan-difference.ts'
import { attention } from '../step/attention.ts'
import type { Event } from '../event.ts'
import type { AttentionCause } from '../facts/causes.ts'
import { gateFingerprint, governingStep, openStepGate } from './open-gate.ts'
import { passGate } from '../where.ts'
import type { Gate, RunState } from '../state.ts'

/** What stands between a step and its order: a gate to open, or approvals that are worth nothing any more. Undefined: nothing. */
export function gateBefore(state: RunState, step: number, item: number, now: string): Event[] | undefined {
  const pass = passGate(state)
  if (pass === undefined || !covers(state, pass, step)) return [openStepGate(state, step, now)]
  if (pass.closed !== undefined) return voided(state, pass, step, item, now)
  if (hasLapsed(pass, now) && state.rehearsal)
    return [{ type: 'gate-closed', gate: pass.number, because: 'superseded' }, openStepGate(state, step, now)]
  if (hasLapsed(pass, now)) return attention(step, item, 'approvals-expired', lapsed(pass))
  if (gateFingerprint(state, pass) === pass.fingerprint) return undefined
  return [{ type: 'gate-closed', gate: pass.number, because: 'void', changed: 'captures' }, openStepGate(state, step, now)]
}

/** Approvals of a gate are good for its step and those that follow, up to the next gate; those of an undo for undoing its step. */
export function covers(state: RunState, gate: Gate, step: number): boolean {
  if (state.undoing !== undefined) return gate.kind.type === 'undo' && gate.step === step
  return gate.kind.type === 'step' && gate.step <= step && governingStep(state, step) <= gate.step
}

export function hasLapsed(gate: Gate, now: string): boolean {
  return gate.passed === undefined || now > gate.passed.notAfter
}

export function lapsed({ number: gate, passed }: Gate): AttentionCause {
  return { code: 'approvals-lapsed', gate, ...(passed === undefined ? {} : { until: passed.notAfter }) }
}

/** Before any work a voided gate just opens again; afterwards people must look first. */
function voided(state: RunState, gate: Gate, step: number, item: number, now: string): Event[] {
  if (!state.performed) return [openStepGate(state, step, now)]
  const { changed, difference = [] } = gate.closed ?? {}
  return attention(step, item, 'approvals-void', {
    code: 'approvals-void',
    gate: gate.number,
    ...(changed === undefined ? {} : { changed }),
    difference: firstDifferences(difference),
  })
}
