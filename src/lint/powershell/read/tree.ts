/** The tree of a block, by tree-sitter's grammar of PowerShell, as plain objects with the block's own words. */
import type { TreeCursor } from 'web-tree-sitter'
import { powershellParser } from './grammar.ts'
import type { Respelled } from './respell.ts'

export interface PsNode {
  /** As the grammar calls it; the levels of an expression that hold one thing only are left out. */
  kind: string
  /** Whether it stands for a rule of the grammar, and not for a word or a sign. */
  named: boolean
  /** As written. */
  text: string
  /** Offsets in the block. */
  at: number
  end: number
  children: readonly PsNode[]
  /** Of everything but the program itself. */
  parent?: PsNode
}

/** Levels of precedence: with one child they say nothing. */
const LEVELS =
  /^(logical|bitwise|comparison|additive|multiplicative|format|range)(_argument)?_expression$|^(array_literal_expression|unary_expression|argument_expression)$/

/** The tree, or the offset of the first thing that the grammar cannot read. */
export function parsePowershell(text: string, respelled: Respelled): { tree: PsNode } | { unreadableAt: number } {
  const parser = powershellParser()
  const parsed = parser.parse(respelled.text)
  try {
    if (parsed === null) return { unreadableAt: 0 }
    const broken = parsed.rootNode.hasError
    const read: Reading = { text, originOf: respelled.originOf, broken, unreadable: undefined }
    const cursor = parsed.walk()
    const tree = copy(cursor, read)
    cursor.delete()
    return broken ? { unreadableAt: read.unreadable ?? 0 } : { tree }
  } finally {
    parsed?.delete()
    parser.delete()
  }
}

interface Reading {
  text: string
  originOf: (index: number) => number
  /** Whether there is something that the grammar cannot read. */
  broken: boolean
  unreadable: number | undefined
}

function copy(cursor: TreeCursor, read: Reading): PsNode {
  const children: PsNode[] = []
  const at = read.originOf(cursor.startIndex)
  const end = Math.max(at, read.originOf(cursor.endIndex))
  const { kind, named, level } = (KINDS[cursor.nodeTypeId] ??= kindOf(cursor))
  if (cursor.gotoFirstChild()) {
    do children.push(copy(cursor, read))
    while (cursor.gotoNextSibling())
    cursor.gotoParent()
  }
  if (read.broken && (kind === 'ERROR' || cursor.nodeIsMissing)) read.unreadable ??= children.at(-1)?.at ?? at
  const [only] = children
  if (children.length === 1 && only !== undefined && level) return only
  if (kind === 'generic_token') children.push(...variablesIn(read.text.slice(at, end), at))
  const node: PsNode = { kind, named, text: read.text.slice(at, end), at, end, children }
  for (const child of children) child.parent = node
  return node
}

interface Kind {
  kind: string
  named: boolean
  level: boolean
}

/** By their numbers in the grammar: to ask it costs more than anything else that is done with a node. */
const KINDS: Kind[] = []

function kindOf({ nodeType: kind, nodeIsNamed: named }: TreeCursor): Kind {
  return { kind, named, level: LEVELS.test(kind) }
}

/** The grammar does not look into a bare word: `\\\\$server\\share`. */
function variablesIn(word: string, at: number): PsNode[] {
  return [...word.matchAll(/\$(?:\{[^}]+\}|(?:\w+:)?\w+)/g)].map(({ 0: text, index }) => ({
    kind: 'variable',
    named: true,
    text,
    at: at + index,
    end: at + index + text.length,
    children: [],
  }))
}

/** Of each node that was asked: a tree is walked once, however many rules look at it. */
const WALKED = new WeakMap<PsNode, readonly PsNode[]>()

/** A node with everything below it, from the first word to the last. */
export function everyNode(node: PsNode): readonly PsNode[] {
  const walked = WALKED.get(node)
  if (walked !== undefined) return walked
  const nodes: PsNode[] = []
  addNodes(node, nodes)
  WALKED.set(node, nodes)
  return nodes
}

function addNodes(node: PsNode, nodes: PsNode[]): void {
  nodes.push(node)
  for (const child of node.children) addNodes(child, nodes)
}

/** What a node stands in, from the nearest outwards. */
export function* around(node: PsNode): Generator<PsNode> {
  for (let next = node.parent; next !== undefined; next = next.parent) yield next
}
