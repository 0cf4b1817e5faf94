/** Blocks that may be sent any number of times, before anybody approved: a short list of what is allowed, everything else is refused. */
import type { Readers } from '../../readers.ts'
import type { LintReport } from '../../report.ts'
import { dbccWrites, raisesAlarm, restoreWrites, setWrites } from './statements.ts'
import { lintFunctions } from './functions.ts'
import { namesAnotherLikeOwn, whyNotOwn } from './own-table.ts'
import type { SqlToken } from '../tokens.ts'
import { isSymbol, isWord, WRITING_WORDS } from '../words.ts'

/** `role` is said in the sentences. What is called and executed is judged with its call. */
export function lintLook(tokens: readonly SqlToken[], role: string, readers: Readers, report: LintReport): void {
  /** Inside a statement that is refused already, up to the next line that begins with a word of its own. */
  let refused = false
  const left: SqlToken[] = []
  for (const [index, token] of tokens.entries()) {
    if (isSymbol(token, ';')) refused = false
    if (!refused) left.push(token)
    if (token.kind !== 'word') continue
    if (token.line !== tokens[index - 1]?.line && !isWord(token, 'WHEN', 'ADD', 'SET', 'ON', 'TO')) refused = false
    const why = refused ? undefined : whyWriting(tokens, index)
    if (why === undefined) continue
    refused = true
    const next =
      token.value === 'RAISERROR'
        ? 'write a severity of 16, and no LOG'
        : 'move it into the `run` block, or write [brackets] round it if it is a name'
    report(token.line, `a \`${role}\` block only reads, and ${why}`, next)
  }
  lintHints(tokens, role, report)
  lintFunctions(left, role, readers, report)
}

function whyWriting(tokens: readonly SqlToken[], index: number): string | undefined {
  const { value = '' } = tokens[index] ?? {}
  const next = tokens[index + 1]
  switch (value) {
    case 'MERGE':
      return isWord(next, 'JOIN', 'UNION') ? undefined : whyNotOwn(tokens, index)
    case 'INSERT':
    case 'UPDATE':
    case 'DELETE':
    case 'TRUNCATE':
    case 'CREATE':
    case 'ALTER':
    case 'DROP':
    case 'INTO':
      return whyNotOwn(tokens, index)
    case 'RESTORE':
      return restoreWrites(tokens, index) ? 'RESTORE does more' : undefined
    case 'DBCC':
      return dbccWrites(tokens, index)
    case 'SET':
      return setWrites(tokens, index)
    case 'RAISERROR':
      return raisesAlarm(tokens, index)
    case 'BEGIN':
      return isWord(next, 'TRAN', 'TRANSACTION', 'DISTRIBUTED') ? 'a transaction is for changes' : undefined
    case 'ENABLE':
    case 'DISABLE':
      return isWord(next, 'TRIGGER') ? `${value} TRIGGER does more` : undefined
    case 'OPEN':
    case 'CLOSE':
      return isWord(next, 'SYMMETRIC', 'MASTER', 'ALL') ? `${value} ${next?.value ?? ''} KEY does more` : undefined
    case 'NEXT':
      return isWord(next, 'VALUE') ? 'NEXT VALUE uses a number up' : undefined
    default:
      return WRITING_WORDS.has(value) ? `${value} does more` : undefined
  }
}

/** Locks that keep others out while it looks, or for as long as it does. */
const LOCKING = ['TABLOCKX', 'XLOCK', 'UPDLOCK', 'TABLOCK', 'HOLDLOCK', 'SERIALIZABLE', 'REPEATABLEREAD', 'SCROLL_LOCKS']

function lintHints(tokens: readonly SqlToken[], role: string, report: LintReport): void {
  for (const [index, token] of tokens.entries()) {
    const level = isWord(token, 'REPEATABLE') && isWord(tokens[index + 1], 'READ')
    if (level || isWord(token, ...LOCKING))
      report(token.line, `a \`${role}\` block only reads, and ${token.value} keeps others out while it does`, 'remove this hint')
    if (namesAnotherLikeOwn(tokens, index))
      report(token.line, `${token.raw} looks like a table of this block and is another name for something`, 'choose a name without #')
  }
}
