import type { Node } from 'web-tree-sitter'
import { powershellParser } from '../../../src/lint/powershell/read/grammar.ts'
import { PsError, placeOf } from './stand-in-error.ts'

const parser = powershellParser()

/** The tree of a PowerShell text. */
export function parse(text: string): Node {
  // Space at the ends confuses the grammar's positions of an empty program.
  const root = parser.parse(text)?.rootNode
  if (root === undefined) throw new PsError('The stand-in could not read the block.', 'StandInCannotRead', 'ParserError')
  if (root.hasError) throw syntaxError(root)
  return root
}

/** The first place that the grammar does not understand; a real PowerShell may do better. */
function syntaxError(root: Node): PsError {
  const broken = firstBroken(root) ?? root
  const text = broken.text.length > 60 ? `${broken.text.slice(0, 60)}…` : broken.text
  const what = broken.isMissing ? `"${broken.type}" is missing` : `it cannot be read at ${JSON.stringify(text)}`
  return new PsError(`The block is no PowerShell that the stand-in can read: ${what}.`, 'StandInCannotRead', 'ParserError', placeOf(broken))
}

function firstBroken(node: Node): Node | undefined {
  if (node.isError || node.isMissing) return node
  for (const child of node.children) {
    const found = child.hasError || child.isMissing ? firstBroken(child) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** The node below the layers that the grammar puts around every expression. */
export function bare(node: Node): Node {
  let inner = node
  while (LAYERS.has(inner.type) && inner.childCount === 1 && inner.firstChild !== null) inner = inner.firstChild
  return inner
}

export const LAYERS: ReadonlySet<string> = new Set([
  'pipeline',
  'pipeline_chain',
  'logical_expression',
  'bitwise_expression',
  'comparison_expression',
  'additive_expression',
  'multiplicative_expression',
  'format_expression',
  'range_expression',
  'array_literal_expression',
  'unary_expression',
  'expression_with_unary_operator',
  'argument_expression',
  'logical_argument_expression',
  'bitwise_argument_expression',
  'comparison_argument_expression',
  'additive_argument_expression',
  'multiplicative_argument_expression',
  'format_argument_expression',
  'range_argument_expression',
  'left_assignment_expression',
  'while_condition',
  'key_expression',
  'member_name',
  'path_command_name',
])

/** The children that mean something: without punctuation, blanks and comments. */
export function parts(node: Node): Node[] {
  return node.namedChildren.filter((child) => child.type !== 'comment' && child.type !== 'command_argument_sep')
}
