import type { PlannedStep } from '../../procedure/plan-types.ts'
import type { Command } from '../command.ts'
import type { FoundCell, Line } from './line.ts'
import type { BlockResult, Row } from '../order.ts'
import { placeOf } from '../view/place.ts'
import { blocksOf, plannedAt } from '../where.ts'
import { beginning } from '../../text/excerpt.ts'
import type { RunState } from '../state.ts'

const FIRST = 4
const LAST = 2
const LONGEST_CELL = 120

/** What a `read` found besides its captures, which are said by themselves: a line for each block. `before`: the state that its answer came to. */
export function rowLines({ seq, command }: { seq: number; command?: Command }, before: RunState): Line[] {
  const { question } = before
  if (command?.type !== 'observed' || question === undefined || question.order !== command.order) return []
  const planned = plannedAt(before, question)
  const at = placeOf(before, question.step, planned.substep === undefined ? 0 : question.item)
  return command.results.flatMap((result): Line[] => {
    if (planned.blocks[result.block]?.role !== 'read') return []
    const rows = besidesCaptures(planned, result)
    if (rows === undefined) return []
    const { target, rowCount } = result
    return [{ line: 'rows', at, target, rowCount, ...shownOf(rows, result), ...whole(result, seq, command.worker) }]
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

/** The beginning and the end; what lies between is counted. */
function shownOf(rows: Row[], { rowCount, last = 0 }: BlockResult): { begin: FoundCell[][]; end: FoundCell[][] } {
  if (rowCount <= FIRST + LAST && rows.length === rowCount) return { begin: rows.map(cellsOf), end: [] }
  const end = rows.length === rowCount ? rows.slice(-LAST) : rows.slice(rows.length - Math.min(last, LAST))
  const begin = rows.slice(0, Math.min(FIRST, rows.length - end.length))
  const isCut = last === 0 && rows.length !== rowCount
  return { begin: begin.map(cellsOf), end: isCut ? [] : end.map(cellsOf) }
}

function cellsOf(row: Row): FoundCell[] {
  return Object.entries(row).map(([name, cell]): FoundCell => {
    const text = String(cell).replaceAll(/\s+/g, ' ').trim()
    if (cell === null) return { name, value: null }
    const { text: value, of } = beginning(text, LONGEST_CELL)
    return { name, value, ...(of === undefined ? {} : { of }) }
  })
}

/** Where the rest is to be read. */
function whole({ file, rows, rowCount }: BlockResult, seq: number, worker: string): Pick<Extract<Line, { line: 'rows' }>, 'rest'> {
  if (file !== undefined) return { rest: { file: file.sha256, bytes: file.bytes, worker } }
  if (rows.length < rowCount) return { rest: 'lost' }
  const cut = rows.some((row) => Object.values(row).some((cell) => typeof cell === 'string' && cell.length > LONGEST_CELL))
  return rowCount > FIRST + LAST || cut ? { rest: { entry: seq } } : {}
}
