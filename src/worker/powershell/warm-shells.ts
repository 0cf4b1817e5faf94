import type { RunState } from '../../run/state.ts'
import type { BlockBench } from '../context.ts'
import { targetOf } from '../block/step-blocks.ts'

/** Starts the PowerShells that a run will need while it reads, and while people look at its plan. No block of it runs yet. */
export function warmShells(bench: BlockBench, state: Pick<RunState, 'plan'>): void {
  for (const block of state.plan?.steps.flatMap(({ blocks }) => blocks) ?? []) {
    if (block.language !== 'powershell' || !Object.hasOwn(bench.options.targets, block.target)) continue
    const found = targetOf(bench, state, block)
    if ('target' in found && found.target.kind === 'powershell') bench.shells.warm(found.target)
  }
}
