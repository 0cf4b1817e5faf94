/** Names of several parts: what they name, and on which server it lies. */
import type { LintReport } from '../report.ts'
import type { SqlToken } from './tokens.ts'
import { isSymbol, isWord } from './words.ts'

/** `[Sales]..Orders`: its parts in small letters, an empty one where nothing stands between two dots. */
export interface NamePath {
  parts: string[]
  /** As written, without brackets. */
  said: string
  at: number
  /** Index after its last token. */
  end: number
}

/** The name that begins at `at`; undefined where none begins there. */
export function pathAt(tokens: readonly SqlToken[], at: number): NamePath | undefined {
  if (!isPart(tokens[at]) || isSymbol(tokens[at - 1], '.')) return undefined
  const said = [tokens[at]?.kind === 'name' ? (tokens[at]?.value ?? '') : (tokens[at]?.raw ?? '')]
  let index = at + 1
  while (isSymbol(tokens[index], '.')) {
    const part = tokens[index + 1]
    if (isPart(part)) said.push(part?.kind === 'name' ? part.value : (part?.raw ?? ''))
    else said.push('')
    index += isPart(part) ? 2 : 1
  }
  return { parts: said.map((part) => part.toLowerCase()), said: said.join('.'), at, end: index }
}

function isPart(token: SqlToken | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'name'
}

/** Places where a table is named: after FROM, JOIN, APPLY and USING, and after the commas of a FROM. */
export function tablePlaces(tokens: readonly SqlToken[]): Set<number> {
  const places = new Set<number>()
  const inFrom: boolean[] = [false]
  for (const [index, token] of tokens.entries()) {
    if (isSymbol(token, '(')) inFrom.push(false)
    else if (isSymbol(token, ')')) inFrom.pop()
    else if (isWord(token, 'FROM', 'JOIN', 'APPLY', 'USING')) {
      inFrom[inFrom.length - 1] = true
      addPlace(tokens, index + 1, places)
    } else if (isWord(token, 'SELECT', 'WHERE', 'GROUP', 'ORDER', 'HAVING', 'SET', 'VALUES') || isSymbol(token, ';'))
      inFrom[inFrom.length - 1] = false
    else if (isSymbol(token, ',') && inFrom.at(-1) === true) addPlace(tokens, index + 1, places)
  }
  return places
}

/** `FROM (a CROSS JOIN b)`: the first of them stands behind the parentheses. */
function addPlace(tokens: readonly SqlToken[], at: number, places: Set<number>): void {
  let index = at
  while (isSymbol(tokens[index], '(')) index++
  if (!isWord(tokens[index], 'SELECT')) places.add(index)
}

const PROVIDERS = ['OPENQUERY', 'OPENROWSET', 'OPENDATASOURCE']

/** Everything that lies on another server than the one that the fence names. What is called is judged with its call. */
export function lintServers(tokens: readonly SqlToken[], report: LintReport): void {
  const paths = tokens.flatMap((_, index) => pathAt(tokens, index) ?? [])
  const places = tablePlaces(tokens)
  for (const path of paths) {
    const token = tokens[path.at]
    const before = tokens[path.at - 1]
    const isFile = isWord(token, 'OPENROWSET') && isWord(tokens[path.end + 1], 'BULK')
    if (isWord(token, ...PROVIDERS) && isSymbol(tokens[path.end], '(') && !isFile)
      report(token?.line ?? 0, `${token?.value ?? ''} runs on another server than this block says`, "name that server's target in `on=`")
    if (path.parts.length < 4 || isWord(before, 'EXEC', 'EXECUTE') || isReturning(tokens, path.at)) continue
    // A column may be written with the whole name of its table.
    const table = path.parts.slice(0, -1).join('.')
    const isTable =
      places.has(path.at) || isWord(before, 'INTO', 'UPDATE', 'DELETE', 'INSERT', 'MERGE', 'TABLE', 'STATISTICS', 'REFERENCES')
    if (path.parts.length === 4 && !isTable && paths.some((other) => other.parts.join('.') === table)) continue
    report(token?.line ?? 0, `${path.said} lies on another server than this block says`, "name that server's target in `on=`")
  }
}

/** `EXEC @answer = server.database.schema.procedure` */
function isReturning(tokens: readonly SqlToken[], at: number): boolean {
  return isSymbol(tokens[at - 1], '=') && tokens[at - 2]?.kind === 'variable' && isWord(tokens[at - 3], 'EXEC', 'EXECUTE')
}
