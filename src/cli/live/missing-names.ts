import { databaseParameter } from '../../procedure/plan-block.ts'
import type { Target } from '../../procedure/plan-types.ts'
import type { Block, Procedure, Step, Value } from '../../procedure/procedure.ts'

/** What is known of the document so far. */
export interface Known {
  procedure: Procedure
  values: Record<string, Value>
  captures: Record<string, Value>
  targets: Record<string, Target>
}

/** What this block needs and nobody knows yet: the names of parameters and captures, each once. */
export function missingNames({ procedure, values, captures }: Known, { each, when }: Step, block: Block): string[] {
  const parameters = new Set(procedure.parameters.map(({ name }) => name))
  const optional = new Set(procedure.parameters.flatMap(({ name, optional: is }) => (is === true ? [name] : [])))
  const database = databaseParameter(block)
  const places = [block.on, ...(database === undefined ? [] : [database])]
  const needed = [...places, ...(when ?? []).map(({ name }) => name), ...block.uses].map((name) => {
    const [, server] = /^(.+)_(?:host|instance|text)$/.exec(name) ?? []
    if (each !== undefined && (name === each.item || server === each.item)) return each.of
    return server !== undefined && !parameters.has(name) && parameters.has(server) ? server : name
  })
  return [...new Set(needed)].filter((name) => !(name in values) && !(name in captures) && !optional.has(name))
}
