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
