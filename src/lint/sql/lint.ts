/** Everything that is refused in a SQL block. */
import { acts } from '../../procedure/acts.ts'
import type { Role } from '../../procedure/procedure.ts'
import type { Scope } from '../../procedure/document/scope.ts'
import { lintBrackets } from '../brackets.ts'
import type { Readers } from '../readers.ts'
import { USUAL_READERS } from '../usual-readers.ts'
import type { LintReport } from '../report.ts'
import { lintAnswers } from './answers/answers.ts'
import { declarations, isAssigned } from './built/assigned.ts'
import { lintBatch, lintSigns, lintTemplates, lintTransaction, lintUse } from './batch.ts'
import { sqlCalls } from './calls.ts'
import { lintCopies } from './built/copies.ts'
import { executesText, lintCalls, type Executing } from './built/executed.ts'
import { lintLook } from './look/look.ts'
import { lintSqlNames } from './names.ts'
import { lintServers } from './paths.ts'
import { lintPlaces } from './places.ts'
import { sqlTokens } from './tokens.ts'
import type { SqlToken } from './tokens.ts'
import { isSymbol, isWord } from './words.ts'

/** Reports faults by line of the block, from 0, none twice; a cause before what follows from it. */
export function lintSql(
  block: { text: string; role: Role; database?: string },
  scope: Scope,
  report: LintReport,
  readers: Readers = USUAL_READERS,
): void {
  const { tokens, unclosed } = sqlTokens(block.text)
  if (unclosed !== undefined) {
    report(unclosed.line, `a ${unclosed.what} begins here and never ends`, 'close it')
    return
  }
  const once = onlyOnce(report)
  if (tokens.every((token) => isSymbol(token, ';'))) return once(0, 'this block has no statement', 'write one, or remove the block')
  // What a sign was meant to be, nobody knows: what follows from it is none of their mistakes.
  if (lintSigns(tokens, once)) return
  lintBrackets(tokens, ['('], once)
  lintBatch(tokens, once)
  lintUse(tokens, once)
  lintTemplates(tokens, scope, once)
  lintSqlNames(tokens, sqlCalls(tokens).argumentNames, scope, once)
  lintPlaces(tokens, scope, once)
  lintServers(tokens, once)
  lintCopies(tokens, scope, once)
  const { role, database = 'master' } = block
  let refused = false
  const refuse: LintReport = (...fault) => {
    refused = true
    once(...fault)
  }
  const executing: Executing = {
    role,
    readers,
    database,
    scope,
    report: refuse,
    nested: (text, seen, lineOf) => lintNested(text, seen, lineOf, executing),
  }
  lintCalls(tokens, executing)
  if (acts(role)) lintTransaction(tokens, once)
  else lintLook(tokens, role, readers, refuse)
  // What is refused might have been what answers.
  if (!refused) lintAnswers(tokens, role, scope.captures !== false, once)
}

/** A text that is executed is judged as the block is. It may not build and execute another one, and sees no variable of the block. */
function lintNested(text: string, seen: readonly string[], lineOf: (at: number) => number, executing: Executing): void {
  const { role, readers, report } = executing
  const { tokens, unclosed } = sqlTokens(text)
  if (unclosed !== undefined)
    return report(lineOf(text.length), `a ${unclosed.what} begins in the text that is executed and never ends`, 'close it')
  const lines = linesOf(text, lineOf)
  const inner: LintReport = (line, what, next) => report(lines(line), what, next)
  const nested = executesText(tokens)
  if (nested !== undefined) inner(nested.line, 'a text that is executed executes another text', 'write the statement itself')
  if (lintSigns(tokens, inner)) return
  lintBrackets(tokens, ['('], inner)
  lintSeen(tokens, seen, executing.scope, inner)
  lintBatch(tokens, inner)
  const known: Scope = { names: seen, find: (name) => (seen.includes(name) ? 'ok' : undefined) }
  lintTemplates(tokens, known, inner)
  lintPlaces(tokens, known, inner)
  lintServers(tokens, inner)
  const { nested: _nested, ...within } = executing
  // After USE nobody knows whose procedures are called by their own names alone.
  const database = tokens.some((token) => isWord(token, 'USE')) ? '' : executing.database
  lintCalls(tokens, { ...within, database, report: inner })
  if (!acts(role)) lintLook(tokens, role, readers, inner)
}

function lintSeen(tokens: readonly SqlToken[], seen: readonly string[], scope: Scope, report: LintReport): void {
  const declared = [...declarations(tokens)].map((index) => tokens[index]?.value ?? '')
  const inside = new Set([...seen, ...declared].map((name) => name.toLowerCase()))
  const { argumentNames } = sqlCalls(tokens)
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'variable' || argumentNames.has(index)) continue
    // A parameter with the name of a value stands for it.
    if (seen.includes(token.value) && scope.find(token.value) === 'ok' && isAssigned(tokens, index))
      report(token.line, `\`@${token.value}\` was approved as it is and cannot be set`, 'declare a variable of another name')
    if (inside.has(token.value.toLowerCase())) continue
    const next = `give it as a parameter: \`EXEC sp_executesql …, N'@${token.value} …', @${token.value} = @${token.value}\``
    report(token.line, `\`@${token.value}\` is not seen inside a text that is executed`, next)
  }
}

/** Lines of the block by lines of a text in it. */
function linesOf(text: string, lineOf: (at: number) => number): (line: number) => number {
  const begins = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  return (line) => lineOf(begins[line] ?? text.length)
}

function onlyOnce(report: LintReport): LintReport {
  const said = new Set<string>()
  return (line, what, next) => {
    const fault = `${line}: ${what}`
    if (!said.has(fault)) report(line, what, next)
    said.add(fault)
  }
}
