/** What one block answered when it was asked outside a run. */
import type { PlannedBlock, PlannedStep } from '../../procedure/plan-types.ts'
import type { Block } from '../../procedure/procedure.ts'
import { errorOf, judgeCheck, judgeCondition } from '../../run/step/judge-results.ts'
import { en } from '../../words/en.ts'
import type { BlockResult, Row } from '../../run/order.ts'

export interface LiveAnswer {
  step: number
  title: string
  role: Block['role']
  /** Of a look that a form's choices come from: its name. */
  choices?: string
  /** Absent where the target is not known. */
  target?: string
  /** The item of the list that it was asked for. */
  item?: string
  said: 'found' | 'met' | 'unmet' | 'done' | 'not-done' | 'cannot-tell' | 'not-yet' | 'failed' | 'not-asked'
  detail: string
  /** Names that have no value: parameters that were not given, captures that were not found. */
  missing?: string[]
  rows?: Row[]
  rowCount?: number
  /** Absent where it was not asked; false where its target answered with an error, or not at all. */
  answered?: boolean
  /** Which PowerShell answered. */
  ranIn?: string
  tookMs?: number
  line: number
}

/** One block's result, judged by the rules of a run. `result.block` is its index in the step. */
export function judgeLive(step: PlannedStep, block: PlannedBlock, result: BlockResult, item: string | undefined): LiveAnswer {
  const { rows, rowCount, tookMs, ranIn } = result
  const { said, detail } = judged({ ...step, blocks: [block] }, block, { ...result, block: 0 })
  return {
    step: step.number,
    title: step.title,
    role: block.role,
    target: block.target,
    ...(item === undefined ? {} : { item }),
    said,
    answered: result.ok,
    // The target is said already.
    detail: detail.startsWith(`${block.target}: `) ? detail.slice(block.target.length + 2) : detail,
    rows,
    rowCount,
    ...(ranIn === undefined ? {} : { ranIn }),
    tookMs,
    line: lineOf(result) ?? block.line,
  }
}

function judged(alone: PlannedStep, block: PlannedBlock, result: BlockResult): Pick<LiveAnswer, 'said' | 'detail'> {
  if (block.role === 'check') {
    const { verdict, detail } = judgeCheck(alone, [result])
    // A run asks it only after it acted: today there may be nothing to see, but it can be asked.
    const said = verdict === 'cannot-tell' && block.after === true && result.ok ? 'not-yet' : verdict
    return { said, detail: en.remarks(detail) || 'it gave no detail' }
  }
  if (!result.ok) return { said: 'failed', detail: en.remarks([errorOf(result)]) }
  if (block.role !== 'before' && block.role !== 'wait-until')
    return { said: 'found', detail: `${result.rowCount} ${result.rowCount === 1 ? 'row' : 'rows'}` }
  const { ok, detail } = judgeCondition(alone, block.role, [result])
  return ok ? { said: 'met', detail: detailsOf(result) } : { said: 'unmet', detail: en.remarks(detail) }
}

function detailsOf(result: BlockResult): string {
  const details = result.rows.flatMap((row) => Object.entries(row).filter(([name]) => name.toLowerCase() === 'detail'))
  return details.map(([, detail]) => String(detail ?? '')).join('; ')
}

/** Where in the document the first error lies. */
function lineOf({ errors }: BlockResult): number | undefined {
  const line = Number(/:(\d+)$/.exec(errors[0]?.place ?? '')?.[1])
  return line > 0 ? line : undefined
}
