/** What the `read` blocks of one step found under the names that it declares, name by name. */
import type { PlannedBlock, PlannedStep } from '../../procedure/plan-types.ts'
import type { Step, Value } from '../../procedure/procedure.ts'
import { takeCaptures } from '../../run/step/captures.ts'
import { en } from '../../words/en.ts'
import type { BlockResult } from '../../run/order.ts'

/** One block that was asked, and what it answered. */
export interface Asked {
  block: PlannedBlock
  result: BlockResult
}

export type LiveCapture = { step: number; title: string; name: string; line: number } & ({ value: Value } | { fault: string })

/** By the rules of a run, from the blocks that answered. A name that only a block which was not asked could give is left out. */
export function findCaptures({ substeps: _substeps, ...step }: Step, asked: readonly Asked[]): LiveCapture[] {
  const reads = step.blocks.filter(({ role }) => role === 'read')
  const all = asked.filter(({ block }) => block.role === 'read')
  const answered = all.filter(({ result }) => result.ok)
  const results = answered.map(({ result }, block) => ({ ...result, block }))
  return Object.entries(step.captures).flatMap(([name, type]): LiveCapture[] => {
    const alone: PlannedStep = { ...step, captures: { [name]: type }, blocks: answered.map(({ block }) => block), site: '' }
    const { captures, fault } = takeCaptures(alone, results)
    const value = captures[name]
    const gave =
      answered.find(({ result }) => result.rows.some((row) => name in row)) ?? answered.find(({ result }) => result.rowCount === 0)
    const place = { step: step.number, title: step.title, name, line: (gave?.block ?? reads[0])?.line ?? step.line }
    if (value !== undefined) return [{ ...place, value }]
    if (all.length < reads.length) return []
    if (answered.length < all.length) return [{ ...place, fault: 'a read of this step failed' }]
    return [{ ...place, fault: fault === undefined ? '' : en.remarks([fault]).replace(`${name}: `, '') }]
  })
}
