/**
 * Statements that a block builds, where T-SQL takes no variable: literals, `QUOTENAME(@x)` and numbers only, in a variable that is
 * tested for NULL before it is executed (QUOTENAME of more than 128 characters is NULL, and EXEC of NULL succeeds).
 */
import type { LintReport } from '../report.ts'
import { isDeclared, readAssignments } from './assignments.ts'
import { sqlCalls } from './calls.ts'
import type { SqlCall } from './calls.ts'
import { sqlTokens } from './tokens.ts'
import type { SqlToken } from './tokens.ts'
import { isSymbol, isVariable, isWord } from './words.ts'

export function lintBuiltText(tokens: readonly SqlToken[], calls: readonly SqlCall[], report: LintReport): void {
  const built = new Map<string, SqlCall[]>()
  for (const call of calls) {
    const line = tokens[call.at]?.line ?? 0
    if (call.byVariable) report(line, 'EXEC of a variable runs whatever procedure it names', 'write the name of the procedure')
    if (call.elsewhere) report(line, 'EXEC … AT runs on another server than this block says', "name that server's target in `on=`")
    if (call.remote)
      report(line, `EXEC of ${call.name.join('.')} runs on another server than this block says`, "name that server's target in `on=`")
    if (EXECUTORS.test(call.name.at(-1) ?? ''))
      report(line, `EXEC of ${call.name.join('.')} runs a text as a program`, 'write the statement itself')
    const text = executedText(call)
    if (text === undefined) continue
    const [only] = text
    if (only?.kind === 'variable' && text.length === 1) built.set(only.value, [...(built.get(only.value) ?? []), call])
    else if (only?.kind === 'string' && text.length === 1) lintNested(only.value, only.line, seenInside(call), report)
    else report(line, 'a text is put together where it is executed', 'build it in a variable first, and test that for NULL')
  }
  for (const [name, executions] of built) lintBuiltVariable(tokens, name, executions, report)
}

/** Procedures that run what their arguments say, and of which only `sp_executesql` is read here. */
const EXECUTORS =
  /^(sp_msforeach\w*|xp_cmdshell|xp_execresultset|sp_prepare|sp_prepexec|sp_prepexecrpc|sp_execute|sp_cursoropen|sp_cursorprepexec|sp_oa\w+|sp_execute_external_script|sp_execute_remote|sp_add_jobstep|sp_update_jobstep|sp_addextendedproc|sp_procoption)$/

/** The tokens of the text that a call executes; undefined where it executes none. */
function executedText(call: SqlCall): SqlToken[] | undefined {
  if (call.name.length === 0 && !call.byVariable) return call.args[0]?.tokens ?? []
  if (call.name.at(-1) !== 'sp_executesql') return undefined
  const named = call.args.find(({ name }) => name === 'stmt' || name === 'statement')
  return (named ?? call.args[0])?.tokens ?? []
}

/** Names that the text of a call may use: what `sp_executesql` is told to declare for it, and nothing in `EXEC (…)`. */
function seenInside(call: SqlCall): string[] {
  const declared = (call.args.find(({ name }) => name === 'params') ?? call.args[1])?.tokens ?? []
  return call.name.length === 0
    ? []
    : declared.flatMap(({ kind, value }) => (kind === 'string' ? (value.match(/(?<=@)[\w@#$]+/g) ?? []) : []))
}

/** A constant text may not build and execute another one, and sees no variable of the block. `line` is that of its first. */
function lintNested(text: string, line: number, seen: readonly string[], report: LintReport): void {
  const { tokens } = sqlTokens(text)
  const nested = tokens.find(
    (token, index) =>
      token.value.toLowerCase() === 'sp_executesql' ||
      (isWord(token, 'EXEC', 'EXECUTE') && (isSymbol(tokens[index + 1], '(') || tokens[index + 1]?.kind === 'variable')),
  )
  if (nested !== undefined) report(line + nested.line, 'a text that is executed executes another text', 'write the statement itself')
  const inside = new Set([...seen, ...declaredIn(tokens)].map((name) => name.toLowerCase()))
  const { argumentNames } = sqlCalls(tokens)
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'variable' || inside.has(token.value.toLowerCase()) || argumentNames.has(index)) continue
    const next = `give it as a parameter: \`EXEC sp_executesql …, N'@${token.value} …', @${token.value} = @${token.value}\``
    report(line + token.line, `\`@${token.value}\` is not seen inside a text that is executed`, next)
  }
}

function declaredIn(tokens: readonly SqlToken[]): string[] {
  return tokens.flatMap((token, index) => (token.kind === 'variable' && isDeclared(tokens, index) ? [token.value] : []))
}

function lintBuiltVariable(tokens: readonly SqlToken[], name: string, executions: readonly SqlCall[], report: LintReport): void {
  const { assignments, others } = readAssignments(tokens, name, executions)
  for (const index of others) {
    report(
      tokens[index]?.line ?? 0,
      `\`@${name}\` is executed, so it may only be declared, set, tested for NULL, printed and executed`,
      'use another variable for this',
    )
  }
  for (const { line, parts } of assignments) {
    if ('fault' in parts)
      report(
        line,
        `\`@${name}\` is executed, but ${parts.fault}`,
        'use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
      )
    else lintNested(parts.text, line, executions.flatMap(seenInside), report)
  }
  for (const call of executions) {
    const line = tokens[call.at]?.line ?? 0
    if (assignments.length === 0) {
      report(line, `\`@${name}\` is executed, but this block sets it nowhere`, 'build it here from literals and QUOTENAME(@x)')
    } else if (!isTested(tokens, name, call.at)) {
      const what = `\`@${name}\` is executed without a test for NULL just before, and EXEC of NULL succeeds`
      report(line, what, `put \`IF @${name} IS NULL THROW 50000, N'…', 1;\` before it`)
    }
  }
}

/** Whether a test stands before the execution, on every way that leads to it, with no change of the variable between. */
function isTested(tokens: readonly SqlToken[], name: string, at: number): boolean {
  /** Blocks that were closed between here and the execution. */
  let closed = 0
  for (let index = at - 1; index >= 0; index--) {
    const token = tokens[index]
    if (isWord(token, 'END')) closed++
    if (isWord(token, 'BEGIN', 'CASE') && closed > 0) closed--
    // A loop or a label between: some way leads past the test.
    if (isWord(token, 'WHILE') || isSymbol(token, ':')) return false
    if (isVariable(token, name) && !isWord(tokens[index - 1], 'PRINT')) return closed === 0 && isNullTest(tokens, index)
  }
  return false
}

/** `; IF @s IS NULL THROW`, as a statement of its own. */
function isNullTest(tokens: readonly SqlToken[], variable: number): boolean {
  const before = tokens[variable - 2]
  const alone = before === undefined || isSymbol(before, ';') || isWord(before, 'BEGIN', 'END')
  const throws = isWord(tokens[variable + 3], 'BEGIN') ? tokens[variable + 4] : tokens[variable + 3]
  return (
    alone &&
    isWord(tokens[variable - 1], 'IF') &&
    isWord(tokens[variable + 1], 'IS') &&
    isWord(tokens[variable + 2], 'NULL') &&
    isWord(throws, 'THROW')
  )
}
