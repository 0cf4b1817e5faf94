import { fingerprintPlan } from '../../procedure/fingerprint.ts'
import { makePlan } from '../../procedure/plan.ts'
import type { PlanFault } from '../../procedure/plan-fault.ts'
import type { Plan } from '../../procedure/plan-types.ts'
import type { Event } from '../event.ts'
import type { RunState } from '../state.ts'

/** The plan of a run whose values are complete, or what stands against it. */
export function planFor(state: RunState): { plan: Plan } | { faults: PlanFault[] } {
  const { procedure, values, targets, policies, people, rehearsal } = state
  return makePlan({ procedure, values, targets, policies, people, rehearsal })
}

/** Why no plan can be made of the run as it is configured now; undefined when one can. */
export function replanned(state: RunState): PlanFault[] | undefined {
  const made = planFor(state)
  return 'faults' in made ? made.faults : undefined
}

/** The plan is made: the lock is asked for, but by a rehearsal, which takes none. */
export function planned(plan: Plan): Event[] {
  const made: Event = { type: 'planned', plan, fingerprint: fingerprintPlan(plan) }
  return plan.rehearsal ? [made] : [made, { type: 'lock-asked', lock: plan.lock, ask: 1 }]
}
