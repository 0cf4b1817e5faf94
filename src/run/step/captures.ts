import type { PlannedStep } from '../../procedure/plan-types.ts'
import { readCapture } from '../../procedure/value/read-answer.ts'
import type { Value } from '../../procedure/procedure.ts'
import { answersOf } from './judge-results.ts'
import type { Remark } from '../facts/remark.ts'
import type { BlockResult } from '../order.ts'

/** What the `read` blocks of a step found under the names that it declares, or what is wrong with it. */
export function takeCaptures(step: PlannedStep, results: readonly BlockResult[]): { captures: Record<string, Value>; fault?: Remark } {
  const answers = answersOf(step, 'read', results)
  if (answers.fault !== undefined) return { captures: {}, fault: answers.fault }
  const captures: Record<string, Value> = {}
  for (const [name, type] of Object.entries(step.captures)) {
    const column = step.columns?.[name] ?? name
    const from = answers.found.find(({ result }) => hasColumn(result, column)) ?? answers.found.find(({ result }) => result.rowCount === 0)
    if (from === undefined) return { captures: {}, fault: { is: 'no-column', name: column } }
    if (from.result.rows.length !== from.result.rowCount) {
      const { rowCount, rows } = from.result
      return { captures: {}, fault: { is: 'rows-cut', name, rows: rowCount, came: rows.length } }
    }
    const read = readCapture(
      type,
      from.result.rows.map((row) => row[column] ?? null),
    )
    if ('fault' in read) return { captures: {}, fault: { is: 'bad-value', name, fault: read.fault } }
    captures[name] = read.value
  }
  return { captures }
}

function hasColumn(result: BlockResult, name: string): boolean {
  return result.rows.some((row) => name in row)
}
