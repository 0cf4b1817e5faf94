import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entry } from '../../audit/entry.ts'

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

/** What a crash has torn off has no line feed, and says nothing. */
async function lastIn(file: string): Promise<Known | undefined> {
  try {
    const whole = (await readFile(file, 'utf8')).split('\n').slice(0, -1)
    const last = whole.findLast((line) => line.startsWith('{"entry"'))
    return last === undefined ? undefined : (JSON.parse(last) as { entry: Entry }).entry
  } catch {
    // No file, no memory: the store is believed, as it must be for the first entry of every run.
    return undefined
  }
}
