/** What an expression gives, as far as its words say: a plain value, something that the block made itself, or nobody knows. */
import type { Scope } from '../../procedure/document/scope.ts'
import { commandsOf } from './commands.ts'
import { nameOf, type Setting } from './settings.ts'
import { isBound } from './names.ts'
import type { PsNode } from './read/tree.ts'
import { isCoreType } from './types.ts'

/** A text, a number, a time and the like; a table or list of the block's own; a script block; or anything. What a list holds may be anything. */
export type ValueKind = 'plain' | 'table' | 'list' | 'block' | 'unknown'

export interface Values {
  kindOf(node: PsNode | undefined): ValueKind
  /** What a table of the block's own holds, when every assignment of it stands there: its literals. */
  tablesOf(name: string): readonly PsNode[] | undefined
}

/** Cmdlets that give plain values. */
const PLAIN_COMMANDS: ReadonlySet<string> = new Set(
  'get-date join-path split-path new-timespan out-string new-guid get-random convertto-json'.split(' '),
)

export function valuesOf(settings: readonly Setting[], scope: Scope): Values {
  const ofVariable = (name: string, seen: ReadonlySet<string>): ValueKind => {
    const lower = name.toLowerCase()
    if (['true', 'false', 'null'].includes(lower) || isBound(scope, lower)) return 'plain'
    const sets = settings.filter((each) => each.name.toLowerCase() === lower && !each.element)
    if (sets.length === 0 || seen.has(lower)) return 'unknown'
    const kinds = new Set(sets.map(({ value }) => kindOf(value, new Set([...seen, lower]))))
    const [only] = kinds
    return kinds.size === 1 && only !== undefined ? only : 'unknown'
  }
  const kindOf = (node: PsNode | undefined, seen: ReadonlySet<string> = new Set()): ValueKind => {
    if (node === undefined) return 'unknown'
    const named = node.children.filter((child) => child.named && child.kind !== 'comment')
    switch (node.kind) {
      case 'string_literal':
      case 'integer_literal':
      case 'real_literal':
      case 'format_expression':
      case 'logical_expression':
        return 'plain'
      case 'comparison_expression':
        // `-ne` and its like pick from a list what it holds.
        return /^-[ci]?(join|replace|split|is|isnot)$/i.test(named[1]?.text ?? '')
          ? 'plain'
          : kindOf(named[0], seen) === 'plain'
            ? 'plain'
            : 'unknown'
      case 'additive_expression':
      case 'multiplicative_expression':
        return kindOf(named[0], seen) === 'plain' ? 'plain' : 'unknown'
      case 'hash_literal_expression':
        return 'table'
      case 'array_expression':
      case 'array_literal_expression':
        return 'list'
      case 'script_block_expression':
        return 'block'
      case 'cast_expression': {
        const type = named[0]?.text.slice(1, -1).trim().toLowerCase() ?? ''
        if (type === 'ordered') return 'table'
        return ['object', 'psobject', 'array', 'ref', 'xml'].includes(type.replace('[]', '')) || !isCoreType(type) ? 'unknown' : 'plain'
      }
      case 'variable':
        return ofVariable(nameOf(node.text), seen)
      case 'invokation_expression':
      case 'member_access': {
        const [of] = named
        if (of?.kind === 'type_literal') return isCoreType(of.text.slice(1, -1)) ? 'plain' : 'unknown'
        // What belongs to a plain value is one; a table may hold anything.
        return kindOf(of, seen) === 'plain' ? 'plain' : 'unknown'
      }
      case 'element_access':
        return kindOf(named[0], seen) === 'plain' ? 'plain' : 'unknown'
      case 'parenthesized_expression':
      case 'pipeline':
      case 'pipeline_chain':
      case 'expression_with_unary_operator':
        return named.length === 1 ? kindOf(named[0], seen) : 'unknown'
      case 'command': {
        const [command] = commandsOf(node)
        return command?.name !== undefined && PLAIN_COMMANDS.has(command.name.toLowerCase()) ? 'plain' : 'unknown'
      }
      default:
        return 'unknown'
    }
  }
  return {
    kindOf,
    tablesOf: (name) => {
      const sets = settings.filter((each) => each.name.toLowerCase() === name.toLowerCase())
      if (sets.length === 0 || sets.some(({ element }) => element)) return undefined
      const tables = sets.map(({ value }) => tableIn(value))
      return tables.every((table) => table !== undefined) ? tables : undefined
    },
  }
}

function tableIn(node: PsNode | undefined): PsNode | undefined {
  if (node === undefined || node.kind === 'hash_literal_expression') return node
  const named = node.children.filter((child) => child.named && child.kind !== 'comment')
  return named.length === 1 && ['pipeline', 'pipeline_chain'].includes(node.kind) ? tableIn(named[0]) : undefined
}

/** Keys of a table that are constants, without quotes; undefined for one that is only known later. */
export function keysOf(table: PsNode): (string | undefined)[] {
  return (table.children.find(({ kind }) => kind === 'hash_literal_body')?.children ?? []).flatMap((entry) => {
    if (entry.kind !== 'hash_entry') return []
    const key = entry.children.find(({ kind }) => kind === 'key_expression')?.text ?? ''
    return [/^(['"]?)([\w -]+)\1$/.exec(key)?.[2]]
  })
}
