/** A procedure with its values, targets and policies resolved: what people approve. */
import { LONGEST_NAME } from '../text/bounds.ts'
import { planBlock } from './plan-block.ts'
import type { Plan, PlannedStep, Target } from './plan-types.ts'
import type { Person, Policy } from '../policy/policy.ts'
import type { Procedure, Step, Value } from './procedure.ts'

export interface PlanSource {
  procedure: Procedure
  /** By parameter; one without a value is a fault. */
  values: Record<string, Value>
  targets: Record<string, Target>
  policies: Record<string, Policy>
  people: readonly Person[]
  rehearsal: boolean
}

/** The plan, or all that stands in its way, as sentences. */
export function makePlan(source: PlanSource): { plan: Plan } | { faults: string[] } {
  const { procedure } = source
  const faults: string[] = []
  const values = chosenValues(source, faults)
  const targets = chosenTargets(source, values, faults)
  const policies = chosenPolicies(source, faults)
  const steps = procedure.steps.map((step) => planStep(step, values, targets, faults))
  const lock = procedure.lock.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
  if (lock.length > LONGEST_NAME)
    faults.push(
      `The lock ${procedure.lock} has ${lock.length} characters with these values, and ${LONGEST_NAME} are possible: shorten them.`,
    )
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

function chosenValues({ procedure, values }: PlanSource, faults: string[]): Record<string, Value> {
  const chosen: Record<string, Value> = {}
  for (const { name, ask } of procedure.parameters) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) faults.push(`${name} has no value yet: ${ask}`)
    else chosen[name] = value
  }
  return chosen
}

/** Every target that a parameter names, by its name. */
function chosenTargets({ procedure, targets }: PlanSource, values: Record<string, Value>, faults: string[]): Record<string, Target> {
  const chosen: Record<string, Target> = {}
  for (const { name, type } of procedure.parameters) {
    if (type.of !== 'sql-server' && type.of !== 'powershell') continue
    const value = values[name] ?? []
    for (const each of Array.isArray(value) ? value.map(String) : [String(value)]) {
      const target = Object.hasOwn(targets, each) ? targets[each] : undefined
      if (target === undefined) faults.push(`${name} names the target ${each}, which is not configured: add it, or choose another one.`)
      else if (target.kind !== type.of)
        faults.push(`${name} names the target ${each}, which is of the kind ${target.kind}: choose one of the kind ${type.of}.`)
      else chosen[each] = target
    }
  }
  return chosen
}

function chosenPolicies({ procedure, policies }: PlanSource, faults: string[]): Record<string, Policy> {
  const chosen: Record<string, Policy> = {}
  for (const id of new Set([procedure.policy, ...procedure.steps.flatMap(({ gate }) => gate ?? [])])) {
    const policy = Object.hasOwn(policies, id) ? policies[id] : undefined
    if (policy === undefined) faults.push(`The policy ${id} is not there: add approvals/${id}.yaml, or name another one in the document.`)
    else chosen[id] = policy
  }
  return chosen
}

/** A step's targets must be reached from one site: one worker carries the whole step out. */
function planStep(step: Step, values: Record<string, Value>, targets: Record<string, Target>, faults: string[]): PlannedStep {
  const { blocks, prose: _prose, line: _line, ...rest } = step
  const chosen = blocks.map((block) => String(values[block.on]))
  const sites = new Map(chosen.flatMap((target) => (Object.hasOwn(targets, target) ? [[targets[target]?.site ?? '', target]] : [])))
  if (sites.size > 1) {
    const where = [...sites].map(([site, target]) => `${target} at ${site}`).join(', ')
    faults.push(
      `Step ${step.number} "${step.title}" reaches ${sites.size} sites (${where}), and one worker carries out a step: choose targets of one site.`,
    )
  }
  return {
    ...rest,
    blocks: blocks.map((block) => planBlock(block, values)),
    site: [...sites.keys()][0] ?? '',
  }
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
