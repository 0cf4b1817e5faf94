import { fingerprintGate } from '../../procedure/fingerprint.ts'
import type { Fingerprint } from '../../procedure/plan-types.ts'
import { answerNames } from '../../procedure/procedure.ts'
import type { Value } from '../../procedure/procedure.ts'
import type { Gate, RunState } from '../state.ts'

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
