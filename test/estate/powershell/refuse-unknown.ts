import type { Node } from 'web-tree-sitter'
import { parameterOf } from './bind-arguments.ts'
import { findCommand, rangeOf } from './commands/all.ts'
import { variableName } from './literals.ts'
import { isKnownMethod } from './method-calls.ts'
import { unknown } from './stand-in-error.ts'
import { isKnownCall } from './static-calls.ts'
import { LAYERS } from './syntax.ts'

/** Looks through a whole block before anything of it runs, so that what the stand-in does not know leaves nothing half done. */
export function refuseUnknown(node: Node): void {
  if (node.isNamed && !KNOWN.has(node.type) && !LAYERS.has(node.type))
    throw unknown(`${node.type}: ${node.text.split('\n')[0] ?? ''}`, node)
  if (node.type === 'variable') variableName(node)
  if (node.type === 'flow_control_statement' && node.firstChild?.type !== 'throw') throw unknown(`the statement ${node.text}`, node)
  if (node.type === 'invokation_expression' && !isKnownCall(node) && !isKnownMethod(node)) throw unknown(`the call ${node.text}`, node)
  if (node.type === 'command') refuseCommand(node)
  for (const child of node.children) refuseUnknown(child)
}

function refuseCommand(node: Node): void {
  const name = node.firstNamedChild
  if (name === null || name.type !== 'command_name') throw unknown(`the call ${node.text.split('\n')[0] ?? ''}`, node)
  if (rangeOf(name) !== undefined) return
  const command = findCommand(name)
  for (const element of node.children.find((child) => child.type === 'command_elements')?.children ?? []) {
    if (element.type === 'command_parameter') parameterOf(command, element)
  }
}

const KNOWN: ReadonlySet<string> = new Set([
  'program',
  'comment',
  'statement_list',
  'statement_block',
  'script_block',
  'script_block_body',
  'empty_statement',
  'if_statement',
  'elseif_clauses',
  'elseif_clause',
  'else_clause',
  'while_statement',
  'foreach_statement',
  'flow_control_statement',
  'assignment_expression',
  'assignement_operator',
  'command',
  'command_name',
  'command_elements',
  'command_parameter',
  'command_argument_sep',
  'generic_token',
  'comparison_operator',
  'cast_expression',
  'parenthesized_expression',
  'sub_expression',
  'array_expression',
  'hash_literal_expression',
  'hash_literal_body',
  'hash_entry',
  'script_block_expression',
  'member_access',
  'element_access',
  'invokation_expression',
  'argument_list',
  'argument_expression_list',
  'post_increment_expression',
  'post_decrement_expression',
  'type_literal',
  'type_spec',
  'type_name',
  'type_identifier',
  'simple_name',
  'variable',
  'braced_variable',
  'integer_literal',
  'decimal_integer_literal',
  'hexadecimal_integer_literal',
  'real_literal',
  'string_literal',
  'verbatim_string_characters',
  'verbatim_here_string_characters',
  'expandable_string_literal',
])
