/** A step of a plan as it is for one item of its list. */
import type { PlannedBlock, PlannedStep, Target } from './plan-types.ts'

/** `item` counts from 1; 0 is the step itself, which reads before its first item. What hangs on no item is the same for each of them. */
export function plannedItem(step: PlannedStep, item: number, targets: Record<string, Target>): PlannedStep {
  if (item === 0 || !step.blocks.some(isOnItem)) return step
  const blocks = step.blocks.map((block) => onItem(block, item))
  const acting = blocks.find(({ role }) => role !== 'read')
  return { ...step, blocks, site: targets[acting?.target ?? '']?.site ?? step.site }
}

/** Every target that a block may be sent to. */
export function targetsOf({ target, targets = [target] }: Pick<PlannedBlock, 'target' | 'targets'>): string[] {
  return targets
}

function isOnItem({ targets }: PlannedBlock): boolean {
  return targets !== undefined
}

function onItem({ targets, ...block }: PlannedBlock, item: number): PlannedBlock {
  return targets === undefined ? block : { ...block, target: targets[item - 1] ?? block.target }
}
