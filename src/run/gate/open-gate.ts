import { barredNow } from './quorum.ts'
import type { Barring, Event, GateKind } from '../event.ts'
import { later } from '../../text/instant.ts'
import { plannedStep } from '../where.ts'
import type { Gate, RunState } from '../state.ts'
import { fingerprintGate } from '../../procedure/fingerprint.ts'
import type { Fingerprint } from '../../procedure/plan-types.ts'
import { answerNames, type Value } from '../../procedure/procedure.ts'

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

/** What approvals at this gate bind to as things are now. It differs from the gate's own when what it covers has changed. */
export function gateFingerprint(state: RunState, gate: Pick<Gate, 'number' | 'step' | 'after' | 'kind'>): Fingerprint {
  const { kind } = gate
  const content = { run: state.run, step: gate.step, gate: gate.number, captures: capturesUntil(state, gate.step), after: gate.after }
  if (kind.type === 'step') return fingerprintGate(state.fingerprint ?? '', content)
  if (kind.type === 'undo') return fingerprintGate(state.fingerprint ?? '', { ...content, undo: true })
  const from = kind.from === undefined ? {} : { from: kind.from }
  return fingerprintGate(state.fingerprint ?? '', { ...content, asks: { kind: kind.kind, ...from, reason: kind.reason, by: kind.by } })
}

/** Captures of the gate's step and of those before it: later ones are found under its approval, and what a person answers is answered behind the gate of the step. */
export function capturesUntil(state: RunState, step: number): Record<string, Value> {
  const steps = (state.plan?.steps ?? []).slice(0, step)
  const names = [...steps.flatMap((planned) => Object.keys(planned.captures)), ...steps.slice(0, step - 1).flatMap(answerNames)]
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = state.captures[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
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
