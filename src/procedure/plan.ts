/** A procedure with its values, targets and policies resolved: what people approve. */
import { LONGEST_NAME } from '../text/bounds.ts'
import { planBlock } from './plan-block.ts'
import type { PlanFault } from './plan-fault.ts'
import { allBlocks, plannedItem } from './planned-item.ts'
import type { Plan, PlannedBlock, PlannedStep, Target } from './plan-types.ts'
import type { Person, Policy } from '../policy/policy.ts'
import type { Block, Procedure, Step, Value } from './procedure.ts'
import { builtLooksWithoutReader } from './without-reader.ts'
import { sameValues } from './value/same-value.ts'

export interface PlanSource {
  procedure: Procedure
  /** By parameter; one without a value is a fault, unless it is optional. */
  values: Record<string, Value>
  targets: Record<string, Target>
  policies: Record<string, Policy>
  people: readonly Person[]
  rehearsal: boolean
}

/** The plan, or all that stands in its way. */
export function makePlan(source: PlanSource): { plan: Plan } | { faults: PlanFault[] } {
  const { procedure } = source
  const faults: PlanFault[] = []
  const values = chosenValues(source, faults)
  const targets = chosenTargets(source, values, faults)
  const policies = chosenPolicies(source, faults)
  const steps = procedure.steps.map((step) => planStep(step, values, targets, faults))
  for (const step of steps)
    for (const target of builtLooksWithoutReader(step, targets))
      faults.push({ is: 'no-reader', step: step.number, title: step.title, target })
  const lock = procedure.lock.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
  if (lock.length > LONGEST_NAME) faults.push({ is: 'long-lock', lock: procedure.lock, length: lock.length, most: LONGEST_NAME })
  if (faults.length > 0) return { faults }
  const { id, command, title, hash, recoveryTimeMs } = procedure
  return {
    plan: {
      rehearsal: source.rehearsal,
      procedure: { id, command, title, hash, ...(recoveryTimeMs === undefined ? {} : { recoveryTimeMs }) },
      values,
      targets,
      steps,
      lock,
      policies,
      approvers: approversOf(Object.values(policies), source.people),
    },
  }
}

function chosenValues({ procedure, values, targets }: PlanSource, faults: PlanFault[]): Record<string, Value> {
  const chosen: Record<string, Value> = {}
  for (const { name, ask, optional } of procedure.parameters) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value !== undefined) chosen[name] = value
    else if (optional !== true) faults.push({ is: 'no-value', name, ask })
  }
  for (const [name, { other, reached }] of Object.entries(sameValues(procedure.parameters, chosen, targets)))
    faults.push({ is: 'same', name, other, ...(reached === undefined ? {} : { reached }) })
  return chosen
}

/** Every target that a parameter names, by its name. */
function chosenTargets({ procedure, targets }: PlanSource, values: Record<string, Value>, faults: PlanFault[]): Record<string, Target> {
  const chosen: Record<string, Target> = {}
  for (const { name, type } of procedure.parameters) {
    if (type.of !== 'sql-server' && type.of !== 'powershell') continue
    const value = values[name] ?? []
    for (const each of Array.isArray(value) ? value.map(String) : [String(value)]) {
      const target = Object.hasOwn(targets, each) ? targets[each] : undefined
      if (target === undefined) faults.push({ is: 'no-target', name, target: each })
      else if (target.kind !== type.of) faults.push({ is: 'other-kind', name, target: each, kind: target.kind, wanted: type.of })
      else chosen[each] = target
    }
  }
  return chosen
}

function chosenPolicies({ procedure, policies }: PlanSource, faults: PlanFault[]): Record<string, Policy> {
  const chosen: Record<string, Policy> = {}
  for (const id of new Set([procedure.policy, ...procedure.steps.flatMap(({ gate }) => gate ?? [])])) {
    const policy = Object.hasOwn(policies, id) ? policies[id] : undefined
    if (policy === undefined) faults.push({ is: 'no-policy', policy: id })
    else chosen[id] = policy
  }
  return chosen
}

/** The targets of a step, or of one item of its list, must be reached from one site: one worker carries the whole of it out. */
function planStep(step: Step, values: Record<string, Value>, targets: Record<string, Target>, faults: PlanFault[]): PlannedStep {
  const { prose: _prose, line: _line, from: _from, substeps, ...rest } = step
  const planned = (blocks: Block[]): PlannedBlock[] => blocks.map((block) => planBlock(block, values, step.each))
  const blocks = planned(step.blocks)
  const inTurn = substeps?.map(({ prose: _words, ...substep }) => ({ ...substep, blocks: planned(substep.blocks) }))
  const whole: PlannedStep = { ...rest, blocks, site: '', ...(inTurn && { substeps: inTurn }) }
  const items = Math.max(inTurn === undefined ? 0 : 1, ...allBlocks(whole).map((block) => block.targets?.length ?? 0))
  const ofItems = Array.from({ length: items * (inTurn?.length ?? 1) }, (_, index) => plannedItem(whole, index + 1, targets).blocks)
  const sites = [
    ...ofItems.map((item) => item.filter(({ role }) => role !== 'read' || inTurn !== undefined)),
    blocks.filter((block) => block.targets === undefined),
  ].map((together) => sitesOf(together, targets))
  const mixed = sites.find(({ size }) => size > 1)
  if (mixed !== undefined)
    faults.push({ is: 'sites', step: step.number, title: step.title, sites: [...mixed].map(([site, target]) => ({ site, target })) })
  return { ...whole, site: [...(sites.at(-1)?.keys() ?? [])][0] ?? '' }
}

/** Each site that these blocks are sent to, with one of their targets there. */
function sitesOf(blocks: readonly PlannedBlock[], targets: Record<string, Target>): Map<string, string> {
  return new Map(blocks.flatMap(({ target }) => (Object.hasOwn(targets, target) ? [[targets[target]?.site ?? '', target]] : [])))
}

/** Everybody in a group of any line of these policies, ordered by id, with nothing but what an approval needs. */
function approversOf(policies: readonly Policy[], people: readonly Person[]): Person[] {
  const lines = policies.flatMap(({ approve, deviate }) => [...approve, deviate])
  const groups = new Set(lines.flatMap(({ from }) => from))
  return people
    .filter((person) => person.groups.some((group) => groups.has(group)))
    .map(({ id, name, groups: theirs }) => ({ id, name, groups: theirs.toSorted() }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
