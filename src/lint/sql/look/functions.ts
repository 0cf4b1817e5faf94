/** What a block that looks may ask of functions: those of SQL Server change nothing, and of the others nobody knows. */
import type { Readers } from '../../readers.ts'
import type { LintReport } from '../../report.ts'
import { lintTypes } from './types.ts'
import { pathAt, tablePlaces } from '../paths.ts'
import type { NamePath } from '../paths.ts'
import type { SqlToken } from '../tokens.ts'
import { closingOf, isSymbol, isWord } from '../words.ts'

export function lintFunctions(tokens: readonly SqlToken[], role: string, readers: Readers, report: LintReport): void {
  const named = namesGiven(tokens)
  const tables = tablePlaces(tokens)
  for (const index of tokens.keys()) {
    const path = pathAt(tokens, index)
    if (path === undefined || !isSymbol(tokens[path.end], '(') || isDefined(tokens, path)) continue
    const isTable = tables.has(index)
    if (isTable && !isWord(tokens[index - 1], 'APPLY') && isHint(tokens, path.end)) continue
    if (path.parts.length === 1 ? !isTable || TABLE_FUNCTIONS.has(path.parts[0] ?? '') : isKnown(tokens, path, named)) continue
    if (isListed(path, readers.functions)) continue
    report(
      tokens[index]?.line ?? 0,
      `a \`${role}\` block only reads, and nobody knows what ${path.said} does`,
      'use a query, or add it to `readers` in the configuration when it changes nothing',
    )
  }
  lintStatic(tokens, role, report)
  lintTypes(tokens, role, report)
}

/** Functions of SQL Server that stand where a table does; those of `sys` need no list, because nobody else can create one there. */
const TABLE_FUNCTIONS = new Set(
  `openjson openxml openrowset openquery opendatasource string_split generate_series containstable freetexttable changetable values
  fn_dblog fn_helpcollations fn_virtualfilestats fn_trace_gettable fn_trace_getinfo fn_trace_geteventinfo
  fn_listextendedproperty fn_my_permissions fn_builtin_permissions fn_servershareddrives fn_virtualservernodes fn_get_audit_file
  fn_xe_file_target_read_file fn_get_sql`.split(/\s+/),
)

function isKnown(tokens: readonly SqlToken[], path: NamePath, named: ReadonlySet<string>): boolean {
  const [owner = ''] = path.parts
  if (path.parts.at(-2) === 'sys') return !LEAVING.has(path.parts.at(-1) ?? '')
  const last = tokens[path.end - 1]
  if (path.parts.includes('dbo')) return false
  // Methods of XML are in small letters, and only on what this block itself has named.
  return XML_METHODS.has(last?.raw ?? '') && named.has(owner) && tokens[path.end + 1]?.kind === 'string'
}

/** Each call of it leaves threads in the server that only a restart ends. */
const LEAVING = new Set(['fn_dump_dblog'])

const XML_METHODS = new Set(['value', 'query', 'exist', 'nodes'])

/** `AS T(c)`, `AS x`, `x = …`: what this block gives a name. */
function namesGiven(tokens: readonly SqlToken[]): Set<string> {
  const names = new Set<string>()
  for (const [index, { kind, value }] of tokens.entries()) {
    if (kind !== 'word' && kind !== 'name') continue
    const inList = isSymbol(tokens[index - 1], '(') && isSymbol(tokens[index + 1], ')') && isWord(tokens[index - 3], 'AS')
    const behind = isSymbol(tokens[index - 1], ')') && (kind === 'name' || /^[A-Z_]\w*$/.test(value))
    const isQuery = isWord(tokens[index + 1], 'AS') && isSymbol(tokens[index + 2], '(')
    if (isWord(tokens[index - 1], 'AS') || isSymbol(tokens[index + 1], '=') || isQuery || inList || behind) names.add(value.toLowerCase())
  }
  return names
}

/** A list of columns or a size stands in the parentheses. */
function isDefined(tokens: readonly SqlToken[], { at, parts }: NamePath): boolean {
  const before = tokens[at - 1]
  return isSymbol(before, '::') || (isWord(before, 'INTO', 'INSERT', 'TABLE', 'ON') && (parts.at(-1) ?? '').startsWith('#'))
}

const HINTS =
  /^(NOLOCK|READUNCOMMITTED|READCOMMITTED|READCOMMITTEDLOCK|READPAST|REPEATABLEREAD|SERIALIZABLE|HOLDLOCK|ROWLOCK|PAGLOCK|NOWAIT|SNAPSHOT|FORCESEEK|FORCESCAN|NOEXPAND|INDEX|TABLOCK|TABLOCKX|XLOCK|UPDLOCK)$/

/** `FROM t (NOLOCK)`: the old way to write a hint. */
function isHint(tokens: readonly SqlToken[], open: number): boolean {
  const said = tokens.slice(open + 1, closingOf(tokens, open))
  const isOne = (token: SqlToken | undefined): boolean => token?.kind === 'word' && HINTS.test(token.value)
  const numbered = said.findIndex((token) => isWord(token, 'INDEX'))
  return (
    isOne(said[0]) &&
    said.every(
      (token, index) =>
        isOne(token) || isSymbol(token, ',', '(', ')', '=') || (token.kind === 'number' && numbered >= 0 && index > numbered),
    )
  )
}

function isListed({ parts }: NamePath, functions: readonly string[]): boolean {
  const called = parts.join('.')
  return functions.some((listed) => called === listed || called.endsWith(`.${listed}`))
}

/** `geography::Point(…)`, `FROM ::fn_my_permissions(…)`: what belongs to SQL Server only. */
function lintStatic(tokens: readonly SqlToken[], role: string, report: LintReport): void {
  for (const [index, token] of tokens.entries()) {
    if (!isSymbol(token, '::')) continue
    const [owner, called] = [tokens[index - 1], tokens[index + 1]]
    const isOwned = isWord(owner, 'GEOGRAPHY', 'GEOMETRY', 'HIERARCHYID') && !isSymbol(tokens[index - 2], '.')
    const isSystem =
      (isWord(owner, 'FROM', 'JOIN', 'APPLY') || isSymbol(owner, ',')) && TABLE_FUNCTIONS.has(called?.raw.toLowerCase() ?? '')
    if (isOwned || isSystem) continue
    report(
      token.line,
      `a \`${role}\` block only reads, and nobody knows what ${owner?.raw ?? ''}::${called?.raw ?? ''} does`,
      'use a query',
    )
  }
}
