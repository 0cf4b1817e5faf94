/** What a block that looks may hold, as the host judges it: commands of the list of readers, values that stay, answers that are hashtables. */
import type { Node } from 'web-tree-sitter'
import type { CmdletReader } from '../../../src/lint/readers.ts'
import { findCommand, rangeOf } from './commands/all.ts'
import { PsError, placeOf } from './stand-in-error.ts'
import { bare } from './syntax.ts'

export type Cmdlets = readonly CmdletReader[]

/** `cmdlets` undefined: the list was never sent, and nothing may look. @throws PsError at the first thing that may do more. */
export function refuseLook(node: Node, cmdlets: Cmdlets | undefined, bound: ReadonlySet<string>): void {
  if (cmdlets === undefined) throw refused('The host was given no list of what a block that looks may call.', node)
  if (node.type === 'command') refuseCommand(node, cmdlets)
  if (node.type === 'cast_expression') refuseCast(node)
  if (node.type === 'assignment_expression') refuseTarget(node, bound)
  for (const child of node.children) refuseLook(child, cmdlets, bound)
}

function refuseCommand(node: Node, cmdlets: Cmdlets): void {
  const name = node.firstNamedChild
  if (name === null || rangeOf(name) !== undefined) return
  const called = findCommand(name).name
  if (cmdlets.some((reader) => isNamed(reader.name, called))) return
  const advice = 'Move it into the `run` block, or add it to `readers` in the configuration if it changes nothing.'
  throw refused(`\`${called}\` is not in the list of what a block that looks may call. ${advice}`, node)
}

function isNamed(reader: string, called: string): boolean {
  const [wanted, name] = [reader.toLowerCase(), called.toLowerCase()]
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted
}

function refuseCast(node: Node): void {
  const type = node.children[0]
  if (type === undefined || !/^\[ps(custom)?object\]$/i.test(type.text)) return
  throw refused(`A block that looks may not make \`${type.text}\`: answer with a hashtable, \`@{ Done = ...; Detail = ... }\`.`, type)
}

function refuseTarget(node: Node, bound: ReadonlySet<string>): void {
  const target = node.firstNamedChild
  const name = target === null ? '' : bare(target).text.slice(1)
  if (bound.has(name.toLowerCase())) throw refused(`The value \`$${name}\` stays as it was approved: choose another name.`, node)
}

function refused(message: string, node: Node): PsError {
  return new PsError(message, 'RefusedByHost', 'SecurityError', placeOf(node))
}
