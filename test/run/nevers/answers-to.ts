/** What a worker says of an order's looks: often true, sometimes not what was asked. */
import type { PlannedStep } from '../../../src/procedure/plan-types.ts'
import type { BlockResult, Look, Row } from '../../../src/run/order.ts'
import { judgeLook, nextLook } from '../../../src/run/step/looks.ts'
import type { Looked } from '../../../src/run/event.ts'
import type { Random } from './random.ts'

const LIES = ['stops early', 'goes on', 'leaves out', 'asks twice'] as const

/** `says`: what every check answers. */
export function answersTo(step: PlannedStep, looks: readonly Look[], recorded: boolean, says: 0 | 1 | null, random: Random): BlockResult[] {
  const lie = random.chance(0.1) ? random.pick(LIES) : undefined
  const results: BlockResult[] = []
  const seen: Looked[] = []
  for (const look of looks) {
    if (lie === 'leaves out' && look === looks[0]) continue
    if (lie === undefined && nextLook({ looks, recorded }, seen) !== look) continue
    const answers = answersOf(step, look, says, random)
    results.push(...answers, ...(lie === 'asks twice' ? answers : []))
    seen.push(judgeLook(step, look, answers))
    if (lie === 'stops early') break
  }
  return results
}

function answersOf(step: PlannedStep, look: Look, says: 0 | 1 | null, random: Random): BlockResult[] {
  return step.blocks.flatMap(({ role, target }, block): BlockResult[] => {
    if (role !== look) return []
    const rows = rowsOf(step, look, says, random)
    return [{ block, target, ok: random.chance(0.98), rows, rowCount: rows.length, messages: [], errors: [], tookMs: 1 }]
  })
}

function rowsOf(step: PlannedStep, look: Look, says: 0 | 1 | null, random: Random): Row[] {
  if (look === 'check') return [{ done: says }]
  if (look === 'before' || look === 'wait-until') return [{ ok: random.chance(0.95) ? 1 : 0 }]
  const files = Array.from({ length: 1 + random.below(3) }, (_, row) => ({ files: `\\\\a\\share\\${row}.trn`, share: '\\\\a\\share' }))
  return step.each === undefined || step.substep !== undefined ? files.slice(0, random.chance(0.95) ? 1 : 0) : files
}
