/** Tables of a block's own, which end with it: table variables and temporary tables of the session. */
import { pathAt } from '../paths.ts'
import type { SqlToken } from '../tokens.ts'
import { closingOf, endsExpression, isSymbol, isWord } from '../words.ts'

/** Why the statement whose word stands at `index` does more than to fill, change or drop such a table; undefined where it does not. */
export function whyNotOwn(tokens: readonly SqlToken[], index: number): string | undefined {
  const { value = '' } = tokens[index] ?? {}
  const next = tokens[index + 1]
  // `WHEN MATCHED THEN DELETE`: judged with its MERGE.
  if (isWord(tokens[index - 1], 'THEN') && value !== 'INTO') return undefined
  switch (value) {
    case 'INSERT':
      return isOwn(tokens, afterWords(tokens, afterTop(tokens, index + 1), 'INTO'))
        ? undefined
        : 'INSERT into anything but a table of its own (@t, #t) does more'
    case 'INTO':
      return isTopOf(tokens, index) || isOwn(tokens, index + 1) ? undefined : 'INTO makes a table, or fills one that is not its own'
    case 'UPDATE':
      if (isWord(next, 'STATISTICS')) return 'UPDATE STATISTICS does more'
      return isOwnOrAlias(tokens, afterTop(tokens, index + 1)) ? undefined : 'UPDATE does more'
    case 'DELETE':
      return isOwnOrAlias(tokens, afterWords(tokens, afterTop(tokens, index + 1), 'FROM')) ? undefined : 'DELETE does more'
    case 'TRUNCATE':
      return isWord(next, 'TABLE') && isOwn(tokens, index + 2) ? undefined : 'TRUNCATE does more'
    case 'MERGE':
      return isOwn(tokens, afterWords(tokens, afterTop(tokens, index + 1), 'INTO')) ? undefined : 'MERGE does more'
    case 'ALTER':
      return isWord(next, 'TABLE') && isOwn(tokens, index + 2) && isWord(tokens[index + 3], 'ADD') ? undefined : 'ALTER does more'
    case 'CREATE':
      return createsOwn(tokens, index) ? undefined : 'CREATE does more'
    default:
      return dropsOwn(tokens, index) ? undefined : 'DROP does more'
  }
}

/** `@t`, `#t`, `tempdb..#t`; not `##t`, which everybody sees. */
function isOwn(tokens: readonly SqlToken[], at: number): boolean {
  if (tokens[at]?.kind === 'variable') return true
  const path = pathAt(tokens, at)
  return path !== undefined && path.parts.length <= 3 && /^#(?!#)/.test(path.parts.at(-1) ?? '')
}

/** `UPDATE a SET … FROM #t AS a`: one table of its FROM is called so, and whatever this statement calls so must be its own. */
function isOwnOrAlias(tokens: readonly SqlToken[], at: number): boolean {
  if (isOwn(tokens, at)) return true
  const alias = tokens[at]
  // Other letters may be the same to the server: a full-width a is an a.
  if (alias === undefined || !/^[\w#]+$/.test(alias.value) || isSymbol(tokens[at + 1], '.')) return false
  let found = false
  let depth = 0
  for (let index = at + 1; index < tokens.length; index++) {
    if (isSymbol(tokens[index], '(')) depth++
    if (isSymbol(tokens[index], ')')) depth--
    // What follows without a semicolon is another statement.
    if (depth === 0 && endsExpression(tokens[index]) && !isWord(tokens[index], 'SET', 'WITH', 'ELSE', 'END')) break
    if (tokens[index]?.value.toLowerCase() !== alias.value.toLowerCase() || isSymbol(tokens[index + 1], '.')) continue
    if (isSymbol(tokens[index - 1], '.')) continue
    const table = tokenBefore(tokens, isWord(tokens[index - 1], 'AS') ? index - 1 : index)
    if (!isOwn(tokens, table) || !isWord(tokens[table - 1], 'FROM', 'JOIN')) return false
    // What a query inside calls so is not what is changed.
    if (depth === 0) found = true
  }
  return found
}

/** `FROM dbo.t AS #a`, `WITH #c AS (…)`: what looks like a table of the session, and is another one. */
export function namesAnotherLikeOwn(tokens: readonly SqlToken[], at: number): boolean {
  const token = tokens[at]
  if ((token?.kind !== 'word' && token?.kind !== 'name') || !token.value.startsWith('#')) return false
  const before = tokens[at - 1]
  const columns = isSymbol(tokens[at + 1], '(') ? closingOf(tokens, at + 1) + 1 : at + 1
  if (isWord(tokens[columns], 'AS') && isSymbol(tokens[columns + 1], '(')) return true
  if (isSymbol(tokens[at + 1], '.') || before === undefined || isWord(before, ...BEFORE_OWN)) return false
  if (before.kind === 'symbol') return isSymbol(before, ')') && !endsTop(tokens, at - 1)
  return true
}

/** Words after which a table is named, and no other name is given to one. */
const BEFORE_OWN = `FROM JOIN APPLY USING INTO INSERT UPDATE DELETE MERGE TABLE EXISTS ON REFERENCES PERCENT PROC PROCEDURE`.split(' ')

function endsTop(tokens: readonly SqlToken[], close: number): boolean {
  return tokens.some((token, index) => isWord(token, 'TOP') && isSymbol(tokens[index + 1], '(') && closingOf(tokens, index + 1) === close)
}

function tokenBefore(tokens: readonly SqlToken[], index: number): number {
  let at = index - 1
  while (isSymbol(tokens[at - 1], '.')) at -= isSymbol(tokens[at - 2], '.') ? 3 : 2
  return at
}

function afterTop(tokens: readonly SqlToken[], at: number): number {
  if (!isWord(tokens[at], 'TOP')) return at
  const after = isSymbol(tokens[at + 1], '(') ? closingOf(tokens, at + 1) + 1 : at + 2
  return isWord(tokens[after], 'PERCENT') ? after + 1 : after
}

function afterWords(tokens: readonly SqlToken[], at: number, word: string): number {
  return isWord(tokens[at], word) ? at + 1 : at
}

/** `INSERT INTO`, `INSERT TOP (1) INTO`: judged with their INSERT. */
function isTopOf(tokens: readonly SqlToken[], into: number): boolean {
  for (let back = into - 1; back >= 0; back--) {
    if (isWord(tokens[back], 'INSERT', 'MERGE')) return afterTop(tokens, back + 1) === into
    if (tokens[back]?.kind === 'word' && !isWord(tokens[back], 'TOP', 'PERCENT')) return false
  }
  return false
}

function createsOwn(tokens: readonly SqlToken[], at: number): boolean {
  if (isWord(tokens[at + 1], 'TABLE')) return isOwn(tokens, at + 2)
  let index = at + 1
  while (isWord(tokens[index], 'UNIQUE', 'CLUSTERED', 'NONCLUSTERED')) index++
  return isWord(tokens[index], 'INDEX') && isWord(tokens[index + 2], 'ON') && isOwn(tokens, index + 3)
}

function dropsOwn(tokens: readonly SqlToken[], at: number): boolean {
  if (!isWord(tokens[at + 1], 'TABLE')) return false
  let index = isWord(tokens[at + 2], 'IF') ? at + 4 : at + 2
  for (;;) {
    if (!isOwn(tokens, index) || tokens[index]?.kind === 'variable') return false
    index = pathAt(tokens, index)?.end ?? index + 1
    if (!isSymbol(tokens[index], ',')) return true
    index++
  }
}
