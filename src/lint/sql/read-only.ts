/** Blocks that may be sent any number of times change nothing: a short list of what is allowed, everything else is refused. */
import { USUAL_READERS } from '../readers.ts'
import type { LintReport } from '../report.ts'
import { sqlCalls } from './calls.ts'
import type { SqlCall } from './calls.ts'
import { sqlTokens } from './tokens.ts'
import type { SqlToken } from './tokens.ts'
import { isWord, WRITING_WORDS } from './words.ts'

const READING_RESTORES = ['HEADERONLY', 'FILELISTONLY', 'LABELONLY', 'VERIFYONLY']
const READERS = USUAL_READERS.procedures
const HOMES = ['master', 'msdb', 'sys', 'dbo']

/** `role` is said in the sentences. Text that is given to sp_executesql is judged as well. */
export function lintReadOnly(tokens: readonly SqlToken[], role: string, report: LintReport): void {
  for (const [index, token] of tokens.entries()) {
    const why = token.kind === 'word' ? whyWriting(tokens, index) : undefined
    if (why !== undefined)
      report(
        token.line,
        `a \`${role}\` block only reads, and ${why}`,
        'move it into the `run` block, or write [brackets] round it if it is a name',
      )
  }
  for (const call of sqlCalls(tokens).calls) lintCall(call, tokens[call.at]?.line ?? 0, role, report)
}

function whyWriting(tokens: readonly SqlToken[], index: number): string | undefined {
  const { value = '' } = tokens[index] ?? {}
  const next = tokens[index + 1]
  if (WRITING_WORDS.has(value)) return `${value} does more`
  if (value === 'INSERT') {
    const target = isWord(next, 'INTO') ? tokens[index + 2] : next
    return target?.kind === 'variable' ? undefined : 'INSERT into anything but a table variable does more'
  }
  if (value === 'INTO' && next?.kind !== 'variable') return isWord(tokens[index - 1], 'INSERT') ? undefined : 'INTO makes a table'
  if (value === 'RESTORE' && !isWord(next, ...READING_RESTORES)) return 'RESTORE does more'
  if (value === 'BEGIN' && isWord(next, 'TRAN', 'TRANSACTION', 'DISTRIBUTED')) return 'a transaction is for changes'
  if ((value === 'ENABLE' || value === 'DISABLE') && isWord(next, 'TRIGGER')) return `${value} TRIGGER does more`
  if (value === 'NEXT' && isWord(next, 'VALUE')) return 'NEXT VALUE uses a number up'
  return undefined
}

function lintCall(call: SqlCall, line: number, role: string, report: LintReport): void {
  const own = call.name.at(-1) ?? ''
  const known = (READERS.includes(own) || own.startsWith('sp_help')) && call.name.slice(0, -1).every((part) => HOMES.includes(part))
  if (!known) {
    const what = call.byVariable ? 'a variable' : call.name.length === 0 ? 'a string' : call.name.join('.')
    report(
      line,
      `a \`${role}\` block only reads, and EXEC of ${what} may do more`,
      `use a query, or one of ${READERS.join(', ')}, sp_help…`,
    )
    return
  }
  if (own !== 'sp_executesql') return
  const [text] = call.args
  const [constant] = text?.tokens ?? []
  if (text?.tokens.length !== 1 || constant?.kind !== 'string') {
    report(line, `a \`${role}\` block may give sp_executesql only a text that is written out`, 'write the query as one constant string')
    return
  }
  lintReadOnly(sqlTokens(constant.value).tokens, role, (inner, what, next) => report(constant.line + inner, what, next))
}
