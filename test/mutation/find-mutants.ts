import { stripTypeScriptTypes } from 'node:module'
import { parseAst } from 'vitest/node'

export type MutantKind =
  'refusal dropped' | 'branch dropped' | 'condition negated' | 'and / or swapped' | 'comparison moved' | 'statement dropped' | 'off by one'

export interface Mutant {
  id: number
  file: string
  line: number
  kind: MutantKind
  /** The code that is changed, on one line. */
  code: string
}

interface Node {
  type: string
  start: number
  end: number
  [name: string]: unknown
}

interface Edit {
  at: number
  until: number
  text: string
}

const OTHER: Record<string, string> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>', '===': '!==', '!==': '===' }
const SAYS_NO = /\b(?:refuse|report|stop|fault|faults|why)\b/

/**
 * All mutants of one file at once: every change is written beside the original and switched on by its number (`__m(7)`), so that one loaded program holds them all.
 * Types are stripped first; places stay as they are. What runs when the file is loaded is left alone.
 */
export function findMutants(file: string, source: string, firstId: number): { code: string; mutants: Mutant[] } {
  const text = stripTypeScriptTypes(source, { mode: 'strip' })
  const edits: Edit[] = []
  const mutants: Mutant[] = []
  let depth = 0
  visit(parseAst(text) as unknown as Node)
  return { code: edited(text, edits), mutants }

  function visit(node: Node): void {
    const isFunction = /Function/.test(node.type)
    if (isFunction) depth++
    const closing = depth === 0 ? [] : mutate(node)
    for (const child of childrenOf(node)) visit(child)
    for (const edit of closing) edits.push(edit)
    if (isFunction) depth--
  }

  /** Opens what is to be changed here, and gives what closes it. */
  function mutate(node: Node): Edit[] {
    switch (node.type) {
      case 'IfStatement': {
        const says = SAYS_NO.test(slice(node['consequent'] as Node))
        const test = node['test'] as Node
        return [...condition(test), ...around(test, says ? 'refusal dropped' : 'branch dropped', (id) => `__drop(${id}, (`, '))', node)]
      }
      case 'ConditionalExpression':
      case 'WhileStatement':
        return condition(node['test'] as Node)
      case 'LogicalExpression':
        if (node['operator'] === '??') return []
        return operator(node, 'and / or swapped', (id) => `__${node['operator'] === '&&' ? 'and' : 'or'}(${id}, (`, '), () => (')
      case 'BinaryExpression':
        return binary(node)
      case 'ExpressionStatement':
        return around(node, 'statement dropped', (id) => `{ if (!__m(${id})) `, ' }')
      default:
        return []
    }
  }

  /** A comparison is negated by moving it: the same mutant is not made twice. */
  function condition(test: Node): Edit[] {
    if (test.type === 'BinaryExpression' && (test['operator'] === '===' || test['operator'] === '!==')) return []
    return around(test, 'condition negated', (id) => `(__m(${id}) !== !!(`, '))')
  }

  function binary(node: Node): Edit[] {
    const sign = String(node['operator'])
    if (sign in OTHER) return operator(node, 'comparison moved', (id) => `__compare(${id}, '${sign}', (`, '), (')
    const isCount = (node['right'] as Node).type === 'Literal' && typeof (node['right'] as Node)['value'] === 'number'
    if ((sign === '+' || sign === '-') && isCount) return operator(node, 'off by one', (id) => `__add(${id}, '${sign}', (`, '), (')
    return []
  }

  function operator(node: Node, kind: MutantKind, open: (id: number) => string, between: string): Edit[] {
    const left = node['left'] as Node
    const right = node['right'] as Node
    const sign = String(node['operator'])
    const at = text.indexOf(sign, left.end)
    if (at < 0 || at >= right.start) return []
    const closing = around(node, kind, open, '))')
    edits.push({ at, until: at + sign.length, text: between })
    return closing
  }

  function around(node: Node, kind: MutantKind, open: (id: number) => string, close: string, shown = node): Edit[] {
    const id = firstId + mutants.length
    const line = text.slice(0, node.start).split('\n').length
    mutants.push({ id, file, line, kind, code: slice(shown).replaceAll(/\s+/g, ' ').slice(0, 160) })
    edits.push({ at: node.start, until: node.start, text: open(id) })
    return [{ at: node.end, until: node.end, text: close }]
  }

  function slice(node: Node): string {
    return text.slice(node.start, node.end)
  }
}

function childrenOf(node: Node): Node[] {
  return Object.values(node)
    .flat()
    .filter((value): value is Node => typeof value === 'object' && value !== null && 'type' in value && 'start' in value)
}

/** Edits at one place stand in the order in which they were made: outer before inner when they open, inner before outer when they close. */
function edited(text: string, edits: readonly Edit[]): string {
  let code = ''
  let from = 0
  for (const { at, until, text: put } of edits.toSorted((a, b) => a.at - b.at)) {
    code += text.slice(from, at) + put
    from = Math.max(from, until)
  }
  return code + text.slice(from)
}
