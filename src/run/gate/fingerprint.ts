import { fingerprintGate } from '../../procedure/fingerprint.ts'
import type { Fingerprint } from '../../procedure/plan-types.ts'
import type { Value } from '../../procedure/procedure.ts'
import type { Gate, RunState } from '../state.ts'

/** What approvals at this gate bind to as things are now. It differs from the gate's own when what it covers has changed. */
export function gateFingerprint(state: RunState, gate: Pick<Gate, 'number' | 'step' | 'after' | 'kind'>): Fingerprint {
  const { kind } = gate
  const content = { run: state.run, step: gate.step, gate: gate.number, captures: capturesUntil(state, gate.step), after: gate.after }
  if (kind.type === 'step') return fingerprintGate(state.fingerprint ?? '', content)
  const from = kind.from === undefined ? {} : { from: kind.from }
  return fingerprintGate(state.fingerprint ?? '', { ...content, asks: { kind: kind.kind, ...from, reason: kind.reason, by: kind.by } })
}

/** Captures of the gate's step and of those before it: later ones are found under its approval. */
export function capturesUntil(state: RunState, step: number): Record<string, Value> {
  const names = (state.plan?.steps ?? []).slice(0, step).flatMap((planned) => Object.keys(planned.captures))
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = state.captures[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
