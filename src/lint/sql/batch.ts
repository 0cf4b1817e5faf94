/** What would make a block another one than the one that two people read: it is one batch, in one database, on one server, of plain letters. */
import type { Scope } from '../../procedure/document/scope.ts'
import type { LintReport } from '../report.ts'
import type { SqlToken } from './tokens.ts'
import { beginsStatement, isSymbol, isSystemVariable, isWord } from './words.ts'

export function lintBatch(tokens: readonly SqlToken[], report: LintReport): void {
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    if (beginsUnknown(tokens, index))
      report(token.line, `${token.raw} begins no statement that is known`, 'begin with a statement; call a procedure with EXEC')
    if (isFirstOfItsLine(tokens, index)) lintClientCommand(tokens, index, report)
    if (isWord(token, 'CREATE') && isWord(next, 'SYNONYM'))
      report(token.line, 'a synonym hides from readers what its name means', 'write the full name')
    if (
      isWord(token, 'CREATE', 'ALTER') &&
      (isWord(next, 'ASSEMBLY') || (isWord(next, 'EXTERNAL') && isWord(tokens[index + 2], 'LIBRARY', 'LANGUAGE')))
    )
      report(
        token.line,
        `${token.value} ${next?.value ?? ''} brings in code that is not in this document`,
        'install it beforehand, and call what it gives',
      )
    if (isWord(token, 'SET')) lintSet(tokens, index, report)
    lintLetters(token, report)
  }
}

/** Whether there is a quote, a dash or another sign that T-SQL has not, as word processors put them; a sign of a currency may begin a number. */
export function lintSigns(tokens: readonly SqlToken[], report: LintReport): boolean {
  const strange = tokens.filter(({ kind, raw }) => kind === 'symbol' && /[^\p{ASCII}\p{M}\p{Sc}]/u.test(raw))
  for (const { line, raw } of strange) report(line, `T-SQL has no sign \`${raw}\``, 'write plain quotes, a plain hyphen and plain signs')
  return strange.length > 0
}

/** In a text that is executed USE ends with it, and may stand there. */
export function lintUse(tokens: readonly SqlToken[], report: LintReport): void {
  for (const [index, token] of tokens.entries()) {
    if (isWord(token, 'USE') && !isWord(tokens[index + 1], 'HINT', 'PLAN'))
      report(token.line, 'USE changes the database behind the back of the fence', 'write `database=` in the fence')
  }
}

/** A statement begins here, and nobody knows which. In the middle of a line of words only a reserved word begins one. */
function beginsUnknown(tokens: readonly SqlToken[], index: number): boolean {
  const token = tokens[index]
  if (token === undefined || beginsStatement(token) || !(index === 0 || isSymbol(tokens[index - 1], ';'))) return false
  // These have a sentence of their own.
  if (isSymbol(token, ';', '{', '!', ':', '$') || looksLikeOthers(token) || isBatchEnd(tokens, index)) return false
  return !(token.kind === 'word' && isSymbol(tokens[index + 1], ':'))
}

function isFirstOfItsLine(tokens: readonly SqlToken[], index: number): boolean {
  return index === 0 || tokens[index - 1]?.line !== tokens[index]?.line
}

/** `GO`, and what begins with a colon or `!!`, are commands of sqlcmd and of Management Studio; the server does not know them. */
function lintClientCommand(tokens: readonly SqlToken[], index: number, report: LintReport): void {
  const next = tokens[index + 1]
  const token = tokens[index]
  if (token === undefined) return
  if (isBatchEnd(tokens, index))
    report(token.line, 'GO parts batches, and a block is one batch', 'remove it, or make two steps of this one')
  const isCommand = (isSymbol(token, ':') && next?.kind === 'word') || (isSymbol(token, '!') && isSymbol(next, '!'))
  if (isCommand)
    report(token.line, `\`${token.raw}${next?.raw ?? ''}\` is a command of sqlcmd, which the server does not know`, 'write statements only')
}

function isBatchEnd(tokens: readonly SqlToken[], index: number): boolean {
  const next = tokens[index + 1]
  const endsThere = next?.line !== tokens[index]?.line || next?.kind === 'number' || isSymbol(next, ';')
  return isWord(tokens[index], 'GO') && isFirstOfItsLine(tokens, index) && endsThere
}

/** Nothing after it is executed, or only looked at. */
const PRETENDING = /^(NOEXEC|PARSEONLY|FMTONLY|SHOWPLAN_(ALL|TEXT|XML))$/
/** What is read otherwise after it: `"…"` as a text, and NULL in a sum as nothing. */
const READING = /^(QUOTED_IDENTIFIER|ANSI_DEFAULTS|CONCAT_NULL_YIELDS_NULL)$/

function lintSet(tokens: readonly SqlToken[], at: number, report: LintReport): void {
  for (let index = at + 1; tokens[index]?.kind === 'word'; index += isSymbol(tokens[index + 1], ',') ? 2 : 1) {
    const { value = '', line = 0 } = tokens[index] ?? {}
    if (PRETENDING.test(value)) report(line, `nothing is executed after SET ${value}`, 'remove it')
    if (READING.test(value)) report(line, `SET ${value} changes how the text after it is read`, 'remove it')
    if (value === 'IMPLICIT_TRANSACTIONS')
      report(line, 'SET IMPLICIT_TRANSACTIONS opens transactions that nobody sees', 'write BEGIN TRANSACTION and COMMIT')
    if (!isSymbol(tokens[index + 1], ',')) return
  }
}

/** Its session ends with the block, and everything in it is rolled back although the block has gone through. */
export function lintTransaction(tokens: readonly SqlToken[], report: LintReport): void {
  const begin = tokens.findIndex(
    (token, index) => isWord(token, 'BEGIN') && isWord(tokens[index + 1], 'TRAN', 'TRANSACTION', 'DISTRIBUTED'),
  )
  const ended = tokens.some((token) => isWord(token, 'COMMIT', 'ROLLBACK'))
  if (begin >= 0 && !ended)
    report(
      tokens[begin]?.line ?? 0,
      'a transaction begins here and never ends: the server takes back all that is in it',
      'end it with COMMIT',
    )
}

/** What is read as one thing and is another: letters that only look like those of a word, lines that are joined, text that its code page changes. */
function lintLetters(token: SqlToken, report: LintReport): void {
  const { kind, raw, value, line } = token
  if (looksLikeOthers(token)) report(line, `${raw} has letters that only look like others`, 'type it by hand instead of pasting it')
  if (kind === 'symbol' && value === '@') report(line, '`@` alone is a variable without a name', 'give it one')
  if (kind === 'system' && !isSystemVariable(token))
    report(line, `${raw} looks like a variable of the server, and is none`, 'declare it with one @')
  if (kind !== 'string') return
  if (/\\\r?\n/.test(raw))
    report(
      line,
      'a text has a backslash at the end of a line, and SQL Server takes both away',
      'write the text in one line, or join two by `+`',
    )
  const changed = raw.startsWith("'") ? /[^\t\r\n -~]/u.exec(value)?.[0] : undefined
  if (changed !== undefined)
    report(line, `a text with ${changed} has no N before it, and is changed by the code page of the database`, "write N'…'")
}

function looksLikeOthers({ kind, raw }: SqlToken): boolean {
  if (kind !== 'word' && kind !== 'name' && kind !== 'variable') return false
  const mixed = raw.match(/\p{L}+/gu)?.some((run) => /\p{Script=Latin}/u.test(run) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(run))
  return mixed === true || (kind !== 'name' && raw.normalize('NFKC') !== raw.normalize('NFC'))
}

/** Nothing fills `$name`, `{name}` or `$(name)` in; written so, a value would never arrive. */
export function lintTemplates(tokens: readonly SqlToken[], scope: Scope, report: LintReport): void {
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    const escape = isSymbol(token, '{') && isWord(next, 'FN', 'CALL', 'D', 'T', 'TS', 'OJ') && scope.find(next?.raw ?? '') === undefined
    const closes = isSymbol(token, '}') && tokens.slice(0, index).some((each) => isSymbol(each, '{'))
    const sqlcmd = isSymbol(token, '$') && isSymbol(next, '(') && next?.adjacent === true
    const unfilled = placeholder(tokens, index)
    if (unfilled !== undefined)
      report(token.line, `\`${unfilled}\` is not filled in`, 'ask for the value as a parameter, and write `@name`')
    else if (escape) report(token.line, `\`{${next?.raw ?? ''} …}\` is written for ODBC, and not sent through it`, 'write T-SQL itself')
    else if (sqlcmd) reportSqlcmd(`$(${tokens[index + 2]?.raw ?? ''})`, token.line, report)
    else if (isSymbol(token, '{') || (isSymbol(token, '}') && !closes) || (isSymbol(token, '$') && next?.kind === 'word' && next.adjacent))
      report(token.line, `\`${token.raw}\` is no way to put a value into SQL`, 'write the value as `@name`')
    if (token.kind !== 'string' && token.kind !== 'name') continue
    for (const [written] of token.value.matchAll(/\$\([\w.]+\)/g)) reportSqlcmd(written, token.line, report)
    if (token.kind === 'string') lintTemplateText(token, scope, report)
  }
}

/** `<spid>`, `<database name>`, `<name, sysname, mgc>`: words alone between these signs compare nothing. */
function placeholder(tokens: readonly SqlToken[], index: number): string | undefined {
  const [open, first] = tokens.slice(index, index + 2)
  if (!isSymbol(open, '<') || first?.kind !== 'word' || !first.adjacent) return undefined
  const end = tokens.findIndex((each, at) => at > index && each.kind !== 'word' && !isSymbol(each, ','))
  const words = tokens.slice(index + 1, end)
  const commas = words.filter((each) => isSymbol(each, ',')).length
  if (!isSymbol(tokens[end], '>') || tokens[end]?.adjacent !== true || (words.length > 2 && commas !== 2)) return undefined
  return `<${words.map(({ raw, adjacent }, at) => (at > 0 && !adjacent ? ` ${raw}` : raw)).join('')}>`
}

function reportSqlcmd(written: string, line: number, report: LintReport): void {
  report(line, `\`${written}\` is a variable of sqlcmd, and nothing fills it in`, 'ask for the value as a parameter, and write `@name`')
}

function lintTemplateText(token: SqlToken, scope: Scope, report: LintReport): void {
  for (const [written, dollar, brace] of token.value.matchAll(/\$\{?(\w+)|\{(\w+)\}/g)) {
    const name = dollar ?? brace ?? ''
    if (scope.find(name) === 'ok')
      report(token.line, `\`${written}\` in a string is not filled in`, `write \`+ @${name} +\`, or bind it where it is used`)
  }
}
