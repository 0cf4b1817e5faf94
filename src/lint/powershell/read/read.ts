/** A block as its tree, where the grammar, PowerShell and its readers read the same; else why not. */
import { disagreements } from './agree.ts'
import { oddCharacters } from './characters.ts'
import { respell } from './respell.ts'
import { scan, type FaultAt } from './scan.ts'
import { parsePowershell, type PsNode } from './tree.ts'
import { quotesWithin, unreadable } from '../unreadable.ts'

export function readPowershell(text: string): { tree: PsNode } | { faults: FaultAt[] } {
  const scanned = scan(text)
  const odd = oddCharacters(text, scanned.spans)
  if (odd.length > 0) return { faults: odd }
  if (scanned.fault !== undefined) return { faults: [scanned.fault] }
  const parsed = parsePowershell(text, respell(text, scanned.spans))
  if ('unreadableAt' in parsed) return { faults: [unreadable(text, scanned.spans, parsed.unreadableAt)] }
  const faults = disagreements(text, scanned, parsed.tree)
  if (faults.length === 0) return parsed
  const inside = quotesWithin(text, Math.min(...faults.map(({ at }) => at)))
  return { faults: inside === undefined ? faults : [inside] }
}
