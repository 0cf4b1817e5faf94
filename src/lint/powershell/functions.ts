/** Functions that a block defines. */
import type { Readers } from '../readers.ts'
import type { FaultAt } from './read/scan.ts'
import { FULL_NAMES } from './aliases.ts'
import { around, everyNode, type PsNode } from './read/tree.ts'

export interface PsFunction {
  name: string
  node: PsNode
  at: number
  end: number
  /** Whether it is defined whatever comes: not in a branch or in another function. */
  always: boolean
}

const AROUND_ALWAYS: ReadonlySet<string> = new Set(['statement_list', 'program', 'script_block_body', 'script_block'])

export function functionsOf(tree: PsNode): PsFunction[] {
  return everyNode(tree).flatMap((node) => {
    if (node.kind !== 'function_statement') return []
    const name = node.children.find(({ kind }) => kind === 'function_name')
    if (name === undefined) return []
    return [{ name: name.text, node, at: name.at, end: node.end, always: [...around(node)].every(({ kind }) => AROUND_ALWAYS.has(kind)) }]
  })
}

/** A name must mean what its readers take it for. */
export function lintFunctions(functions: readonly PsFunction[], readers: Readers): FaultAt[] {
  if (functions.length === 0) return []
  const known = new Set([...Object.values(FULL_NAMES), ...readers.cmdlets.map(({ name }) => name)].map((name) => name.toLowerCase()))
  return functions.flatMap(({ name, at }): FaultAt[] => {
    if (/^(global|script):/i.test(name))
      return [{ at, what: `the function \`${name}\` stays behind for the next block`, next: 'leave the scope out' }]
    if (!/^\p{L}+-[\p{L}\p{N}_]+$/u.test(name))
      return [
        {
          at,
          what: `the function \`${name}\` may be hidden by an alias or a program of that name`,
          next: 'name it like a cmdlet: a verb, a hyphen, a noun',
        },
      ]
    if (known.has(name.toLowerCase()))
      return [{ at, what: `the function \`${name}\` has the name of a cmdlet`, next: 'choose another name, which no cmdlet has' }]
    return []
  })
}
