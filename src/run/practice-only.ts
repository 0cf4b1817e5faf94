import type { Plan } from '../procedure/plan-types.ts'
import type { PersonCommand } from './command.ts'
import { refuse } from './decision.ts'
import type { Decision } from './decision.ts'
import type { RunState } from './state.ts'

/** What a person's command leads to, unless it was only spoken in somebody's name, which is for practice, and its plan names something real. */
export function practiceOnly(state: RunState | undefined, command: PersonCommand, decision: Decision): Decision {
  if (command.by.via !== 'practice') return decision
  const plan = state?.plan ?? plannedBy(decision)
  const real = Object.values(plan?.targets ?? {}).filter(({ practice }) => !practice)
  if (real.length === 0) return decision
  const targets = real.map(({ name, host }) => ({ name, host }))
  return refuse('real-target', { run: command.run, person: command.by.name, targets })
}

function plannedBy(decision: Decision): Plan | undefined {
  return decision.events?.find((event) => event.type === 'planned')?.plan
}
