/** Where nothing but the document keeps a look from writing. */
import { acts } from './acts.ts'
import type { Plan, PlannedBlock, PlannedStep, Target } from './plan-types.ts'
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
  return readerless(steps.flatMap(allBlocks).filter(isLook), targets)
}

/** SQL Servers without a reader on which blocks of this step look by a statement that they put together: what it says nobody has read, so only rights keep it from writing. */
export function builtLooksWithoutReader(step: PlannedStep, targets: Record<string, Target>): string[] {
  return readerless(allBlocks(step).filter(isBuiltLook), targets)
}

export const isBuiltLook = (block: PlannedBlock): boolean => isLook(block) && EXECUTES.test(block.text)
const isLook = ({ role, language }: PlannedBlock): boolean => !acts(role) && language === 'sql'

function readerless(looks: PlannedBlock[], targets: Record<string, Target>): string[] {
  const looked = new Set(looks.flatMap(targetsOf))
  return withoutReader(targets).filter((name) => looked.has(name))
}

/** `EXEC (…)`, `sp_executesql`: also where only a comment has it, because unknown means no. */
const EXECUTES = /\bEXEC(?:UTE)?(?:\s|\/\*[\s\S]*?\*\/|--.*)*\(|\bsp_executesql\b/i
