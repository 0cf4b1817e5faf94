/** Statements that a block builds, where T-SQL takes no variable: literals, QUOTENAME and numbers only, in a variable that is long enough for them. */
import type { Scope } from '../../../procedure/document/scope.ts'
import type { LintReport } from '../../report.ts'
import { readAssignments } from './assignments.ts'
import type { Assignment, BuiltVariable } from './assignments.ts'
import type { SqlCall } from '../calls.ts'
import { isTested } from './null-test.ts'
import type { Piece } from './pieces.ts'
import { endsItself, WITHOUT_N, whyNotApart, type StandIns } from './stand-ins.ts'
import type { SqlToken } from '../tokens.ts'
import { isWord } from '../words.ts'

/** Takes a text that is executed; `lineOf` gives the block's line of a place in it. */
export type JudgeText = (text: string, lineOf: (at: number) => number) => void

const ADVICE = 'use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))'

export function lintBuiltVariable(
  tokens: readonly SqlToken[],
  name: string,
  executedTexts: readonly SqlCall[],
  { scope, judge, report }: { scope: Scope; judge: JudgeText; report: LintReport },
): void {
  const built = readAssignments(tokens, name, executedTexts, scope)
  for (const index of built.others) {
    const what = `\`@${name}\` is executed, so it may only be declared, set, tested for NULL, printed and executed`
    report(tokens[index]?.line ?? 0, what, 'use another variable for this')
  }
  const pieces: (Assignment & { piece: Piece })[] = []
  for (const assignment of built.assignments) {
    const { line, parts } = assignment
    const fault = 'fault' in parts ? parts.fault : whyNotApart(parts.piece.text, parts.piece.standIns)
    if (fault !== undefined)
      report(
        line,
        `\`@${name}\` is executed, but ${fault}`,
        fault === WITHOUT_N ? "write N before its quotes: N'… N' + QUOTENAME(@x, '''')" : ADVICE,
      )
    else if ('piece' in parts) pieces.push({ ...assignment, piece: parts.piece })
  }
  if (pieces.length === built.assignments.length) lintWhole(tokens, name, pieces, built, judge, report)
  for (const call of executedTexts) {
    const line = tokens[call.at]?.line ?? 0
    if (built.assignments.length === 0)
      report(line, `\`@${name}\` is executed, but this block sets it nowhere`, 'build it here from literals and QUOTENAME(@x)')
    else if (!isTested(tokens, name, call.at)) {
      const what = `\`@${name}\` is executed without a test for NULL just before, and EXEC of NULL succeeds`
      report(line, what, `put \`IF @${name} IS NULL THROW 50000, N'…', 1;\` before it`)
    }
  }
}

/** What the pieces come to together, on every way on which they can be joined. */
function lintWhole(
  tokens: readonly SqlToken[],
  name: string,
  pieces: readonly (Assignment & { piece: Piece })[],
  { type }: BuiltVariable,
  judge: JudgeText,
  report: LintReport,
): void {
  const added = pieces.filter(({ adds }) => adds)
  const joined = pieces.filter(({ piece }) => added.length > 0 && piece.text !== '')
  for (const { line, adds, piece } of joined) {
    const alone = !adds || /^[\s;,(]/.test(piece.text) || joined.every((other) => /[\s;,(]$/.test(other.piece.text))
    if (alone && endsItself(piece.text)) continue
    const what = `\`@${name}\` is executed, but a piece that is added to it would run together with what stands beside it`
    return report(line, what, 'begin every piece with a blank, and close in it what it opens')
  }
  lintLength(tokens, name, pieces, type, report)
  const starts = pieces.filter(({ adds }) => !adds)
  for (const start of starts.length === 0 ? [undefined] : starts) {
    // Twice, because a loop can put a piece behind itself.
    const whole = join([...(start === undefined ? [] : [start]), ...added, ...added].map(({ piece }) => piece))
    const fault = whyNotApart(whole.text, whole.standIns)
    if (fault !== undefined) return report(start?.line ?? 0, `\`@${name}\` is executed, but ${fault}`, ADVICE)
    if (whole.text !== '') judge(whole.text, (at) => lineIn(whole, at))
  }
}

/** What is longer than its variable is cut without a word, and its beginning runs. */
function lintLength(
  tokens: readonly SqlToken[],
  name: string,
  pieces: readonly (Assignment & { piece: Piece })[],
  type: BuiltVariable['type'],
  report: LintReport,
): void {
  if (type === undefined) return
  const line = pieces[0]?.line ?? 0
  const next = `declare it as nvarchar(max)`
  if (!['NVARCHAR', 'NCHAR', 'SYSNAME'].includes(type.word)) {
    const what = `\`@${name}\` is executed, and ${type.word.toLowerCase()} changes what is put into it by its code page`
    return report(line, what, next)
  }
  const room = type.word === 'SYSNAME' ? 128 : (type.length ?? 1)
  if (room === 'max') return
  const adds = pieces.filter(({ adds }) => adds)
  const often = adds.length > 0 && (adds.some(({ perRow }) => perRow) || tokens.some((token) => isWord(token, 'WHILE', 'GOTO')))
  const longest = Math.max(0, ...pieces.filter(({ adds: more }) => !more).map(({ piece }) => piece.longest))
  const total = longest + adds.reduce((sum, { piece }) => sum + piece.longest, 0)
  if (!often && total <= room) return
  const most = often ? 'nobody knows how many' : `up to ${total}`
  report(
    line,
    `\`@${name}\` has room for ${room} characters, and ${most} are put into it: the rest would be cut off, and what is left run`,
    next,
  )
}

function join(pieces: readonly Piece[]): Pick<Piece, 'text' | 'standIns' | 'lines'> {
  const standIns: StandIns = { names: 0, numbers: 0, texts: 0 }
  const lines: Piece['lines'] = []
  let text = ''
  for (const piece of pieces) {
    lines.push(...piece.lines.map(({ from, line }) => ({ from: from + text.length, line })))
    text += piece.text
    for (const kind of ['names', 'numbers', 'texts'] as const) standIns[kind] += piece.standIns[kind]
  }
  return { text, standIns, lines }
}

function lineIn({ text, lines }: Pick<Piece, 'text' | 'lines'>, at: number): number {
  const part = lines.findLast(({ from }) => from <= at)
  if (part === undefined) return lines[0]?.line ?? 0
  return part.line + text.slice(part.from, at).split('\n').length - 1
}
