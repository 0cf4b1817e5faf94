import type { RunState } from '../../run/state.ts'
import { allBlocks, targetsOf } from '../../procedure/planned-item.ts'
import type { BlockContext } from '../context.ts'
import { targetOf } from '../block/step-blocks.ts'

/** Starts the PowerShells that a run will need while it reads, and while people look at its plan. No block of it runs yet, and what is wrong with one is said when a block needs it. */
export function warmShells(context: BlockContext, state: Pick<RunState, 'plan'>): void {
  for (const block of state.plan?.steps.flatMap(allBlocks) ?? []) {
    for (const target of targetsOf(block)) {
      if (block.language !== 'powershell' || !Object.hasOwn(context.options.targets, target)) continue
      const found = targetOf(context, state, { ...block, target })
      if ('target' in found && found.target.kind === 'powershell') void context.shells.warm(found.target)
    }
  }
}
