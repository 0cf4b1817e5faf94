import type { SaidView } from '../../../words/said-view.ts'

/** `all`: ids of `people.yaml`. Those whose own card differs from everybody's, the first of them first. When a run needs people, anybody may be the one who knows the way out. */
export function whoActs({ requester, gate, attention, confirm }: SaidView, all: readonly string[]): string[] {
  const atGate = gate === undefined ? [] : [...gate.asked, ...(gate.called?.people ?? []), ...gate.mayReject]
  return [...new Set([...atGate, requester.id, ...(attention === undefined && confirm === undefined ? [] : all)])]
}
