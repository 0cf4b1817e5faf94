import { parseAst } from 'vitest/node'

export interface Text {
  /** As written; `…` stands for each value within. */
  text: string
  line: number
}

interface Node {
  type: string
  start: number
  [name: string]: unknown
}

/** Words that follow each other, or a word beside a value: what a sentence is made of, and no key, type or address. */
const WORDS = /[\p{L}\d…][\p{P}]*[ \n]+[\p{P}]*\p{L}{2,}|\p{L}{2,}[\p{P}]*[ \n]+[\p{P}]*[\p{L}…]/u

/** Texts of words in a source, besides what is imported, logged or thrown as a bug. */
export function textsIn(source: string, lang: 'ts' | 'js'): Text[] {
  const texts: Text[] = []
  const open: unknown[] = [parseAst(source, { lang })]
  while (open.length > 0) {
    const node = open.pop()
    if (typeof node !== 'object' || node === null) continue
    if (isNode(node)) {
      if (isImport(node) || isType(node) || isLogged(node, source) || isThrown(node, source)) continue
      const text = textOf(node)
      if (text !== undefined && WORDS.test(text)) texts.push({ text, line: source.slice(0, node.start).split('\n').length })
    }
    for (const [key, value] of Object.entries(node)) if (key !== 'parent') open.push(value)
  }
  return texts.toSorted((a, b) => a.line - b.line)
}

/** Texts with letters that a script of the page draws, as far as they stand in it. */
export function drawnIn(source: string): string[] {
  const texts: string[] = []
  const open: { node: unknown; drawn: boolean }[] = [{ node: parseAst(source, { lang: 'js' }), drawn: false }]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node, drawn } = at
    if (typeof node !== 'object' || node === null) continue
    const text = drawn && isNode(node) ? textOf(node) : undefined
    if (text !== undefined && /\p{L}/u.test(text.replaceAll(SAME, ''))) texts.push(text)
    for (const [key, value] of Object.entries(node)) {
      if (key === 'parent') continue
      if (Array.isArray(value))
        open.push(...value.map((each, index) => ({ node: each as unknown, drawn: isDrawn(node as Node, key, index, drawn) })))
      else open.push({ node: value, drawn: isDrawn(node as Node, key, 0, drawn) })
    }
  }
  return texts.toReversed()
}

/** The same in every language: names, and commands as they are typed. */
const SAME = /Countersign|#incident|\/countersign [a-z]+|UTC/g

const READ = /^(?:aria-label|title|alt|placeholder)$/

/** Whether what stands there is shown, or read aloud. `within`: what it stands in is. */
function isDrawn(node: Node, key: string, index: number, within: boolean): boolean {
  switch (node.type) {
    case 'CallExpression': {
      const { name, property } = node['callee'] as { name?: string; property?: { name: string } }
      if (key !== 'arguments') return false
      if (name === 'h') return index > 1
      if (name === 'withCode' || name === 'announce') return true
      const [first] = node['arguments'] as { value?: unknown }[]
      return property?.name === 'setAttribute' && index === 1 && READ.test(String(first?.value))
    }
    case 'NewExpression':
      return key === 'arguments' && (node['callee'] as { name?: string }).name === 'Error'
    case 'Property': {
      const { value, name } = node['key'] as { value?: string; name?: string }
      return key === 'value' && READ.test(value ?? name ?? '')
    }
    case 'AssignmentExpression': {
      const name = (node['left'] as { property?: { name?: string } }).property?.name ?? ''
      return key === 'right' && /^(?:textContent|innerText|title|left)$/.test(name)
    }
    case 'ConditionalExpression':
      return within && key !== 'test'
    case 'LogicalExpression':
    case 'ArrayExpression':
    case 'TemplateLiteral':
      return within && key !== 'expressions'
    default:
      return false
  }
}

/** Texts with letters that stand in a page's HTML, or are read aloud. */
export function labelsIn(html: string): string[] {
  const read = [...html.matchAll(/\s(?:aria-label|title|alt|placeholder)="([^"]*)"/g)].map(([, label = '']) => label)
  const seen = html.replaceAll(/<title>[^<]*|<[^>]*>/g, '\n').split('\n')
  return [...read, ...seen].map((text) => text.trim()).filter((text) => /\p{L}/u.test(text.replaceAll(SAME, '').replaceAll(/%\w+%/g, '')))
}

function isNode(node: object): node is Node {
  return 'type' in node && typeof node.type === 'string'
}

function textOf({ type, value, quasis }: Node): string | undefined {
  if (type === 'Literal') return typeof value === 'string' ? value : undefined
  return type === 'TemplateLiteral' ? (quasis as { value: { cooked: string } }[]).map((each) => each.value.cooked).join('…') : undefined
}

function isImport({ type }: Node): boolean {
  return type === 'ImportDeclaration' || type === 'ExportAllDeclaration'
}

/** `'press' | 'type'`: no text of a type is ever shown. */
function isType({ type }: Node): boolean {
  return type.startsWith('TS') && type !== 'TSAsExpression' && type !== 'TSSatisfiesExpression' && type !== 'TSNonNullExpression'
}

/** `log.warn({ … }, '…')`, `this.context.log.error(…)`: the log speaks English. */
function isLogged({ type, callee }: Node, source: string): boolean {
  if (type !== 'CallExpression') return false
  const { start, end } = callee as { start: number; end: number }
  return /\blog\.(?:info|warn|error)$/.test(source.slice(start, end))
}

/** A bug, or broken machinery: it ends in the log. */
function isThrown({ type, callee }: Node, source: string): boolean {
  if (type !== 'NewExpression') return false
  const { start, end } = callee as { start: number; end: number }
  return source.slice(start, end) === 'Error'
}
