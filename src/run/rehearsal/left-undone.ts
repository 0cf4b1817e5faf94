import type { PlannedBlock, PlannedStep } from '../../procedure/plan-types.ts'
import { allBlocks, targetsOf } from '../../procedure/planned-item.ts'
import type { Role } from '../../procedure/procedure.ts'
import { blocksOf, plannedAt, plannedStep, stepState } from '../where.ts'
import type { Place } from '../where.ts'
import type { RunState } from '../state.ts'

/** The last step or item before this one that would have acted and was only rehearsed: what is found from there on may be its doing. */
export function leftUndone(state: RunState, step: number, item: number): Place | undefined {
  for (let number = step; number > 0; number--) {
    if (!acts(plannedStep(state, number))) continue
    const { items, done } = stepState(state, number)
    if (number < step && done?.how === 'rehearsed') return { step: number, item: 0 }
    if (number < step || item === 0) continue
    const before = items.slice(0, item - 1).findLastIndex((each) => each.done === 'rehearsed') + 1
    if (before > 0) return { step, item: before }
  }
  return undefined
}

/** The targets of these looks, where nothing that was left undone acts on any of them; empty where it does, or may. */
export function elsewhere(state: RunState, place: Place, role: Role): string[] {
  const asked = [...new Set(blocksOf(plannedAt(state, place), role).map(({ target }) => target))]
  return asked.some((target) => mayLeadOn(state, place, target)) ? [] : asked
}

/** Something that was left undone before this place acts on the target, or is done by a person's hand, wherever that is. */
export function mayLeadOn(state: RunState, { step, item }: Place, target: string): boolean {
  const earlier = (state.plan?.steps ?? []).filter(({ number }) => number < step && stepState(state, number).done?.how === 'rehearsed')
  const items = Array.from({ length: Math.max(0, item - 1) }, (_, index) => plannedAt(state, { step, item: index + 1 }))
  return [...earlier, ...items].some((planned) => isByHand(planned) || actsOn(planned).includes(target))
}

/**
 * The last step before this one that was left undone and may change what its check found today, with the targets on which it acts; none where a person does
 * it. One SQL Server is not changed by blocks sent to another one; what PowerShell changes, and where a check in PowerShell looks, nobody knows.
 */
export function mayChange(state: RunState, step: number): { step: number; on: string[] } | undefined {
  const checks = allBlocks(plannedStep(state, step)).filter(({ role }) => role === 'check')
  const asked = new Set(checks.flatMap(targetsOf))
  const undone = (state.plan?.steps ?? []).filter(
    (planned) => planned.number < step && acts(planned) && stepState(state, planned.number).done?.how === 'rehearsed',
  )
  const there = (planned: PlannedStep): string[] => actsOn(planned).filter((target) => asked.has(target))
  const open = (planned: PlannedStep): boolean =>
    isByHand(planned) || [...checks, ...runsOf(planned)].some(({ language }) => language !== 'sql')
  const last = undone.findLast((planned) => there(planned).length > 0) ?? undone.findLast(open)
  if (last === undefined) return undefined
  return { step: last.number, on: there(last).length > 0 ? there(last) : actsOn(last) }
}

function actsOn(planned: PlannedStep): string[] {
  return [...new Set(runsOf(planned).flatMap(targetsOf))]
}

/** It changes the estate: by its own blocks, or by a person's hand. */
function acts(planned: PlannedStep): boolean {
  return runsOf(planned).length > 0 || isByHand(planned)
}

function runsOf(planned: PlannedStep): PlannedBlock[] {
  return allBlocks(planned).filter(({ role }) => role === 'run')
}

function isByHand({ confirm, substeps = [] }: PlannedStep): boolean {
  return confirm !== undefined || substeps.some((substep) => substep.confirm !== undefined)
}
