/** What blocks must answer: a check's `done`, a precondition's `ok`, and captures that the driver keeps exactly. */
import type { Role } from '../../../procedure/procedure.ts'
import type { LintReport } from '../../report.ts'
import { mayAnswer } from './columns.ts'
import type { Inexact } from '../../../procedure/say/inexact.ts'
import { INEXACT_FUNCTIONS, INEXACT_TYPES, LSN_IS } from './inexact.ts'
import type { SqlToken } from '../tokens.ts'
import { closingOf, endsExpression, isSymbol, isWord } from '../words.ts'

/** `captures`: whether the step captures anything. What is only recorded may be of any type but a log sequence number, by whose digits people decide. */
export function lintAnswers(tokens: readonly SqlToken[], role: Role, captures: boolean, report: LintReport): void {
  if (role === 'check') demandColumn(tokens, role, 'done', report)
  if (role === 'before' || role === 'wait-until') demandColumn(tokens, role, 'ok', report)
  if (role === 'read') lintColumnsOf(tokens, captures, report)
}

function demandColumn(tokens: readonly SqlToken[], role: Role, column: string, report: LintReport): void {
  if (!mayAnswer(tokens, column))
    report(0, `this \`${role}\` block has no column \`${column}\``, `answer with one row: \`${column}\` (1 or 0) and \`detail\``)
}

/** Columns of the outermost SELECTs. */
function lintColumnsOf(tokens: readonly SqlToken[], captures: boolean, report: LintReport): void {
  const lossy = lossyVariables(tokens)
  let depth = 0
  for (let index = 0; index < tokens.length; index++) {
    if (isSymbol(tokens[index], '(')) depth++
    if (isSymbol(tokens[index], ')')) depth--
    if (depth === 0 && isWord(tokens[index], 'SELECT')) lintColumns(tokens, index + 1, lossy, captures, report)
  }
}

function lossyVariables(tokens: readonly SqlToken[]): Map<string, Inexact> {
  const declared = new Map<string, Inexact>()
  for (const [index, { kind, value }] of tokens.entries()) {
    const type = typeAt(tokens[isWord(tokens[index + 1], 'AS') ? index + 2 : index + 1])
    if (kind === 'variable' && type !== undefined) declared.set(value.toLowerCase(), type)
  }
  return declared
}

function typeAt(token: SqlToken | undefined): Inexact | undefined {
  return token?.kind === 'word' ? INEXACT_TYPES.get(token.value.toUpperCase()) : undefined
}

function lintColumns(
  tokens: readonly SqlToken[],
  begin: number,
  lossy: ReadonlyMap<string, Inexact>,
  captures: boolean,
  report: LintReport,
): void {
  let depth = 0
  let index = begin
  while (index < tokens.length && !(depth === 0 && endsColumns(tokens[index]))) {
    const token = tokens[index]
    const inexact = inexactAt(tokens, index, lossy) ?? (depth === 0 ? calledAt(tokens, index) : undefined)
    const textCast = castToTextEnd(tokens, index) ?? answeredEnd(tokens, index)
    if (textCast !== undefined) {
      index = textCast
      continue
    }
    if (isSymbol(token, '(')) depth++
    if (isSymbol(token, ')')) depth--
    if (isWord(token, 'WHEN')) while (index < tokens.length && !isWord(tokens[index], 'THEN')) index++
    else if (depth === 0 && isSymbol(token, '*') && isStar(tokens, index)) {
      if (captures) report(token?.line ?? 0, '`SELECT *` takes columns that nobody named', 'name the columns')
    } else if (token !== undefined && inexact !== undefined && (captures || inexact === LSN_IS)) {
      report(token.line, `${token.raw} is ${inexact.is}`, inexact.write)
    }
    index++
  }
}

function inexactAt(tokens: readonly SqlToken[], index: number, lossy: ReadonlyMap<string, Inexact>): Inexact | undefined {
  const token = tokens[index]
  const isAlias = isSymbol(tokens[index + 1], '=') || isWord(tokens[index - 1], 'AS') || isSymbol(tokens[index + 1], '.')
  if (token?.kind === 'variable') return lossy.get(token.value.toLowerCase())
  const type = typeAt(token)
  if (type !== undefined) return isWord(tokens[index - 1], 'AS') || isSymbol(tokens[index - 1], '(') ? type : undefined
  return (token?.kind === 'word' || token?.kind === 'name') && /lsn$/i.test(token.value) && !isAlias ? LSN_IS : undefined
}

/** A column that is nothing but the answer of such a function. */
function calledAt(tokens: readonly SqlToken[], index: number): Inexact | undefined {
  const token = tokens[index]
  const begins = isSymbol(tokens[index - 1], '=', ',') || isWord(tokens[index - 1], 'SELECT', 'DISTINCT')
  if (!begins || token?.kind !== 'word' || !isSymbol(tokens[index + 1], '(')) return undefined
  return INEXACT_FUNCTIONS.get(token.value.toUpperCase())
}

/** Index after `CAST(… AS nvarchar…)` or `CONVERT(nvarchar…, …)`. */
function castToTextEnd(tokens: readonly SqlToken[], at: number): number | undefined {
  if (!isSymbol(tokens[at + 1], '(')) return undefined
  const close = closingOf(tokens, at + 1)
  if (isWord(tokens[at], 'CONVERT', 'TRY_CONVERT')) return isWord(tokens[at + 2], 'NVARCHAR') ? close + 1 : undefined
  if (!isWord(tokens[at], 'CAST', 'TRY_CAST')) return undefined
  const sized = isSymbol(tokens[close - 1], ')') ? close - 4 : close - 1
  return isWord(tokens[sized], 'NVARCHAR') && isWord(tokens[sized - 1], 'AS') ? close + 1 : undefined
}

/** Index after `sys.fn_…(…)`, whose answer is of a type of its own, whatever it is asked about. */
function answeredEnd(tokens: readonly SqlToken[], at: number): number | undefined {
  const token = tokens[at]
  return token?.kind === 'word' && /^fn_/i.test(token.value) && isSymbol(tokens[at + 1], '(') ? closingOf(tokens, at + 1) + 1 : undefined
}

function isStar(tokens: readonly SqlToken[], index: number): boolean {
  return isWord(tokens[index - 1], 'SELECT', 'DISTINCT', 'ALL') || isSymbol(tokens[index - 1], ',', '.')
}

/** CASE has an ELSE and an END of its own, which end no list of columns. */
function endsColumns(token: SqlToken | undefined): boolean {
  if (isWord(token, 'FROM', 'WHERE', 'GROUP', 'ORDER', 'UNION', 'EXCEPT', 'INTERSECT', 'OPTION')) return true
  return endsExpression(token) && !isWord(token, 'ELSE', 'END')
}
