import { barredNow } from './quorum.ts'
import type { Barring, Event, GateKind } from '../event.ts'
import { gateFingerprint } from './fingerprint.ts'
import { later } from '../../text/instant.ts'
import { plannedStep } from '../where.ts'
import type { RunState } from '../state.ts'

type Opened = Extract<Event, { type: 'gate-opened' }>

/** The gate before a step, or before it is undone, under the policy of the last step that names one. */
export function openStepGate(state: RunState, step: number, now: string): Opened {
  return open(state, step, { type: state.undoing === undefined ? 'step' : 'undo' }, barredNow(state), now)
}

/** The gate of something that the document does not say. Who asks for it cannot approve it. */
export function openDeviationGate(state: RunState, kind: Extract<GateKind, { type: 'deviation' }>, asker: string, now: string): Opened {
  const barred: Record<string, Barring> = { [kind.by]: { why: 'asked-deviation', name: asker, kind: kind.kind }, ...barredNow(state) }
  return open(state, kind.step, kind, barred, now)
}

/** The last step at or before this one that names a gate; 0 where none does. */
export function governingStep(state: RunState, step: number): number {
  for (let number = step; number > 0; number--) if (plannedStep(state, number).gate !== undefined) return number
  return 0
}

/** Name of the policy that governs a step: its gate's, or the procedure's own. */
export function governingPolicy(state: RunState, step: number): string {
  const governing = governingStep(state, step)
  return (governing === 0 ? undefined : plannedStep(state, governing).gate) ?? state.procedure.policy
}

function open(state: RunState, step: number, kind: GateKind, barred: Record<string, Barring>, now: string): Opened {
  const id = governingPolicy(state, step)
  const policy = state.plan?.policies[id]
  if (policy === undefined) throw new Error(`The plan of ${state.run} lacks the policy ${id}.`)
  const gate = { number: state.gates.length + 1, step, kind, after: state.head }
  return {
    type: 'gate-opened',
    gate: gate.number,
    step,
    kind,
    policy: id,
    lines: kind.type === 'deviation' ? [policy.deviate] : policy.approve,
    barred,
    fingerprint: gateFingerprint(state, gate),
    after: gate.after,
    expiresAt: later(now, policy.expiresMs),
    ...(policy.escalate === undefined ? {} : { escalateAt: later(now, policy.escalate.afterMs) }),
  }
}
