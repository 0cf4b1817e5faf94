/** Members of objects and types: what no block may call, and types that no block may name. */
import type { FaultAt } from './read/scan.ts'
import type { Scope } from '../../procedure/document/scope.ts'
import { insteadOfType } from './instead.ts'
import { COMPUTING } from './methods.ts'
import { isBound, isHosts } from './names.ts'
import { nameOf } from './settings.ts'
import { everyNode, type PsNode } from './read/tree.ts'
import { isCoreType, reachesOut } from './types.ts'

/** Methods that run a text or whatever they are given. */
const COMPOSING = /^(invoke\w*|execute\w*|create|createinstance|newscriptblock|expandstring|getmethods?|run)$/i
/** Through these a block reaches what runs it. */
const SESSION = /^(sessionstate|psvariable|invokecommand|invokeprovider|providerintrinsics)$/i

export interface PsMember {
  node: PsNode
  at: number
  /** Undefined where it is only known later. */
  name: string | undefined
  /** What it is a member of. */
  of: PsNode
  /** `::` */
  static: boolean
  /** What it is called with; undefined where it is read or set. */
  called: PsNode | undefined
}

export function membersOf(tree: PsNode): PsMember[] {
  return everyNode(tree).flatMap((node): PsMember[] => {
    if (node.kind === 'invokation_foreach_expression') {
      const [of, block] = node.children
      if (of === undefined || block === undefined) return []
      const name = node.text.slice(of.end - node.at + 1, block.at - node.at).trim()
      return [{ node, at: of.end + 1, name, of, static: false, called: block }]
    }
    if (node.kind !== 'member_access' && node.kind !== 'invokation_expression') return []
    const [of, sign, member, called] = node.children
    if (of === undefined || member === undefined) return []
    const only = member.children[0]
    const name = only === undefined || only.kind === 'simple_name' ? member.text : stringName(only, called)
    return [{ node, at: member.at, name, of, static: sign?.text === '::', called }]
  })
}

/** `$x.'Display Name'` reads what it says; a method is written as a word. */
function stringName(node: PsNode, called: PsNode | undefined): string | undefined {
  return called === undefined && node.kind === 'string_literal' && /^('.*'|"[^"$`]*")$/.test(node.text) ? node.text.slice(1, -1) : undefined
}

const NO_TYPE = 'use a cmdlet, or one of [string], [int], [datetime], [regex] …'

/** A method that could change a list that people approved. */
export function lintBound(members: readonly PsMember[], scope: Scope): FaultAt[] {
  return members.flatMap(({ at, name = '', of, static: isStatic, called }): FaultAt[] => {
    // What is refused for its name alone, or has no type, is said there.
    if (called === undefined || COMPOSING.test(name) || (isStatic && of.kind !== 'type_literal')) return []
    const variables = isStatic && /^\[(system\.)?(array|collections\..*)\]$/i.test(of.text) ? everyNode(called) : [of]
    const bound = variables.find(({ kind, text }) => kind === 'variable' && isBound(scope, nameOf(text)))
    const lower = name.toLowerCase()
    if (bound === undefined || COMPUTING.has(lower) || /^(replace|remove|insert|normalize|lastindexof|binarysearch)$/.test(lower)) return []
    return [
      {
        at,
        what: `\`.${name}()\` may change \`${bound.text}\`, which is a value of this document`,
        next: 'call it on a copy of another name',
      },
    ]
  })
}

export function lintMembers(tree: PsNode, members: readonly PsMember[]): FaultAt[] {
  const types = everyNode(tree).flatMap((node): FaultAt[] => {
    const name = node.kind === 'type_literal' ? node.text.slice(1, -1).trim() : undefined
    if (name === undefined || !name.split(/[[\],]/).some(reachesOut)) return []
    return [{ at: node.at, what: `\`[${name}]\` is no plain type`, next: insteadOfType(name) ?? NO_TYPE }]
  })
  return [...types, ...members.flatMap((member) => whyRefused(member, types) ?? [])]
}

/** What follows from a type that is refused already is not said again. */
function whyRefused({ at, name, of, static: isStatic, called, node }: PsMember, types: readonly FaultAt[]): FaultAt | undefined {
  if (types.some((fault) => fault.at === of.at) || isHosts(nameOf(of.text.split('.')[0] ?? ''))) return undefined
  if (isStatic && of.kind !== 'type_literal')
    return { at: of.at, what: '`::` is used on something that is no plain type', next: 'use a cmdlet' }
  if (name === undefined)
    return { at, what: `\`${isStatic ? '::' : '.'}\` is followed by a member that is only known later`, next: 'write the member itself' }
  if (SESSION.test(name))
    return { at, what: `\`.${name}\` reaches what runs the block, and can set or run anything`, next: 'write the statement itself' }
  if (called === undefined)
    return isStatic && isSet(node)
      ? { at, what: `setting \`::${name}\` stays behind for the next block`, next: 'leave it to the worker' }
      : undefined
  if (/^(foreach|where)$/i.test(name))
    return isBlock(called) ? undefined : { at, what: `\`.${name}()\` runs whatever it is given`, next: 'give it a script block in braces' }
  if (COMPOSING.test(name) && !(isStatic && isCoreType(of.text.slice(1, -1))))
    return { at, what: `\`.${name}()\` runs whatever it is given`, next: 'write the statement itself' }
  return undefined
}

/** One script block, in parentheses or not, and nothing that is only known later. */
function isBlock(called: PsNode): boolean {
  const inner = called.kind === 'argument_list' ? called.children.filter(({ named }) => named) : [called]
  const given = inner.flatMap((node) => (node.kind === 'argument_expression_list' ? node.children.filter(({ named }) => named) : [node]))
  return (
    given.length > 0 &&
    given.every(({ kind }, index) =>
      index === 0 ? kind === 'script_block_expression' : kind === 'integer_literal' || kind === 'string_literal',
    )
  )
}

export function isSet({ parent }: PsNode): boolean {
  return parent !== undefined && (parent.kind === 'left_assignment_expression' || /_(increment|decrement)_expression$/.test(parent.kind))
}
