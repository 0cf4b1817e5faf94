/** What a block that looks may ask of functions: those of SQL Server change nothing, and of the others nobody knows. */
import type { Readers } from '../readers.ts'
import type { LintReport } from '../report.ts'
import { pathAt, tablePlaces } from './paths.ts'
import type { NamePath } from './paths.ts'
import type { SqlToken } from './tokens.ts'
import { closingOf, isSymbol, isWord } from './words.ts'

export function lintFunctions(tokens: readonly SqlToken[], role: string, readers: Readers, report: LintReport): void {
  const named = namesGiven(tokens)
  const tables = tablePlaces(tokens)
  for (const index of tokens.keys()) {
    const path = pathAt(tokens, index)
    if (path === undefined || !isSymbol(tokens[path.end], '(') || isDefined(tokens, path)) continue
    const isTable = tables.has(index) && !isHint(tokens, path.end)
    if (path.parts.length === 1 ? !isTable || TABLE_FUNCTIONS.has(path.parts[0] ?? '') : isKnown(tokens, path, named)) continue
    if (isHint(tokens, path.end) || isListed(path, readers.functions)) continue
    report(
      tokens[index]?.line ?? 0,
      `a \`${role}\` block only reads, and nobody knows what ${path.said} does`,
      'use a query, or add it to `readers` in the configuration when it changes nothing',
    )
  }
  lintStatic(tokens, role, report)
}

/** Functions of SQL Server that stand where a table does; those of `sys` need no list, because nobody else can create one there. */
const TABLE_FUNCTIONS = new Set(
  `openjson openxml openrowset openquery opendatasource string_split generate_series containstable freetexttable changetable values
  fn_dblog fn_dump_dblog fn_helpcollations fn_virtualfilestats fn_trace_gettable fn_trace_getinfo fn_trace_geteventinfo
  fn_listextendedproperty fn_my_permissions fn_builtin_permissions fn_servershareddrives fn_virtualservernodes fn_get_audit_file
  fn_xe_file_target_read_file fn_get_sql`.split(/\s+/),
)

function isKnown(tokens: readonly SqlToken[], path: NamePath, named: ReadonlySet<string>): boolean {
  const [owner = ''] = path.parts
  if (path.parts.at(-2) === 'sys') return true
  const last = tokens[path.end - 1]
  // Methods of XML are in small letters, and only on what this block itself has named.
  return XML_METHODS.has(last?.raw ?? '') && named.has(owner) && tokens[path.end + 1]?.kind === 'string'
}

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
  return (
    tokens
      .slice(open + 1, closingOf(tokens, open))
      .every(
        (token) => token.kind === 'number' || isSymbol(token, ',', '(', ')', '=') || (token.kind === 'word' && HINTS.test(token.value)),
      ) && closingOf(tokens, open) > open + 1
  )
}

function isListed({ parts }: NamePath, functions: readonly string[]): boolean {
  const called = parts.join('.')
  return functions.some((listed) => called === listed || called.endsWith(`.${listed}`))
}

/** `geography::Point(…)`: types of SQL Server only. */
function lintStatic(tokens: readonly SqlToken[], role: string, report: LintReport): void {
  for (const [index, token] of tokens.entries()) {
    if (!isSymbol(token, '::') || isWord(tokens[index - 1], 'GEOGRAPHY', 'GEOMETRY', 'HIERARCHYID')) continue
    const isSystem = (tokens[index + 1]?.raw ?? '').toLowerCase().startsWith('fn_')
    if (!isSystem)
      report(
        token.line,
        `a \`${role}\` block only reads, and nobody knows what ${tokens[index - 1]?.raw ?? ''}::${tokens[index + 1]?.raw ?? ''} does`,
        'use a query',
      )
  }
}
