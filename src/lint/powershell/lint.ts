/** Everything that is refused in a PowerShell block. */
import { acts } from '../../procedure/acts.ts'
import type { Role } from '../../procedure/procedure.ts'
import type { Scope } from '../../procedure/document/scope.ts'
import type { Readers } from '../readers.ts'
import { USUAL_READERS } from '../usual-readers.ts'
import type { LintReport } from '../report.ts'
import { DASHES } from './read/characters.ts'
import { DOUBLE_QUOTES, SINGLE_QUOTES, type FaultAt } from './read/scan.ts'
import type { PsNode } from './read/tree.ts'
import { lintCalls } from './calls.ts'
import { commandsOf } from './commands.ts'
import { functionsOf, lintFunctions } from './functions.ts'
import { lintDamaged } from './known/damaged.ts'
import { lintKnown } from './known/lint-known.ts'
import { lintLook } from './look/look.ts'
import { lintLoops } from './loops.ts'
import { lintBound, lintMembers, membersOf } from './members.ts'
import { lintPowershellNames } from './names.ts'
import { readPowershell } from './read/read.ts'
import { settingsOf } from './settings.ts'
import { valuesOf } from './values.ts'

/** Reports faults by line of the block, from 0, in its order; what follows from a fault is not said beside it. */
export function lintPowershell(
  block: { text: string; role: Role },
  scope: Scope,
  report: LintReport,
  readers: Readers = USUAL_READERS,
): void {
  const { text } = block
  const said = new Set<string>()
  for (const { at, what, next } of judge(text, block.role, scope, readers).toSorted((a, b) => a.at - b.at)) {
    const line = text.slice(0, at).split('\n').length - 1
    if (said.has(`${line} ${what}`)) continue
    said.add(`${line} ${what}`)
    report(line, what, next)
  }
}

function judge(text: string, role: Role, scope: Scope, readers: Readers): FaultAt[] {
  const read = readPowershell(text)
  if ('tree' in read) return judgeTree(read.tree, role, scope, readers)
  const plain = readPowershell(inPlainSigns(text, read.faults))
  return [...read.faults, ...('tree' in plain ? judgeTree(plain.tree, role, scope, readers) : lintDamaged(text, role, readers))]
}

/** Where nothing but signs of print keeps a block from being read, the rest of it is judged as it is meant. */
function inPlainSigns(text: string, faults: readonly FaultAt[]): string {
  const signs = Array.from({ length: text.length }, (_, index) => text[index] ?? '')
  for (const { at } of faults) {
    const sign = signs[at] ?? ''
    signs[at] = SINGLE_QUOTES.test(sign) ? "'" : DOUBLE_QUOTES.test(sign) ? '"' : DASHES.test(sign) ? '-' : sign
  }
  return signs.join('')
}

function judgeTree(tree: PsNode, role: Role, scope: Scope, readers: Readers): FaultAt[] {
  const commands = commandsOf(tree)
  const functions = functionsOf(tree)
  const members = membersOf(tree)
  const settings = settingsOf(tree, commands)
  const values = valuesOf(settings, scope)
  const known = lintKnown(tree, commands, functions, role, readers)
  const calls = lintCalls(tree, commands, functions, values, scope)
  const faults = [
    ...lintFunctions(functions, readers),
    ...known,
    ...calls.filter(({ at }) => !known.some((fault) => fault.at === at)),
    ...lintLoops(tree),
    ...lintMembers(tree, members),
    ...lintBound(members, scope),
    ...lintPowershellNames(tree, settings, scope),
  ]
  if (acts(role)) return faults
  const look = lintLook({ role, tree, commands, functions, members, settings, values, readers, scope })
  return [...faults, ...look.filter(({ at }) => !faults.some((fault) => fault.at === at))]
}
