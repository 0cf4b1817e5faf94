/** A block with the target and the database that were chosen for it. */
import type { PlannedBlock } from './plan-types.ts'
import type { Block, Step, Value } from './procedure.ts'

/** The parameter that names the database of a block, `database=@name`; undefined where the fence names the database itself. */
export function databaseParameter({ database }: Pick<Block, 'database'>): string | undefined {
  return database?.startsWith('@') === true ? database.slice(1) : undefined
}

/** `values` hold the parameters that the fence names. What is captured during the run names no database and no target: the plan is approved before. */
export function planBlock({ on, ...block }: Block, values: Record<string, Value>, each?: Step['each']): PlannedBlock {
  const parameter = databaseParameter(block)
  const planned =
    each?.item === on
      ? { ...block, target: on, targets: [values[each.of] ?? []].flat().map(String) }
      : { ...block, target: String(values[on]) }
  return parameter === undefined ? planned : { ...planned, database: String(values[parameter]) }
}
