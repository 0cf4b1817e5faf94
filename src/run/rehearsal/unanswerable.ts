/** What a rehearsal does not ask: it was asked in vain, or what it is asked with was never found. */
import type { PlannedStep } from '../../procedure/plan-types.ts'
import type { Condition, Role } from '../../procedure/procedure.ts'
import { blocksOf, capturesAt, plannedStep, type Place } from '../where.ts'
import type { Event } from '../event.ts'
import type { Look } from '../order.ts'
import type { RunState } from '../state.ts'
import { findingsAt, standsInTheWay } from './stands.ts'

/** Only in a rehearsal: a real run stops where a question has no answer. */
function isUnanswerable(state: RunState, planned: PlannedStep, item: number, role: Look): boolean {
  if (!state.rehearsal) return false
  const found = findingsAt(state, planned.number, item)
  const inVain = found.some((each) => each.asked === role || each.reason === 'refused' || each.reason === 'lost-contact')
  return inVain || missingNames(state, planned, item, [role]).length > 0
}

/** Whether a step has such blocks, and they still are to be asked. */
export function mayAsk(state: RunState, planned: PlannedStep, item: number, role: Look): boolean {
  return blocksOf(planned, role).length > 0 && !isUnanswerable(state, planned, item, role)
}

/** Whether a step is passed over hangs on what no step has found: a rehearsal goes through it. */
export function hangsOnUnknown(state: RunState, step: number, when: readonly Condition[]): Event[] | undefined {
  const names = when.map(({ name }) => name)
  // A parameter that nobody answered is known not to have the value.
  const asked = new Set(state.procedure.parameters.map(({ name }) => name))
  const needs = names.filter((name) => !asked.has(name) && !Object.hasOwn(state.captures, name))
  if (!state.rehearsal || needs.length === 0) return undefined
  const before = finderOf(state, needs)
  return standsInTheWay(state, { step, item: 0, asked: 'when', reason: 'capture', detail: [], needs, ...(before && { before }) })
}

/** Said once a step: it needs what no step has found. Undefined: it needs nothing of that kind, or it is said. */
export function needsFirst(state: RunState, planned: PlannedStep, item: number): Event[] | undefined {
  if (!state.rehearsal || findingsAt(state, planned.number, item).some(({ asked }) => asked === 'needs')) return undefined
  const needs = missingNames(state, planned, item, ['check', 'read', 'wait-until', 'before', 'run'], planned.number - 1)
  const before = finderOf(state, needs)
  if (before === undefined) return undefined
  return standsInTheWay(state, { step: planned.number, item: 0, asked: 'needs', reason: 'capture', detail: [], needs, before })
}

/** The last of the steps that should have found these names; undefined where they are no captures. */
export function finderOf(state: RunState, names: readonly string[]): Place | undefined {
  const finders = (state.plan?.steps ?? []).filter(({ captures }) => names.some((name) => Object.hasOwn(captures, name)))
  const last = finders.at(-1)
  return last === undefined ? undefined : { step: last.number, item: 0 }
}

/** Captures that blocks of these roles use and that were not found, up to the captures of step `until`. */
function missingNames(state: RunState, planned: PlannedStep, item: number, roles: readonly Role[], until = planned.number): string[] {
  const own = planned.number
  const declared = new Set(
    Array.from({ length: until }, (_, index) => plannedStep(state, index + 1)).flatMap(({ number, captures }) =>
      // What its own reads are still to find is not missing yet.
      number === own && !findingsAt(state, own, 0).some(({ asked }) => asked === 'read' || asked === 'needs') ? [] : Object.keys(captures),
    ),
  )
  const substeps = plannedStep(state, own).substeps?.slice(0, (planned.substep?.number ?? 1) - 1) ?? []
  for (const name of substeps.flatMap(({ captures }) => Object.keys(captures))) declared.add(name)
  const known = capturesAt(state, { step: own, item })
  const used = roles.flatMap((role) => blocksOf(planned, role)).flatMap(({ uses }) => uses)
  return [...new Set(used)].filter((name) => declared.has(name) && !Object.hasOwn(known, name))
}
