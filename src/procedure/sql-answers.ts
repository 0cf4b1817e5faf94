/** What blocks must answer: a check's `done`, a precondition's `ok`, and captures that the driver keeps exactly. */
import type { Role } from './procedure.ts'
import type { LintReport } from './scope.ts'
import type { SqlToken } from './sql-tokens.ts'
import { closingOf, endsExpression, isSymbol, isWord } from './sql-words.ts'

/** The driver makes numbers of these and loses digits (seen: 46000000031200001 ends in 000). */
const LOSSY = ['NUMERIC', 'DECIMAL', 'DEC', 'MONEY', 'SMALLMONEY']

export function lintAnswers(tokens: readonly SqlToken[], role: Role, report: LintReport): void {
  if (role === 'check') demandColumn(tokens, role, 'done', report)
  if (role === 'before') demandColumn(tokens, role, 'ok', report)
  if (role === 'read') lintCaptured(tokens, report)
}

function demandColumn(tokens: readonly SqlToken[], role: Role, column: string, report: LintReport): void {
  const nested = tokens.some((token) => isWord(token, 'SP_EXECUTESQL'))
  const named = tokens.some(({ kind, value }) => {
    if (kind === 'word' || kind === 'name') return value.toLowerCase() === column
    return nested && kind === 'string' && new RegExp(`\\b${column}\\b`, 'i').test(value)
  })
  if (!named) report(0, `this \`${role}\` block has no column \`${column}\``, `answer with one row: \`${column}\` (1 or 0) and \`detail\``)
}

/** Columns of the outermost SELECTs. */
function lintCaptured(tokens: readonly SqlToken[], report: LintReport): void {
  const lossy = lossyVariables(tokens)
  let depth = 0
  for (let index = 0; index < tokens.length; index++) {
    if (isSymbol(tokens[index], '(')) depth++
    if (isSymbol(tokens[index], ')')) depth--
    if (depth === 0 && isWord(tokens[index], 'SELECT')) lintColumns(tokens, index + 1, lossy, report)
  }
}

function lossyVariables(tokens: readonly SqlToken[]): Set<string> {
  const declared = tokens.filter((token, index) => token.kind === 'variable' && isWord(tokens[index + 1], ...LOSSY))
  return new Set(declared.map((token) => token.value.toLowerCase()))
}

function lintColumns(tokens: readonly SqlToken[], begin: number, lossy: ReadonlySet<string>, report: LintReport): void {
  let depth = 0
  let index = begin
  while (index < tokens.length && !(depth === 0 && endsColumns(tokens[index]))) {
    const token = tokens[index]
    const textCast = castToTextEnd(tokens, index)
    if (textCast !== undefined) {
      index = textCast
      continue
    }
    if (isSymbol(token, '(')) depth++
    if (isSymbol(token, ')')) depth--
    if (isWord(token, 'WHEN')) while (index < tokens.length && !isWord(tokens[index], 'THEN')) index++
    else if (depth === 0 && isSymbol(token, '*') && isStar(tokens, index)) {
      report(token?.line ?? 0, '`SELECT *` takes columns that nobody named', 'name the columns')
    } else if (token !== undefined && isLossy(tokens, index, lossy)) {
      report(token.line, `${token.raw} is a decimal number, which loses digits on its way`, 'CAST it to nvarchar(38)')
    }
    index++
  }
}

function isLossy(tokens: readonly SqlToken[], index: number, lossy: ReadonlySet<string>): boolean {
  const token = tokens[index]
  const isAlias = isSymbol(tokens[index + 1], '=') || isWord(tokens[index - 1], 'AS') || isSymbol(tokens[index + 1], '.')
  if (token?.kind === 'variable') return lossy.has(token.value.toLowerCase())
  if (isWord(token, ...LOSSY)) return isWord(tokens[index - 1], 'AS') || isSymbol(tokens[index - 1], '(')
  return (token?.kind === 'word' || token?.kind === 'name') && /lsn$/i.test(token.value) && !isAlias
}

/** Index after `CAST(… AS nvarchar…)`. */
function castToTextEnd(tokens: readonly SqlToken[], at: number): number | undefined {
  if (!isWord(tokens[at], 'CAST', 'TRY_CAST') || !isSymbol(tokens[at + 1], '(')) return undefined
  const close = closingOf(tokens, at + 1)
  const sized = isSymbol(tokens[close - 1], ')') ? close - 4 : close - 1
  return isWord(tokens[sized], 'NVARCHAR') && isWord(tokens[sized - 1], 'AS') ? close + 1 : undefined
}

function isStar(tokens: readonly SqlToken[], index: number): boolean {
  return isWord(tokens[index - 1], 'SELECT', 'DISTINCT', 'ALL') || isSymbol(tokens[index - 1], ',', '.')
}

/** CASE has an ELSE and an END of its own, which end no list of columns. */
function endsColumns(token: SqlToken | undefined): boolean {
  if (isWord(token, 'FROM', 'WHERE', 'GROUP', 'ORDER', 'UNION', 'EXCEPT', 'INTERSECT', 'OPTION')) return true
  return endsExpression(token) && !isWord(token, 'ELSE', 'END')
}
