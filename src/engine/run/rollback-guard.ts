import { join } from 'node:path'
import type { Entry } from '../../audit/entry.ts'
import type { RuleRefusal } from '../../run/facts/refusal.ts'
import { readFileEnd } from '../audit/file-end.ts'

type Known = Pick<Entry, 'seq' | 'hash'>

/**
 * Whoever reaches the engine's admin interface can put back a state that this bot has sealed earlier, also the one before the last. It is noticed by what this
 * process has read and written since it began, and by the audit file for what came before.
 */
export interface RollbackGuard {
  /**
   * The newest entry that is known of a run, where the store ends before it. MUST be asked by calls that have the run for themselves, with the first state that they
   * read: in the store that number never falls.
   */
  beyond(run: string, last: Known | undefined): Promise<Known | undefined>
  /** The store has this entry for good. No audit file may have it earlier. */
  kept(run: string, entry: Known): void
}

export function rollbackGuard(auditDirectory: string): RollbackGuard {
  const seen = new Map<string, Known>()
  const kept = (run: string, { seq, hash }: Known) => void seen.set(run, { seq, hash })
  return {
    beyond: async (run, last) => {
      const known = seen.get(run) ?? (await lastIn(join(auditDirectory, `${run}.jsonl`)))
      if (known !== undefined && (last === undefined || last.seq < known.seq)) return known
      if (last !== undefined) kept(run, last)
      return undefined
    },
    kept,
  }
}

async function lastIn(file: string): Promise<Known | undefined> {
  try {
    return (await readFileEnd(file))?.entry
  } catch {
    // No file, no memory: the store is believed, as it must be for the first entry of every run.
    return undefined
  }
}

/** The newest entry that the store has, and the one that is known. */
export function olderState(run: string, stored: number, known: number): RuleRefusal {
  return { code: 'state-older', facts: { run, stored, known } }
}
