import { fingerprintPlan } from '../../procedure/fingerprint.ts'
import type { PlanFault } from '../../procedure/plan-fault.ts'
import { firstDifferences, planDifference, type Difference } from '../../procedure/plan-difference.ts'
import type { Command } from '../command.ts'
import { attention } from '../step/attention.ts'
import { awaitsConfirmation } from '../step/confirm.ts'
import { accept, refuse } from '../decision.ts'
import type { Decision } from '../decision.ts'
import type { Event } from '../event.ts'
import { openGate, passGate, plannedAt, standingAttempt } from '../where.ts'
import { planFor } from './make-plan.ts'
import type { RunState } from '../state.ts'

type Changed = Extract<Command, { type: 'configuration-changed' }>

/** New policies, people, targets or names of secrets. Where the plan is another one by them, approvals are void and people are shown the difference. */
export function decideConfiguration(state: RunState, command: Changed): Decision {
  const { policies, people, targets, secretNames } = command
  const secrets = secretNames === undefined ? {} : { secretNames }
  const known =
    JSON.stringify([state.policies, state.people, state.targets, state.secretNames]) ===
    JSON.stringify([policies, people, targets, secretNames])
  if (known) return refuse('nothing-changed', { run: state.run })
  const changed = (difference: Difference[]): Event => ({
    type: 'configuration-changed',
    policies,
    people,
    targets,
    ...secrets,
    difference,
  })
  if (state.plan === undefined) return accept(changed([]))
  const made = planFor({ ...state, policies, people, targets })
  if ('faults' in made) return impossible(state, changed, made.faults)
  const fingerprint = fingerprintPlan(made.plan)
  if (fingerprint === state.fingerprint) return accept(changed([]))
  const difference = planDifference(state.plan, made.plan)
  const events: Event[] = [changed(difference), { type: 'planned', plan: made.plan, fingerprint }, ...voidGates(state, difference)]
  const stop = mustStop(state) ? stopped(state, difference) : []
  return accept(...events, ...stop)
}

/** The run cannot even be planned any more: nothing of it may go on until that is put right. */
function impossible(state: RunState, changed: (difference: Difference[]) => Event, faults: PlanFault[]): Decision {
  const difference: Difference[] = [
    { sign: '-', of: 'plan' },
    { sign: '+', of: 'no-plan', faults },
  ]
  return accept(changed(difference), ...voidGates(state, difference), ...(nothingOut(state) ? stopped(state, difference) : []))
}

/** Every gate that waits or still lets steps pass. */
function voidGates(state: RunState, difference: Difference[]): Event[] {
  const open = openGate(state)
  const pass = passGate(state)
  const gates = [open, pass?.closed === undefined ? pass : undefined].filter((gate) => gate !== undefined)
  return gates.map((gate) => ({ type: 'gate-closed', gate: gate.number, because: 'void', changed: 'configuration', difference }))
}

/** After work began people look before approvals are asked for again; whoever is asked to do by hand what was approved may have begun. */
function mustStop(state: RunState): boolean {
  const open = openGate(state)
  const covered = (open !== undefined && open.kind.type !== 'deviation') || passGate(state) !== undefined
  const approved = !state.rehearsal && awaitsConfirmation(state) && plannedAt(state, state).gate !== undefined
  const begun = state.performed || approved
  return begun && covered && nothingOut(state)
}

/** An attempt that is out is let end first: its fate comes before all. */
function nothingOut(state: RunState): boolean {
  return state.attention === undefined && standingAttempt(state)?.claim === undefined && state.question?.attempt === undefined
}

function stopped(state: RunState, difference: Difference[]): Event[] {
  const attempt = standingAttempt(state)
  const voided: Event[] =
    attempt === undefined ? [] : [{ type: 'order-voided', order: attempt.order, because: { code: 'configuration-changed' } }]
  return [
    ...voided,
    ...attention(state.step, state.item, 'approvals-void', { code: 'configuration-changed', difference: firstDifferences(difference) }),
  ]
}
