/** What changed between two plans, for the people who had approved the first one. */
import { beginning } from '../text/excerpt.ts'
import { allBlocks } from './planned-item.ts'
import type { PlanFault } from './plan-fault.ts'
import type { Plan } from './plan-types.ts'

/** One line of a plan. `path`: names of fields, outermost first; without `value` the field holds nothing; `cut`: the length of the whole. Numbers count from 1. */
export type PlanLine =
  | { of: 'field'; step?: number; block?: number; path: string[]; value?: string; cut?: number }
  | { of: 'approver'; id: string; name: string; groups: string[] }
  | { of: 'code'; step: number; role: string; target: string; code: string; cut?: number }
  /** The plan as a whole, where no other one can be made. */
  | { of: 'plan' }
  | { of: 'no-plan'; faults: PlanFault[] }

/** `-`: only the first plan has it; `+`: only the second. */
export type Difference = PlanLine & { sign: '-' | '+' }

/** As much of a difference as an entry of any kind can carry; `more`: so many lines are left out. */
export interface FirstDifferences {
  lines: Difference[]
  more: number
}

const MOST_LINES = 30
const LONGEST_VALUE = 200

export function firstDifferences(difference: readonly Difference[]): FirstDifferences {
  const lines = difference.slice(0, MOST_LINES).map(shortened)
  return { lines, more: difference.length - lines.length }
}

function shortened(line: Difference): Difference {
  if (line.of === 'code') {
    const { text, of } = beginning(line.code, LONGEST_VALUE)
    return of === undefined ? line : { ...line, code: text, cut: of }
  }
  if (line.of !== 'field' || line.value === undefined) return line
  const { text, of } = beginning(line.value, LONGEST_VALUE)
  return of === undefined ? line : { ...line, value: text, cut: of }
}

/** In the order of the plan; empty where nothing changed. */
export function planDifference(before: Plan, after: Plan): Difference[] {
  return differingLines(planLines(before), planLines(after))
}

/** Every field, statements line by line. */
function planLines(plan: Plan): PlanLine[] {
  const { steps, approvers, ...rest } = plan
  return [
    ...fieldLines({}, [], rest),
    ...approvers.map(({ id, name, groups }): PlanLine => ({ of: 'approver', id, name, groups })),
    ...steps.flatMap((step) => {
      const { blocks: _own, substeps = [], ...options } = step
      const { number } = step
      return [
        ...fieldLines({ step: number }, [], options),
        ...substeps.flatMap(({ blocks: _theirs, ...of }, index) => fieldLines({ step: number }, ['substeps', String(index + 1)], of)),
        ...allBlocks(step).flatMap(({ text, line: _line, ...block }, index) => [
          ...fieldLines({ step: number, block: index + 1 }, [], block),
          ...text.split('\n').map((code): PlanLine => ({ of: 'code', step: number, role: block.role, target: block.target, code })),
        ]),
      ]
    }),
  ]
}

type Within = Pick<Extract<PlanLine, { of: 'field' }>, 'step' | 'block'>

function fieldLines(within: Within, path: string[], value: unknown): PlanLine[] {
  const line: PlanLine = { of: 'field', ...within, path }
  if (typeof value !== 'object' || value === null) return [{ ...line, value: String(value) }]
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  if (entries.length === 0) return [line]
  if (Array.isArray(value) && value.every((inner) => typeof inner !== 'object')) return [{ ...line, value: value.join(', ') }]
  const ordered = Array.isArray(value)
    ? entries.map(([key, inner]): [string, unknown] => [String(Number(key) + 1), inner])
    : entries.toSorted(byKey)
  return ordered.flatMap(([key, inner]) => fieldLines(within, [...path, key], inner))
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1
}

/** The longest common subsequence stays unsaid. */
function differingLines(before: readonly PlanLine[], after: readonly PlanLine[]): Difference[] {
  const [first, second] = [before, after].map((lines) => lines.map((line) => JSON.stringify(line)))
  const same = (i: number, j: number): boolean => first?.[i] === second?.[j]
  const longest = before.map(() => after.map(() => 0))
  const at = (i: number, j: number) => longest[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = longest[i]
      if (row !== undefined) row[j] = same(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const lines: Difference[] = []
  let i = 0
  let j = 0
  for (;;) {
    const [gone, come] = [before[i], after[j]]
    if (gone !== undefined && same(i, j)) {
      i++
      j++
    } else if (gone !== undefined && (come === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: '-', ...gone })
      i++
    } else if (come !== undefined) {
      lines.push({ sign: '+', ...come })
      j++
    } else return lines
  }
}
