/** A step of a plan as it is for one item of its list, or for one sub-step of it. */
import type { PlannedBlock, PlannedStep, Target } from './plan-types.ts'

/**
 * `item` counts from 1 through the sub-steps of each item in turn: of three sub-steps, 5 is the second one of the second item. 0 is the step itself, which reads
 * before its first item. What hangs on no item is the same for each of them.
 */
export function plannedItem(step: PlannedStep, item: number, targets: Record<string, Target>): PlannedStep {
  const { substeps, ...rest } = step
  if (item === 0 || (substeps === undefined && !step.blocks.some(isOnItem))) return step
  const { position, substep: at } = turnOf(step, item)
  const { title, ...substep } = substeps?.[at - 1] ?? { title: '' }
  const whole = substeps === undefined ? rest : { ...rest, ...substep, substep: { number: at, of: substeps.length, title } }
  const blocks = whole.blocks.map((block) => onItem(block, position))
  const sent = blocks.find(({ role }) => role !== 'read' || substeps !== undefined)
  return { ...whole, blocks, site: targets[sent?.target ?? '']?.site ?? step.site }
}

/** Which value of the list, and which sub-step of it, both from 1. */
export function turnOf({ substeps }: Pick<PlannedStep, 'substeps'>, item: number): { position: number; substep: number } {
  const count = substeps?.length ?? 1
  return { position: Math.ceil(item / count), substep: ((item - 1) % count) + 1 }
}

/** Of the step and of its sub-steps. */
export function allBlocks<T>({ blocks, substeps = [] }: { blocks: T[]; substeps?: { blocks: T[] }[] }): T[] {
  return [...blocks, ...substeps.flatMap((substep) => substep.blocks)]
}

/** Every target that a block may be sent to. */
export function targetsOf({ target, targets = [target] }: Pick<PlannedBlock, 'target' | 'targets'>): string[] {
  return targets
}

function isOnItem({ targets }: PlannedBlock): boolean {
  return targets !== undefined
}

function onItem({ targets, ...block }: PlannedBlock, position: number): PlannedBlock {
  return targets === undefined ? block : { ...block, target: targets[position - 1] ?? block.target }
}
