import type { Policy } from '../../policy/policy.ts'
import type { Words } from '../../words/words.ts'

/** Who must agree at the gates, by the policies that they name. */
export function gateRows(
  { notes: { show } }: Words,
  { steps }: { steps: readonly { gate?: string }[] },
  policies: Readonly<Record<string, Policy>>,
): { name: string; value: string }[] {
  const gates = [...new Set(steps.flatMap(({ gate }) => gate ?? []))]
  return gates.map((gate) => ({
    name: gates.length === 1 ? show.eachGateNeeds : show.gateNeeds(gate),
    value: show.needs(policies[gate]?.approve ?? []),
  }))
}
