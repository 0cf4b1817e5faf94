/** The blocks of an order's step, with the values that each may see. */
import type { Plan, PlannedBlock, PlannedStep } from '../../procedure/plan-types.ts'
import type { Role } from '../../procedure/procedure.ts'
import type { RunState } from '../../run/state.ts'
import type { SqlTarget, ShellTarget, WorkerTarget } from '../options.ts'
import type { BlockContext } from '../context.ts'

export interface StepBlock {
  /** Index in the step. */
  index: number
  block: PlannedBlock
}

/** The targets that were approved, or at least chosen. */
export interface Chosen {
  plan?: Pick<Plan, 'targets'>
}

export function stepOf(state: RunState, number: number): PlannedStep | undefined {
  return state.plan?.steps[number - 1]
}

export function blocksOf(step: PlannedStep, role: Role): StepBlock[] {
  return step.blocks.flatMap((block, index) => (block.role === role ? [{ index, block }] : []))
}

/** The target as it is configured here; it must be the very one that was approved. */
export function targetOf(context: BlockContext, state: Chosen, block: PlannedBlock): { target: WorkerTarget } | { fault: string } {
  const here = Object.hasOwn(context.options.targets, block.target) ? context.options.targets[block.target] : undefined
  const planned = state.plan?.targets[block.target]
  if (!here)
    return {
      fault: `Worker ${context.options.name} has no target ${block.target} in its configuration. Add it there, and start the worker again.`,
    }
  if (!planned || planned.kind !== here.kind || planned.host !== here.host || !samePlace(planned, here)) {
    return {
      fault: `Target ${block.target} of worker ${context.options.name} is not the one of the plan: ${placeOf(here)} here, ${planned ? placeOf(planned) : 'nothing'} there. Make both configurations say the same, and start the worker again.`,
    }
  }
  return { target: here }
}

type Planned = Plan['targets'][string]

function samePlace(planned: Planned, here: SqlTarget | ShellTarget): boolean {
  if (planned.kind === 'powershell' && here.kind === 'powershell') {
    // Practice runs anywhere: what was approved as real must not be practice here.
    return sameNames(planned.machineName, here.machineName) && planned.practice === (here.practice ?? false)
  }
  if (planned.kind !== 'sql-server' || here.kind !== 'sql-server') return true
  return (
    planned.instance === (here.instance ?? '') &&
    (planned.port === undefined || planned.port === here.port) &&
    planned.reader === readerOf(here) &&
    sameNames(planned.serverName, here.serverName)
  )
}

function sameNames(planned: string[] = [], here: string[] = []): boolean {
  return planned.join(', ') === here.join(', ')
}

function placeOf(target: WorkerTarget | Planned): string {
  if (target.kind === 'powershell') {
    const machine = target.machineName === undefined ? '' : ` (${target.machineName.join(', ')})`
    return `${target.practice === true ? 'practice ' : ''}PowerShell at ${target.host}${machine}`
  }
  const named = target.serverName === undefined ? '' : ` (${target.serverName.join(', ')})`
  const reader = readerOf(target)
  return `SQL Server ${target.host}${target.instance ? `\\${target.instance}` : ''}:${target.port ?? 1433}${named}${reader === undefined ? '' : `, read by ${reader}`}`
}

/** The plan knows no more of the second log-in than its name. */
function readerOf({ reader }: SqlTarget | Extract<Planned, { kind: 'sql-server' }>): string | undefined {
  return typeof reader === 'object' ? reader.user : reader
}
