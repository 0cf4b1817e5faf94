import type { Node } from 'web-tree-sitter'
import { toText } from './convert.ts'
import type { Scope } from './scope.ts'
import { unknown } from './stand-in-error.ts'
import { parts } from './syntax.ts'
import type { PsValue } from './values.ts'

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', '0': '\0', '`': '`', '"': '"', $: '$', "'": "'" }

/** The text of a literal without variables; undefined for one that is to be expanded. */
export function textOf(node: Node): string | undefined {
  const [inner] = parts(node)
  if (inner?.type === 'verbatim_string_characters') return inner.text.slice(1, -1).replaceAll("''", "'")
  if (inner?.type === 'verbatim_here_string_characters') return inner.text.replace(/^@'\r?\n?/, '').replace(/\r?\n'@$/, '')
  return undefined
}

/** `"… $name … $( … ) …"`: the parts that are variables or sub-expressions are put in, escapes are read. */
export async function expandText(node: Node, scope: Scope, valueOf: (part: Node) => Promise<PsValue>): Promise<string> {
  const [inner] = parts(node)
  if (inner?.type !== 'expandable_string_literal') throw unknown('this kind of text', node)
  const last = inner.endIndex - inner.startIndex - 1
  let made = ''
  let at = 1
  for (const part of parts(inner)) {
    const from = part.startIndex - inner.startIndex
    made += unescape(inner.text.slice(at, from), node)
    if (part.type === 'variable') made += toText(scope.get(variableName(part)))
    else if (part.type === 'sub_expression') made += await expandParts(part, valueOf)
    else throw unknown(`${part.type} in a text`, part)
    at = part.endIndex - inner.startIndex
  }
  return made + unescape(inner.text.slice(at, last), node)
}

async function expandParts(part: Node, valueOf: (part: Node) => Promise<PsValue>): Promise<string> {
  const found: string[] = []
  for (const statement of parts(part)) found.push(toText(await valueOf(statement)))
  return found.join(' ')
}

function unescape(raw: string, node: Node): string {
  return raw.replaceAll('""', '"').replace(/`([\s\S])/g, (_, sign: string) => {
    const meant = ESCAPES[sign]
    if (meant === undefined) throw unknown(`the escape \`${sign}`, node)
    return meant
  })
}

/** The name of `$name` or `${name}`; names with a scope or a drive are refused. */
export function variableName(node: Node): string {
  const name = node.text.replace(/^\$\{?|\}$/g, '')
  if (!/^[a-z_][a-z0-9_]*$/i.test(name)) throw unknown(`the variable ${node.text}`, node)
  return name
}

export function readInteger(node: Node): number {
  const value = Number(node.text)
  if (!Number.isSafeInteger(value)) throw unknown(`the number ${node.text}`, node)
  return value
}
