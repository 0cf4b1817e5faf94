/** Where nothing but the document keeps a look from writing. */
import { acts } from './acts.ts'
import type { Plan, Target } from './plan-types.ts'
import { allBlocks, targetsOf } from './planned-item.ts'

/** The SQL Servers among these targets that look with the log-in that acts, by name. */
export function withoutReader(targets: Record<string, Target>): string[] {
  return Object.values(targets)
    .filter((target) => target.kind === 'sql-server' && target.reader === undefined)
    .map(({ name }) => name)
    .toSorted()
}

/** Those of them on which this plan looks. */
export function looksWithoutReader({ targets, steps }: Pick<Plan, 'targets' | 'steps'>): string[] {
  const looked = new Set(
    steps
      .flatMap(allBlocks)
      .filter(({ role, language }) => !acts(role) && language === 'sql')
      .flatMap(targetsOf),
  )
  return withoutReader(targets).filter((name) => looked.has(name))
}
