import type { PlannedBlock, PlannedStep } from '../../procedure/plan-types.ts'
import type { Role } from '../../procedure/procedure.ts'
import type { Verdict } from '../event.ts'
import { firstOf, said, type Remark } from '../facts/remark.ts'
import { shortened } from '../facts/shorten-fault.ts'
import { beginning } from '../../text/excerpt.ts'
import type { BlockResult, Cell, Row } from '../order.ts'
import type { Unclear } from '../rehearsal/stands.ts'

/** The answers of one role: an error or a missing answer is `fault`, and what could be read of each block is `found`. */
export interface Answers {
  found: { block: PlannedBlock; result: BlockResult }[]
  fault?: Remark
}

/** Results laid beside the blocks that were asked, one for one and in their order. */
export function answersOf(step: PlannedStep, role: Role, results: readonly BlockResult[]): Answers {
  const asked = step.blocks.flatMap((block, index) => (block.role === role ? [{ block, index }] : []))
  if (asked.length !== results.length) return { found: [], fault: { is: 'blocks-answered', answered: results.length, asked: asked.length } }
  const found: Answers['found'] = []
  for (const [position, { block, index }] of asked.entries()) {
    const result = results[position]
    if (result === undefined || result.block !== index) return { found, fault: { is: 'no-answer', block: index + 1 } }
    if (!result.ok) return { found, fault: { ...errorOf(result), target: result.target } }
    found.push({ block, result })
  }
  return { found }
}

/** Blocks of one role that said neither yes nor no. What a `read` did not find is a no. */
export function unclearIn(step: PlannedStep, role: Role, results: readonly BlockResult[]): Unclear[] {
  return step.blocks.flatMap((block, index): Unclear[] => {
    if (block.role !== role) return []
    const { target } = block
    const result = results.find((each) => each.block === index)
    if (result === undefined) return [{ target, answered: false }]
    if (!result.ok) return [{ target, answered: result.notSent !== true && !result.errors.some(({ code }) => code === NO_SUCH_COMMAND) }]
    return isPlain(role, result) ? [] : [{ target, answered: true }]
  })
}

/** PowerShell's own id of it. No step of a document brings a command into the session of a later look. */
const NO_SUCH_COMMAND = 'CommandNotFoundException'

function isPlain(role: Role, result: BlockResult): boolean {
  if (role === 'check') return verdictOf(result) !== 'cannot-tell'
  if (role !== 'before' && role !== 'wait-until') return true
  return (
    result.rows.length > 0 && result.rows.length === result.rowCount && result.rows.every((row) => truth(cell(row, 'ok')) !== undefined)
  )
}

/** First error of a block. */
export function errorOf({ errors: [error] }: BlockResult): Extract<Remark, { is: 'error' | 'no-error' }> {
  if (error === undefined) return { is: 'no-error' }
  const { message, code, severity } = error
  return {
    is: 'error',
    message: typeof message === 'string' ? beginning(message) : shortened(message),
    ...(code === undefined ? {} : { code }),
    ...(severity === undefined ? {} : { severity }),
  }
}

/** Is the effect there? All checks must hold; whatever is not exactly one row of 0 or 1 cannot tell. */
export function judgeCheck(step: PlannedStep, results: readonly BlockResult[]): { verdict: Verdict; detail: Remark[] } {
  const answers = answersOf(step, 'check', results)
  if (answers.fault !== undefined) return { verdict: 'cannot-tell', detail: [answers.fault] }
  const verdicts = answers.found.map(({ result }) => verdictOf(result))
  const details = answers.found.flatMap<Remark>(({ result }) =>
    result.rowCount === 1 ? detailOf(result.rows[0]) : [{ is: 'row-count' as const, rows: result.rowCount }],
  )
  return { verdict: together(verdicts), detail: firstOf(details) }
}

/** May it be done? Every row of every block must say 1, and every block must have one. */
export function judgeCondition(
  step: PlannedStep,
  role: 'wait-until' | 'before',
  results: readonly BlockResult[],
): { ok: boolean; detail: Remark[] } {
  const answers = answersOf(step, role, results)
  if (answers.fault !== undefined) return { ok: false, detail: [answers.fault] }
  const failing = answers.found.flatMap(({ block: { rule }, result }): Remark[] => {
    const why = failingRows(result)
    return rule === undefined || why.length === 0 ? why : [{ is: 'rule', rule, why: firstOf(why) }]
  })
  return { ok: failing.length === 0, detail: firstOf(failing) }
}

function failingRows({ target, rows, rowCount }: BlockResult): Remark[] {
  if (rows.length === 0 || rows.length !== rowCount) return [{ is: 'target-rows', target, rows: rowCount }]
  return rows.filter((row) => truth(cell(row, 'ok')) !== true).flatMap((row) => orElse(detailOf(row), { is: 'target-says-no', target }))
}

function verdictOf(result: BlockResult): Verdict {
  const [row] = result.rows
  if (result.rowCount !== 1 || result.rows.length !== 1 || row === undefined) return 'cannot-tell'
  const done = truth(cell(row, 'done'))
  if (done === undefined) return 'cannot-tell'
  return done ? 'done' : 'not-done'
}

function together(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.length === 0 || verdicts.includes('cannot-tell')) return 'cannot-tell'
  return verdicts.includes('not-done') ? 'not-done' : 'done'
}

/** 1 and 0, as SQL Server, its driver and PowerShell say them; everything else is unknown. */
function truth(value: Cell): boolean | undefined {
  if (value === 1 || value === true) return true
  if (value === 0 || value === false) return false
  return undefined
}

/** Column names as SQL Server compares them: without regard to case. Of two such columns nobody knows which is meant. */
function cell(row: Row, name: string): Cell {
  const [key, ...more] = Object.keys(row).filter((each) => each.toLowerCase() === name)
  return key === undefined || more.length > 0 ? null : (row[key] ?? null)
}

/** An empty detail says nothing. */
function orElse(detail: Remark[], otherwise: Remark): Remark[] {
  return detail.length === 0 ? [otherwise] : detail
}

function detailOf(row: Row | undefined): Remark[] {
  const detail = row === undefined ? null : cell(row, 'detail')
  return detail === null ? [] : said(String(detail))
}
