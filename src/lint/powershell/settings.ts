/** Every way in which a block gives a variable a value, or sets a part of one. */
import type { PsArgument, PsCommand } from './commands.ts'
import { constantText } from './commands.ts'
import { everyNode, type PsNode } from './read/tree.ts'

export interface Setting {
  /** Without `$`, with its scope. */
  name: string
  at: number
  /** Whether a part of it is set: `$x.y = …`, `$x[0] = …`. */
  element: boolean
  /** How often a member or an index was taken before what is set: 1 for `$x.y`, 2 for `$x.y.z`. */
  depth: number
  /** What it becomes, where that stands there. */
  value: PsNode | undefined
}

/** Parameters that name a variable, with their aliases; by about_CommonParameters and the reference of each cmdlet. */
const NAMES_VARIABLE =
  /^(o(u(t(v(a(r(i(a(b(le?)?)?)?)?)?)?)?)?)?|ov|ev|wv|iv|pv|sv|rhv|p(i(p(e(l(i(n(ev?)?)?)?)?)?)?)?|\w*var(i(a(b(le?)?)?)?)?)$/i

export function settingsOf(tree: PsNode, commands: readonly PsCommand[]): Setting[] {
  const found: Setting[] = []
  for (const node of everyNode(tree)) {
    switch (node.kind) {
      case 'assignment_expression':
        for (const target of targetsOf(node.children[0])) found.push(...setting(target, node.children.at(-1)))
        break
      case 'pre_increment_expression':
      case 'pre_decrement_expression':
      case 'post_increment_expression':
      case 'post_decrement_expression':
        for (const target of node.children.filter(({ named }) => named)) found.push(...setting(target, undefined))
        break
      case 'foreach_statement':
      case 'script_parameter':
        found.push(
          ...node.children
            .filter(({ kind }) => kind === 'variable')
            .slice(0, 1)
            .flatMap((variable) => setting(variable, undefined)),
        )
        break
      case 'hash_entry':
        found.push(...bySplat(node))
        break
      case 'cast_expression':
        // What has a reference can set what it refers to.
        if (/^\[\s*ref\s*\]/i.test(node.text))
          for (const target of node.children.filter(({ kind }) => kind !== 'type_literal')) found.push(...setting(target, undefined))
        break
    }
  }
  return [...found, ...commands.flatMap(({ arguments: given }) => given.flatMap(byName))]
}

/** `-OutVariable failed`, `-ErrorVariable +failed`, and their short forms. */
function byName({ parameter, value }: PsArgument): Setting[] {
  const name = parameter !== undefined && namesVariable(parameter) ? constantText(value)?.replace(/^\+/, '') : undefined
  return name === undefined || value === undefined
    ? []
    : [{ name: name.replace(/^(local|private):/i, ''), at: value.at, element: false, depth: 0, value: undefined }]
}

/** `@{ OutVariable = 'failed' }`, which may be splatted. */
function bySplat({ children }: PsNode): Setting[] {
  const key = children[0]?.text.replaceAll(/['"]/g, '') ?? ''
  let value = children.findLast(({ named, kind }) => named && kind !== 'comment')
  while (value !== undefined && ['pipeline', 'pipeline_chain'].includes(value.kind) && value.children.length === 1)
    value = value.children[0]
  const name = /variable$|^[oewip]v$/i.test(key) ? constantText(value)?.replace(/^\+/, '') : undefined
  return name === undefined || value === undefined ? [] : [{ name, at: value.at, element: false, depth: 0, value: undefined }]
}

export function namesVariable(parameter: string): boolean {
  return NAMES_VARIABLE.test(parameter)
}

/** Of `$name`, `@name` and `${name}`. */
export function nameOf(variable: string): string {
  return variable.replace(/^[$@]/, '').replace(/^\{(.*)\}$/, '$1')
}

/** `$a`, `[int]$a`, `$a, $b`, `($a)`. */
function targetsOf(node: PsNode | undefined): PsNode[] {
  if (node === undefined) return []
  if (
    ['left_assignment_expression', 'array_literal_expression', 'parenthesized_expression', 'pipeline', 'pipeline_chain'].includes(node.kind)
  )
    return node.children.filter(({ named }) => named).flatMap(targetsOf)
  if (node.kind === 'cast_expression' || node.kind === 'attributed_variable') return targetsOf(node.children.at(-1))
  return [node]
}

function setting(target: PsNode, value: PsNode | undefined): Setting[] {
  let depth = 0
  let root: PsNode | undefined = target
  while (root !== undefined && root.kind !== 'variable') {
    if (root.kind === 'member_access' || root.kind === 'element_access' || root.kind === 'invokation_expression') depth++
    root = root.children.find(({ kind, named }) => named && kind !== 'type_literal' && kind !== 'comment')
  }
  return root === undefined ? [] : [{ name: nameOf(root.text), at: root.at, element: depth > 0, depth, value }]
}
