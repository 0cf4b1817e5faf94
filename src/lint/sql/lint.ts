/** Everything that is refused in a SQL block. */
import { lintBrackets } from '../brackets.ts'
import type { Role } from '../../procedure/procedure.ts'
import type { Scope } from '../../procedure/scope.ts'
import { USUAL_READERS, type Readers } from '../readers.ts'
import type { LintReport } from '../report.ts'
import { lintAnswers } from './answers.ts'
import { lintBuiltText } from './built-text.ts'
import { sqlCalls } from './calls.ts'
import { lintSqlNames } from './names.ts'
import { lintPlaces } from './places.ts'
import { lintReadOnly } from './read-only.ts'
import { sqlTokens } from './tokens.ts'
import type { SqlToken } from './tokens.ts'
import { isSymbol, isWord, STARTS } from './words.ts'

/** Reports faults by line of the block, from 0. */
export function lintSql(block: { text: string; role: Role }, scope: Scope, report: LintReport, _readers: Readers = USUAL_READERS): void {
  const { tokens, unclosed } = sqlTokens(block.text)
  if (unclosed !== undefined) {
    report(unclosed.line, `a ${unclosed.what} begins here and never ends`, 'close it')
    return
  }
  lintBrackets(tokens, ['('], report)
  lintBatch(tokens, report)
  lintTemplates(tokens, scope, report)
  const { calls, argumentNames } = sqlCalls(tokens)
  lintSqlNames(tokens, argumentNames, scope, report)
  lintPlaces(tokens, scope, report)
  if (block.role === 'run') lintBuiltText(tokens, calls, report)
  else lintReadOnly(tokens, block.role, report)
  lintAnswers(tokens, block.role, report)
}

/** One block is one batch in one database. */
function lintBatch(tokens: readonly SqlToken[], report: LintReport): void {
  const first = tokens.find((token) => !isSymbol(token, ';'))
  if (first !== undefined && !STARTS.has(first.value) && !isSymbol(first, '(')) {
    report(first.line, `${first.raw} begins no statement that is known`, 'begin with a statement; call a procedure with EXEC')
  }
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    if (isWord(token, 'GO') && tokens[index - 1]?.line !== token.line && (next?.line !== token.line || next.kind === 'number')) {
      report(token.line, 'GO parts batches, and a block is one batch', 'remove it, or make two steps of this one')
    }
    if (isWord(token, 'OPENQUERY', 'OPENROWSET', 'OPENDATASOURCE') && isSymbol(next, '('))
      report(token.line, `${token.value} runs on another server than this block says`, "name that server's target in `on=`")
    if (isWord(token, 'CREATE') && isWord(next, 'SYNONYM'))
      report(token.line, 'a synonym hides from readers what its name means', 'write the full name')
    if (isWord(token, 'USE') && !isWord(next, 'HINT', 'PLAN')) {
      report(token.line, 'USE changes the database behind the back of the fence', 'write `database=` in the fence')
    }
  }
}

/** Nothing fills `$name` or `{name}` in; written so, a value would never arrive. */
function lintTemplates(tokens: readonly SqlToken[], scope: Scope, report: LintReport): void {
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    if (isSymbol(token, '{', '}') || (isSymbol(token, '$') && next?.kind === 'word' && next.adjacent)) {
      report(token.line, `\`${token.raw}\` is no way to put a value into SQL`, 'write the value as `@name`')
    }
    if (token.kind !== 'string') continue
    for (const [written, dollar, brace] of token.value.matchAll(/\$\{?(\w+)|\{(\w+)\}/g)) {
      const name = dollar ?? brace ?? ''
      if (scope.find(name) === 'ok')
        report(token.line, `\`${written}\` in a string is not filled in`, `write \`+ @${name} +\`, or bind it where it is used`)
    }
  }
}
