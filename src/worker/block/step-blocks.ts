/** The blocks of an order's step, with the values that each may see. */
import type { Plan, PlannedBlock, PlannedStep } from '../../procedure/plan-types.ts'
import { plannedItem } from '../../procedure/planned-item.ts'
import type { Role } from '../../procedure/procedure.ts'
import type { PerformOrder } from '../../run/order.ts'
import type { TargetPlace, WorkerFault } from '../../run/facts/worker-fault.ts'
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

/** The step of an order, as it is for the order's item. */
export function stepOf({ plan }: RunState, { step: number, item }: { step: number; item: number }): PlannedStep | undefined {
  const step = plan?.steps[number - 1]
  return step && plannedItem(step, item, plan?.targets ?? {})
}

export function blocksOf(step: PlannedStep, role: Role): StepBlock[] {
  return step.blocks.flatMap((block, index) => (block.role === role ? [{ index, block }] : []))
}

/** The one that an order to perform sends. */
export function actingBlock(step: PlannedStep, { undo }: Pick<PerformOrder, 'undo'>): StepBlock | undefined {
  return blocksOf(step, undo ? 'undo' : 'run')[0]
}

/** The target as it is configured here; it must be the very one that was approved. */
export function targetOf(context: BlockContext, state: Chosen, block: PlannedBlock): { target: WorkerTarget } | { fault: WorkerFault } {
  const here = Object.hasOwn(context.options.targets, block.target) ? context.options.targets[block.target] : undefined
  const planned = state.plan?.targets[block.target]
  const of = { worker: context.options.name, target: block.target }
  if (!here) return { fault: { is: 'no-target', ...of } }
  if (!planned || planned.kind !== here.kind || planned.host !== here.host || !samePlace(planned, here)) {
    return { fault: { is: 'other-target', ...of, here: placeOf(here), ...(planned && { there: placeOf(planned) }) } }
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

function placeOf(target: WorkerTarget | Planned): TargetPlace {
  if (target.kind === 'powershell') {
    const { kind, host, machineName } = target
    return { kind, host, practice: target.practice === true, ...(machineName && { names: machineName }) }
  }
  const { kind, host, instance, port = 1433, serverName } = target
  const reader = readerOf(target)
  return {
    kind,
    host,
    port,
    ...(instance && { instance }),
    ...(serverName && { names: serverName }),
    ...(reader !== undefined && { reader }),
  }
}

/** The plan knows no more of the second log-in than its name. */
function readerOf({ reader }: SqlTarget | Extract<Planned, { kind: 'sql-server' }>): string | undefined {
  return typeof reader === 'object' ? reader.user : reader
}
