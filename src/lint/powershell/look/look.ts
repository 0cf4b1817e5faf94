/** Blocks that may be sent any number of times change nothing: what they may call, set and name is listed, everything else is refused. */
import type { Role } from '../../../procedure/procedure.ts'
import type { Scope } from '../../../procedure/document/scope.ts'
import type { Readers } from '../../readers.ts'
import type { FaultAt } from '../read/scan.ts'
import type { PsCommand } from '../commands.ts'
import type { PsFunction } from '../functions.ts'
import { insteadOfType } from '../instead.ts'
import { COMPUTING, OF_OWN, OF_PLAIN, OF_TYPE } from '../methods.ts'
import { isSet, type PsMember } from '../members.ts'
import { readerFault } from './reader-fault.ts'
import type { Setting } from '../settings.ts'
import { everyNode, type PsNode } from '../read/tree.ts'
import { isCoreType } from '../types.ts'
import { keysOf, type Values } from '../values.ts'

export interface Look {
  role: Role
  tree: PsNode
  commands: readonly PsCommand[]
  functions: readonly PsFunction[]
  members: readonly PsMember[]
  settings: readonly Setting[]
  values: Values
  readers: Readers
  scope: Scope
}

export function lintLook(look: Look): FaultAt[] {
  const { role, tree, commands, members, settings, values, scope } = look
  const refuse = (at: number, what: string, next = 'move it into the `run` block'): FaultAt => ({
    at,
    what: `a \`${role}\` block only reads, and ${what}`,
    next,
  })
  const nodes = everyNode(tree)
  return [
    ...commands.flatMap((command) => {
      const fault = isOwn(command, look) ? undefined : readerFault(command, look.readers, values, scope)
      return fault === undefined ? [] : [refuse(fault.at, fault.what, fault.next)]
    }),
    ...members.flatMap((member) =>
      member.called === undefined || mayCall(member, values) ? [] : [refuse(member.at, ...callSentence(member))],
    ),
    ...settings.flatMap((setting) =>
      mayPartBeSet(setting, members, values, nodes) ? [] : [refuse(setting.at, `setting ${partOf(setting, nodes)} does more`)],
    ),
    ...foreignTargets(nodes).map((node) => refuse(node.at, `setting a part of \`${node.text.slice(0, 60)}\` does more`)),
    ...nodes.flatMap((node) => whyNode(node, refuse) ?? whyConversion(node, refuse) ?? []),
    ...demandAnswer(role, nodes),
  ]
}

/** A function that the block has defined before, whatever comes, and `& { … }`: what they hold is judged where it stands. */
function isOwn({ name, written, node, operator }: PsCommand, { functions }: Look): boolean {
  if (
    operator === '&' &&
    node.children[1]?.kind === 'command_name_expr' &&
    node.children[1].children[0]?.kind === 'script_block_expression'
  )
    return true
  if (operator === '&' && node.children[1]?.kind === 'script_block_expression') return true
  return (
    name !== undefined &&
    // With a module before it, it is another command.
    !written.includes('\\') &&
    functions.some((each) => each.name.toLowerCase() === name.toLowerCase() && each.always && (each.end <= node.at || isWithin(node, each)))
  )
}

function isWithin({ at }: PsNode, { node }: PsFunction): boolean {
  return at > node.at && at < node.end
}

function mayCall({ name = '', of, static: isStatic }: PsMember, values: Values): boolean {
  const lower = name.toLowerCase()
  if (isStatic) return of.kind === 'type_literal' && isCoreType(of.text.slice(1, -1)) && OF_TYPE.has(lower)
  const kind = values.kindOf(of)
  return COMPUTING.has(lower) || (kind === 'plain' && OF_PLAIN.has(lower)) || (kind === 'table' && OF_OWN.has(lower))
}

function callSentence({ name, of, static: isStatic }: PsMember): [what: string, next?: string] {
  if (!isStatic) return [`\`.${name}()\` may do more`]
  return [
    `\`${of.text}::${name}()\` may do more`,
    insteadOfType(of.text) ?? 'use a cmdlet, or what belongs to [string], [datetime], [timespan], [version], [regex] …',
  ]
}

/** A part of a table or list that the block made itself. */
function mayPartBeSet(
  { name, element, depth, at }: Setting,
  _members: readonly PsMember[],
  values: Values,
  nodes: readonly PsNode[],
): boolean {
  if (!element) return true
  const variable = nodes.find((node) => node.kind === 'variable' && node.at === at)
  if (depth !== 1 || name === '_') return false
  const kind = values.kindOf(variable)
  // A list has places; a property of it would be one of what it holds.
  return kind === 'table' || (kind === 'list' && variable?.parent?.kind === 'element_access')
}

function partOf({ at }: Setting, nodes: readonly PsNode[]): string {
  const variable = nodes.find((node) => node.kind === 'variable' && node.at === at)
  const whole = variable?.parent
  return `\`${whole?.children.find(({ kind }) => kind === 'member_name') === undefined ? (whole?.text ?? '') : `.${whole.children.find(({ kind }) => kind === 'member_name')?.text ?? ''}`}\``
}

/** Parts of what no variable holds: `(Get-Item x).IsReadOnly = …`. */
function foreignTargets(nodes: readonly PsNode[]): PsNode[] {
  return nodes.filter(
    (node) => (node.kind === 'member_access' || node.kind === 'element_access') && isSet(node) && rootOf(node).kind !== 'variable',
  )
}

function rootOf(node: PsNode): PsNode {
  const first = node.children.find(({ named, kind }) => named && kind !== 'comment')
  return ['member_access', 'element_access', 'invokation_expression'].includes(node.kind) && first !== undefined ? rootOf(first) : node
}

const ANSWER: Readonly<Record<string, string>> = { check: 'Done', before: 'Ok', 'wait-until': 'Ok' }

function whyNode(node: PsNode, refuse: (at: number, what: string, next?: string) => FaultAt): FaultAt | undefined {
  if (node.kind === 'redirection' && writesFile(node)) return refuse(node.at, `\`${node.children[0]?.text ?? '>'}\` writes a file`)
  if (node.kind !== 'cast_expression') return undefined
  const type = node.children[0]?.text.slice(1, -1).trim() ?? ''
  if (/^(system\.management\.automation\.)?pscustomobject$/i.test(type))
    return refuse(node.at, 'an object cannot be made in it', 'answer with a hashtable: leave `[pscustomobject]` out and write `@{ … }`')
  return isCoreType(type)
    ? undefined
    : refuse(
        node.at,
        `making a \`[${type}]\` may do more`,
        insteadOfType(type) ?? 'use one of [string], [int], [datetime], [version], [regex] …',
      )
}

/** A value that is made another type may open what it names: `-as`, a parameter's type, a type that is given on. */
function whyConversion(node: PsNode, refuse: (at: number, what: string, next?: string) => FaultAt): FaultAt | undefined {
  const plainer = 'use one of [string], [int], [datetime], [version], [regex] …'
  if (node.kind === 'comparison_expression') {
    const [, operator, to] = node.children.filter(({ named, kind }) => named && kind !== 'comment')
    if (!/^-as$/i.test(operator?.text ?? '') || to?.kind === 'type_literal') return undefined
    return refuse(node.at, '`-as` makes a type that is only known later', plainer)
  }
  if (node.kind !== 'type_literal' || node.parent?.kind === 'cast_expression' || isCoreType(node.text.slice(1, -1))) return undefined
  return mayBeNamed(node) ? undefined : refuse(node.at, `making a \`${node.text}\` may do more`, plainer)
}

/** Where a type is only compared with, caught or asked for a constant. */
function mayBeNamed({ parent, at }: PsNode): boolean {
  if (parent === undefined) return false
  if (['catch_type_list', 'member_access', 'invokation_expression'].includes(parent.kind)) return true
  return (
    parent.kind === 'comparison_expression' &&
    /^-is(not)?$/i.test(parent.children.findLast(({ named, at: begins }) => named && begins < at)?.text ?? '')
  )
}

/** Not to `$null`, and not into another stream. */
export function writesFile({ children }: PsNode): boolean {
  return children[0]?.kind !== 'merging_redirection_operator' && !/^\s*\$null$/i.test(children[1]?.text ?? '')
}

function demandAnswer(role: Role, nodes: readonly PsNode[]): FaultAt[] {
  const property = ANSWER[role]
  if (property === undefined) return []
  const gives = nodes.some(({ kind, text }) => kind === 'member_name' && text.toLowerCase() === property.toLowerCase())
  const keys = nodes.filter(({ kind }) => kind === 'hash_literal_expression').flatMap(keysOf)
  if (gives || keys.some((key) => key?.toLowerCase() === property.toLowerCase())) return []
  return [
    { at: 0, what: `this \`${role}\` block gives no \`${property}\``, next: `end with one hashtable: @{ ${property} = …; Detail = … }` },
  ]
}
