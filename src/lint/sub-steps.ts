/** What no rule of a run asks of sub-steps, so that a run that began without it is still what it was: it is asked at the door. */
import type { FaultAt } from '../procedure/document/document-fault.ts'
import { checkAddress } from '../procedure/document/read-http.ts'
import type { ProcedureDraft } from '../procedure/document/read-procedure.ts'

export function faultsOfSubsteps({ steps, blocks }: Pick<ProcedureDraft, 'steps' | 'blocks'>): FaultAt[] {
  const faults: FaultAt[] = []
  for (const { options, substeps, lineOf } of steps.filter((step) => step.substeps.length > 0)) {
    if (options['one-way'] === true && options.gate === undefined)
      faults.push({ line: lineOf('one-way'), fault: { is: 'one-way-without-gate' } })
    const own = new Set(substeps.flatMap((substep) => substep.blocks))
    for (const { block, scope } of blocks) if (own.has(block)) checkAddress(block, scope, (line, fault) => faults.push({ line, fault }))
  }
  return faults
}
