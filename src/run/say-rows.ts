import type { PlannedStep } from '../procedure/plan-types.ts'
import type { Command } from './command.ts'
import { counted } from './counted.ts'
import type { BlockResult, Row } from './order.ts'
import { blocksOf, place, plannedStep } from './position.ts'
import { short } from './short.ts'
import type { RunState } from './state.ts'

const FIRST = 4
const LAST = 2
const LONGEST_CELL = 120

/** What a `read` found besides its captures, which are said by themselves: a line for each block. `before`: the state that its answer came to. */
export function sayRows({ seq, command }: { seq: number; command?: Command }, before: RunState): string[] {
  const { question } = before
  if (command?.type !== 'observed' || question?.role !== 'read' || question.order !== command.order) return []
  const planned = plannedStep(before, question.step)
  return command.results.flatMap((result) => {
    const rows = besidesCaptures(planned, result)
    if (rows === undefined) return []
    const head = `${place(before, question.step, 0)} read ${counted(result.rowCount, 'row', 'rows')} on ${result.target}`
    if (result.rowCount === 0) return [`${head}.`]
    const [only] = rows
    if (result.rowCount === 1 && only !== undefined)
      return [[`${head}: ${sayRow(only)}.`, ...whole(result, seq, 1, command.worker)].join('\n')]
    return [[`${head}:`, ...shownOf(rows, result), ...whole(result, seq, FIRST + LAST, command.worker)].join('\n')]
  })
}

/** Undefined: there is nothing but captures in it, or it did not answer. */
function besidesCaptures(planned: PlannedStep, { ok, rows, rowCount }: BlockResult): Row[] | undefined {
  const captured = Object.keys(planned.captures)
  // Of no row nobody can tell whose it is.
  if (rowCount === 0) return ok && (captured.length === 0 || blocksOf(planned, 'read').length > 1) ? [] : undefined
  const left = rows.map((row): Row => Object.fromEntries(Object.entries(row).filter(([name]) => !captured.includes(name))))
  return ok && left.some((row) => Object.keys(row).length > 0) ? left : undefined
}

/** The beginning and the end, with the count of what lies between. */
function shownOf(rows: Row[], { rowCount, last = 0 }: BlockResult): string[] {
  if (rowCount <= FIRST + LAST && rows.length === rowCount) return rows.map((row) => `– ${sayRow(row)}`)
  const end = rows.length === rowCount ? rows.slice(-LAST) : rows.slice(rows.length - Math.min(last, LAST))
  const begin = rows.slice(0, Math.min(FIRST, rows.length - end.length))
  return [
    ...begin.map((row) => `– ${sayRow(row)}`),
    `… ${counted(rowCount - begin.length - end.length, 'more row', 'more rows')} …`,
    ...(last === 0 && rows.length !== rowCount ? [] : end).map((row) => `– ${sayRow(row)}`),
  ]
}

function sayRow(row: Row): string {
  return Object.entries(row)
    .map(
      ([name, cell]) =>
        `${name} = ${cell === null ? '(none)' : short(String(cell).replaceAll(/\s+/g, ' ').trim(), LONGEST_CELL) || '(empty)'}`,
    )
    .join('; ')
}

/** Where the rest is to be read. */
function whole({ file, rows, rowCount }: BlockResult, seq: number, shown: number, worker: string): string[] {
  if (file !== undefined)
    return [`All that was taken is in the file ${file.sha256}.jsonl on the machine of ${worker}, ${counted(file.bytes, 'byte', 'bytes')}.`]
  if (rows.length < rowCount) return ['No more of them were taken, and the rest is in no file. Let the document select what matters.']
  const cut = rows.some((row) => Object.values(row).some((cell) => typeof cell === 'string' && cell.length > LONGEST_CELL))
  return rowCount > shown || cut ? [`The whole is in the audit log, entry ${seq}.`] : []
}
