import { attention } from '../step/attention.ts'
import type { Event } from '../event.ts'
import { gateFingerprint } from './fingerprint.ts'
import { governingStep, openStepGate } from './open-gate.ts'
import { passGate, place } from '../where.ts'
import { firstLines } from '../../text/excerpt.ts'
import type { Gate, RunState } from '../state.ts'
import { sayInstant } from '../../text/instant.ts'

/** What stands between a step and its order: a gate to open, or approvals that are worth nothing any more. Undefined: nothing. */
export function gateBefore(state: RunState, step: number, item: number, now: string): Event[] | undefined {
  const pass = passGate(state)
  if (pass === undefined || !covers(state, pass, step)) return [openStepGate(state, step, now)]
  if (pass.closed !== undefined) return voided(state, pass, step, item, now)
  if (hasLapsed(pass, now) && state.rehearsal)
    return [{ type: 'gate-closed', gate: pass.number, because: 'superseded' }, openStepGate(state, step, now)]
  if (hasLapsed(pass, now)) return attention(step, item, 'approvals-expired', lapsedSentence(state, pass, step, item))
  if (gateFingerprint(state, pass) === pass.fingerprint) return undefined
  const reason = 'what an earlier step found is not what was approved'
  return [{ type: 'gate-closed', gate: pass.number, because: 'void', reason }, openStepGate(state, step, now)]
}

/** Approvals of a gate are good for its step and those that follow, up to the next gate. */
export function covers(state: RunState, gate: Gate, step: number): boolean {
  return gate.kind.type === 'step' && gate.step <= step && governingStep(state, step) <= gate.step
}

export function hasLapsed(gate: Gate, now: string): boolean {
  return gate.passed === undefined || now > gate.passed.notAfter
}

export function lapsedSentence(state: RunState, gate: Gate, step: number, item: number): string {
  return `${place(state, step, item)} may not begin: the approvals of gate ${gate.number} were good until ${sayInstant(gate.passed?.notAfter ?? 'never')}. Nothing was sent. Open the gate again: it needs new approvals.`
}

export function voidSentence(state: RunState, gate: Gate, step: number, item: number): string {
  const difference = gate.closed?.difference ?? []
  const why = difference.length > 0 ? `:\n${firstLines(difference)}` : ` (${gate.closed?.reason ?? 'it was closed'}).`
  return `${place(state, step, item)} may not begin: the approvals of gate ${gate.number} are void, because what they were given for has changed. Nothing was sent. Read the difference and open the gate again: it needs new approvals${why}`
}

/** Before any work a voided gate just opens again; afterwards people must look first. */
function voided(state: RunState, gate: Gate, step: number, item: number, now: string): Event[] {
  if (!state.performed) return [openStepGate(state, step, now)]
  return attention(step, item, 'approvals-void', voidSentence(state, gate, step, item))
}
