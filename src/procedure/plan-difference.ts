/** What changed between two plans, for the people who had approved the first one. */
import type { Plan } from './plan-types.ts'

/** Lines that only the first plan has (`- `) and that only the second has (`+ `), in the order of the plan; empty where nothing changed. */
export function planDifference(before: Plan, after: Plan): string[] {
  return differingLines(planLines(before), planLines(after))
}

/** A plan as lines of text: every field, statements line by line. */
function planLines(plan: Plan): string[] {
  const { steps, approvers, ...rest } = plan
  return [
    ...fieldLines('', rest),
    ...approvers.map(({ id, name, groups }) => `approver ${id}: ${name}, in ${groups.join(', ')}`),
    ...steps.flatMap((step) => {
      const { blocks, ...options } = step
      const name = `step ${step.number}`
      return [
        ...fieldLines(name, options),
        ...blocks.flatMap(({ text, line: _line, ...block }, index) => [
          ...fieldLines(`${name}, block ${index + 1}`, block),
          ...text.split('\n').map((code) => `${name}, ${block.role} on ${block.target}: ${code}`),
        ]),
      ]
    }),
  ]
}

function fieldLines(name: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [`${name}: ${String(value)}`]
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  if (entries.length === 0) return [`${name}: none`]
  if (Array.isArray(value) && value.every((inner) => typeof inner !== 'object')) return [`${name}: ${value.join(', ')}`]
  const ordered = Array.isArray(value)
    ? entries.map(([key, inner]): [string, unknown] => [String(Number(key) + 1), inner])
    : entries.toSorted(byKey)
  return ordered.flatMap(([key, inner]) => fieldLines(name === '' ? key : `${name}, ${key}`, inner))
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1
}

/** The longest common subsequence stays unsaid. */
function differingLines(before: readonly string[], after: readonly string[]): string[] {
  const longest = Array.from({ length: before.length + 1 }, () => Array.from({ length: after.length + 1 }, () => 0))
  const at = (i: number, j: number) => longest[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = longest[i]
      if (row !== undefined) row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const lines: string[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    if (before[i] === after[j]) {
      i++
      j++
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) lines.push(`- ${before[i++] ?? ''}`)
    else lines.push(`+ ${after[j++] ?? ''}`)
  }
  return lines
}
