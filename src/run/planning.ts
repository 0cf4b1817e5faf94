import { fingerprintPlan } from '../procedure/fingerprint.ts'
import { makePlan } from '../procedure/plan.ts'
import type { Plan } from '../procedure/plan-types.ts'
import { proceed } from './advance.ts'
import { bare } from './bare.ts'
import type { Event } from './event.ts'
import type { RunState } from './state.ts'

/** The plan of a run whose values are complete, or what stands against it. */
export function planFor(state: RunState): { plan: Plan } | { fault: string } {
  const { procedure, values, targets, policies, people, rehearsal } = state
  const made = makePlan({ procedure, values, targets, policies, people, rehearsal })
  return 'plan' in made ? made : { fault: made.faults.join(' ') }
}

/** Why no plan can be made of the run as it is configured now; undefined when one can. */
export function replanned(state: RunState): string | undefined {
  const made = planFor(state)
  return 'fault' in made ? bare(made.fault) : undefined
}

/** The plan is made: the lock is asked for, or a rehearsal, which takes none, begins. */
export function planned(state: RunState, first: Event[], plan: Plan, now: string): Event[] {
  const made: Event = { type: 'planned', plan, fingerprint: fingerprintPlan(plan) }
  if (plan.rehearsal) return proceed(state, [...first, made], now)
  return [...first, made, { type: 'lock-asked', lock: plan.lock, ask: 1 }]
}
