/** `break` and `continue` outside a loop end the whole block as if it had succeeded; `exit` does so anywhere. */
import type { FaultAt } from './read/scan.ts'
import { around, everyNode, type PsNode } from './read/tree.ts'

const LOOPS: ReadonlySet<string> = new Set(['foreach_statement', 'for_statement', 'while_statement', 'do_statement', 'switch_statement'])
/** What these hold runs without the loop around them. */
const OWN: ReadonlySet<string> = new Set(['function_statement', 'script_block_expression'])

export function lintLoops(tree: PsNode): FaultAt[] {
  return everyNode(tree).flatMap((node): FaultAt[] => {
    if (node.kind !== 'flow_control_statement') return []
    const { at } = node
    const word = (node.children[0]?.text ?? '').toLowerCase()
    if (word === 'exit') return [{ at, what: '`exit` ends the block as if it had succeeded', next: 'use `throw` with a sentence' }]
    if (word !== 'break' && word !== 'continue') return []
    if (node.children.length > 1 && !labelsAround(node).includes((node.children[1]?.text ?? '').toLowerCase()))
      return [
        { at, what: `\`${node.text}\` names no loop around it, and ends the block as if it had succeeded`, next: 'write the word alone' },
      ]
    if (isInLoop(node)) return []
    return [
      { at, what: `\`${word}\` outside a loop ends the block as if it had succeeded`, next: 'use `throw` with a sentence, or `return`' },
    ]
  })
}

function isInLoop(node: PsNode): boolean {
  for (const { kind } of around(node)) {
    if (LOOPS.has(kind)) return true
    if (OWN.has(kind)) return false
  }
  return false
}

function labelsAround(node: PsNode): string[] {
  const labels: string[] = []
  for (const { kind, parent } of around(node)) {
    if (OWN.has(kind)) break
    for (const { kind: beside, text } of parent?.children ?? [])
      if (beside === 'label' && LOOPS.has(kind)) labels.push(text.slice(1).toLowerCase())
  }
  return labels
}
